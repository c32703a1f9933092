/** What a stack is made of, as CloudFormation lists it. */
export interface DeployedStack {
  readonly name: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly resources: readonly DeployedResource[];
}

/** A resource of a stack. */
export interface DeployedResource {
  readonly logicalId: string;
  readonly type: string;
  /** Of a queue its address, of a topic its ARN, of other things a name. */
  readonly physicalId: string;
}

/** The parts of a deployment that commands work with. */
export interface StackParts {
  readonly stack: string;
  readonly splitterFunction: string;
  readonly notifierFunction: string;
  /** Name of the record bus, or the ARN of one that was there before. */
  readonly bus: string;
  readonly tableName: string;
  readonly queues: QueueAddresses;
  /** Of each consumer, by its name. */
  readonly consumers: ReadonlyMap<string, ConsumerQueues>;
  /** Queues of what subscribers of a topic did not take, by the topic's part. */
  readonly undelivered: ReadonlyMap<string, string>;
  /** Names of all that the stack holds, whatever it is. */
  readonly names: ReadonlySet<string>;
}

/** Addresses of a consumer's queues. */
export interface ConsumerQueues {
  readonly deadLetters: string;
  /** Where somebody takes what it gets, if it was made for that. */
  readonly queue?: string;
}

/** Addresses of the product's own queues. */
export type QueueAddresses = Readonly<Record<keyof typeof QUEUES, string>>;

/**
 * Finds the parts of a deployment among what a stack holds, by their logical ids, which stay the
 * same over versions. What the deployment was given, a table or a bus that was there before, is
 * known by the stack's outputs alone.
 *
 * @param construct Id of the construct, as logical ids begin: tells one from others in a stack.
 * @throws {Error} If the stack holds none, or several, or a part is missing.
 */
export function stackParts(stack: DeployedStack, construct = ""): StackParts {
  const resources = stack.resources
    .filter(({ logicalId }) => logicalId.startsWith(construct))
    .map((it) => ({ ...it, id: it.logicalId.replace(HASH, "") }));
  const found = (type: string, end: string) =>
    resources.filter((it) => it.type === type && it.id.endsWith(end));
  const queue = (end: string): string | undefined => {
    const all = found("AWS::SQS::Queue", end);
    if (all.length > 1) throw several(stack.name, all, end);
    return all[0]?.physicalId;
  };
  const part = (what: string, id: string | undefined): string => {
    if (id !== undefined && id !== "") return id;
    const where = construct === "" ? "" : ` below "${construct}"`;
    throw new Error(
      `Cannot use stack "${stack.name}" as it must hold trailbridge${where}: it has no ${what}`,
    );
  };
  const splitters = found("AWS::Lambda::Function", "SplitterFunction");
  if (splitters.length > 1) throw several(stack.name, splitters, "SplitterFunction");
  const { outputs } = stack;
  const queues = Object.entries(QUEUES).map(([name, end]) => [
    name,
    part(`queue ${end}`, queue(end)),
  ]);
  return {
    stack: stack.name,
    splitterFunction: part("splitter", splitters[0]?.physicalId),
    notifierFunction: part(
      "notifier",
      found("AWS::Lambda::Function", "NotifierFunction")[0]?.physicalId,
    ),
    bus: part(
      "record bus, nor an output EventBusArn",
      outputs.EventBusArn ?? found("AWS::Events::EventBus", "Bus")[0]?.physicalId,
    ),
    tableName: part(
      "table of alerts, nor an output TableName",
      found("AWS::DynamoDB::Table", "NotifierAlertTable")[0]?.physicalId ?? outputs.TableName,
    ),
    queues: Object.fromEntries(queues) as QueueAddresses,
    consumers: new Map(
      resources.flatMap(({ type, id, physicalId }) => {
        const name = type === "AWS::SQS::Queue" ? consumerOf(id) : undefined;
        if (name === undefined) return [];
        const own = found("AWS::SQS::Queue", `Consumers${name}Queue`)[0]?.physicalId;
        const queues = { deadLetters: physicalId, ...(own !== undefined && { queue: own }) };
        return [[name, queues] as const];
      }),
    ),
    names: new Set(
      stack.resources.map(({ physicalId }) => physicalId.split(/[:/|]/).at(-1) ?? physicalId),
    ),
    undelivered: new Map(
      found("AWS::SQS::Queue", "Undelivered").map(({ id, physicalId }) => [
        id.replace(/Undelivered$/, ""),
        physicalId,
      ]),
    ),
  };
}

/** How the logical ids of the product's own queues end, without what makes them unique. */
const QUEUES = {
  splitterDeadLetters: "SplitterDeadLetters",
  continuations: "SplitterContinuations",
  buffer: "NotifierBuffer",
  bufferDeadLetters: "NotifierBufferDeadLetters",
  critical: "NotifierCritical",
  criticalDeadLetters: "NotifierCriticalDeadLetters",
  turns: "NotifierTurns",
  notifierDeadLetters: "NotifierDeadLetters",
} as const;

/** What the CDK ends a logical id with. */
const HASH = /[0-9A-F]{8}$/;

/** The consumer whose dead letters a queue takes, by how its logical id ends. */
function consumerOf(id: string): string | undefined {
  const [start, end] = ["Consumers", "DeadLetters"];
  const at = id.indexOf(start);
  if (at === -1 || !id.endsWith(end)) return undefined;
  return id.slice(at + start.length, -end.length) || undefined;
}

function several(
  stack: string,
  all: readonly { readonly logicalId: string; readonly id: string }[],
  end: string,
): Error {
  const ids = all.map(({ id }) => JSON.stringify(id.slice(0, -end.length)));
  return new Error(
    `Cannot use stack "${stack}" as it holds trailbridge ${all.length} times: name one, --construct ${ids.join(" or ")}`,
  );
}
