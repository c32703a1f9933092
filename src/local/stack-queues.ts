import { NOTIFIER_ENV, SPLITTER_ENV } from "../contract.ts";
import { createQueue, type Queue, type QueueLog } from "./sqs/queue.ts";
import type { StackOptions } from "./stack-types.ts";
import type { EnvironmentValue, QueueWiring, Wiring } from "./wiring/wiring.ts";

/** The queues of a stack. */
export interface StackQueues {
  readonly queues: ReadonlyMap<string, Queue>;
  /** Names of those that something gives its failures to. */
  readonly deadLetterQueues: ReadonlySet<string>;
}

/**
 * Makes the queues of a wiring, those that others give their dead letters to first.
 *
 * @throws {Error} If queues are each other's dead-letter queues.
 */
export function createStackQueues(
  wiring: Wiring,
  onEvent: NonNullable<StackOptions["onEvent"]>,
  logOf: (queue: string) => QueueLog | undefined = () => undefined,
): StackQueues {
  const deadLetterQueues = deadLetterQueuesOf(wiring);
  const queues = new Map<string, Queue>();
  const create = (each: QueueWiring, path: readonly string[]): Queue => {
    const known = queues.get(each.name);
    if (known !== undefined) return known;
    if (path.includes(each.name)) {
      const circle = [...path, each.name].join(" -> ");
      throw new Error(`Cannot start the local stack as dead letters must end somewhere: ${circle}`);
    }
    const target = wiring.queues?.find(({ name }) => name === each.deadLetterQueue);
    const log = logOf(each.name);
    const queue = createQueue(each.name, {
      ...each,
      ...(log !== undefined && { log }),
      ...(target !== undefined && { deadLetters: create(target, [...path, each.name]) }),
      ...(deadLetterQueues.has(each.name) && {
        onSent: (message) => onEvent({ kind: "dead-letter", queue: each.name, message }),
      }),
    });
    queues.set(each.name, queue);
    return queue;
  };
  for (const each of wiring.queues ?? []) create(each, []);
  return { queues, deadLetterQueues };
}

/** Variables by which a function knows where to send what it gives up itself. */
const DEAD_LETTERS = [SPLITTER_ENV.deadLetterQueueUrl, NOTIFIER_ENV.deadLetterQueueUrl];

function queueOf(value: EnvironmentValue | undefined): string | undefined {
  return typeof value === "object" ? value.queueUrl : undefined;
}

function deadLetterQueuesOf(wiring: Wiring): ReadonlySet<string> {
  const named = [
    ...(wiring.queues ?? []).map(({ name, holdsDeadLetters }) => holdsDeadLetters && name),
    ...(wiring.functions ?? []).flatMap(({ onFailureQueue, environment = {} }) => [
      onFailureQueue,
      ...DEAD_LETTERS.map((name) => queueOf(environment[name])),
    ]),
    ...(wiring.queues ?? []).map(({ deadLetterQueue }) => deadLetterQueue),
    ...(wiring.rules ?? []).flatMap(({ targets }) =>
      targets.map(({ deadLetterQueue }) => deadLetterQueue),
    ),
  ];
  return new Set(named.filter((name) => typeof name === "string"));
}
