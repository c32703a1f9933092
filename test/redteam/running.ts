import { gzipSync } from "node:zlib";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { StackEvent } from "../../src/local/stack-types.ts";
import type { LocalOptions, LocalTrailbridge } from "../../src/local/trailbridge.ts";
import { clientConfig } from "../support/client-config.ts";
import { logKey } from "./record.ts";

/** The product deployed to the local stack: what an attacker may put in, what people get to see. */
export interface Running {
  readonly local: LocalTrailbridge;
  /** Puts a log file of these records, or of these bytes, under a key of its own or the one given. */
  put(content: readonly unknown[] | Uint8Array, key?: string): Promise<void>;
  /** How an SDK client is set up to call as a session of a role, in whatever account. */
  as(roleArn: string, session?: string): Promise<ClientSetup>;
  /** Waits until all that was set off is done, windows that end later aside. */
  idle(): Promise<void>;
  /** All messages of a Slack channel as JSON text: what stands in it first, each with its replies. */
  slack(channel?: string): readonly SlackThread[];
  /** Bodies of what was published to a topic by its name, or the end of its ARN. */
  topic(name?: string): readonly string[];
  /** Events of a bus, as they were accepted. */
  events(): readonly BusEventSeen[];
  /** Bodies of all dead letters. */
  deadLetters(): readonly string[];
  /** A counter of both functions together. */
  count(counter: string): number;
}

/** What an SDK client is made with. */
export type ClientSetup = ReturnType<typeof clientConfig>;

/** A message that notifies, and its replies, as JSON text with all their blocks. */
export interface SlackThread {
  readonly parent: string;
  readonly replies: readonly string[];
}

/** An event that a bus accepted. */
export interface BusEventSeen {
  readonly bus: string;
  readonly event: Readonly<Record<string, unknown>>;
}

/** Starts it; told of every event of the stack. */
export async function createRunning(
  { logs }: LocalOptions["settings"],
  start: (onEvent: (event: StackEvent) => void) => Promise<LocalTrailbridge>,
): Promise<Running> {
  const events: BusEventSeen[] = [];
  let files = 0;
  const local = await start((event) => {
    if (event.kind !== "bus-event") return;
    events.push({ bus: event.bus, event: event.event.parsed as BusEventSeen["event"] });
  });
  const { stack, desk } = local;
  return {
    local,
    async put(content, key = logKey(`${files++}`)) {
      const bytes =
        content instanceof Uint8Array ? content : gzipSync(JSON.stringify({ Records: content }));
      await stack.putObject(logs.bucket, key, bytes);
    },
    async as(RoleArn, RoleSessionName = "mallory") {
      const sts = new STSClient(clientConfig(stack));
      const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
      const credentials = {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
      };
      return { ...clientConfig(stack), credentials };
    },
    async idle() {
      await stack.idle({ patienceSeconds: 8 });
    },
    slack: (channel = "C0SECURITY") =>
      desk.threads(channel).map(({ parent, replies }) => ({
        parent: JSON.stringify(parent),
        replies: replies.map((it) => JSON.stringify(it)),
      })),
    topic: (name = "alerts") =>
      stack
        .snsMessages()
        .filter(({ topic }) => topic === name || topic.endsWith(`:${name}`))
        .map(({ message }) => message),
    events: () => events,
    deadLetters: () =>
      stack
        .report()
        .queues.filter(({ deadLetters }) => deadLetters)
        .flatMap(({ queue }) => stack.messages(queue).map(({ body }) => body)),
    count: (counter) =>
      (local.wiring.functions ?? []).reduce(
        (sum, { name }) => sum + (stack.counters(name)[counter] ?? 0),
        0,
      ),
  };
}
