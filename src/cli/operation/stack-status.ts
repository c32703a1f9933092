import {
  ALERT_METRICS,
  brokenSums,
  CANARY_METRIC,
  FUNCTION_DIMENSION,
  METRIC_NAMESPACE,
  OLDEST_WAITING_METRIC,
  SUMS,
} from "../../contract.ts";
import { type BusStatus, busStatus } from "../../core/deployment/bus-status.ts";
import { isHolding, type Mute } from "../../core/mute/mute.ts";
import { deployedVersion } from "../../core/operation/deployed-version.ts";
import type { BucketPlace } from "../input/bucket-inputs.ts";
import { type LastLogFile, lastLogFiles } from "./last-log-files.ts";
import type { AskedStack } from "./stack-option.ts";

/** How a deployed stack is; a part that could not be asked is missing, and among the problems. */
export interface StackStatus {
  readonly stack: string;
  /** Of the program that asks. */
  readonly version: string;
  /** What the stack was deployed by; null: by one that did not write it down. */
  readonly deployedVersion?: string | null;
  readonly hours: number;
  readonly counters?: Readonly<Record<string, number>>;
  /** Sums that do not hold, as they should read. */
  readonly brokenSums?: readonly string[];
  readonly alertsByRule?: Readonly<Record<string, number>>;
  readonly oldestWaitingSeconds?: number;
  readonly canarySeconds?: number;
  readonly channels?: readonly ChannelStatus[];
  /** Messages by queue. */
  readonly queues?: Readonly<Record<string, number>>;
  readonly deadLetters?: Readonly<Record<string, number>>;
  readonly muted?: readonly Pick<Mute, "kind" | "label" | "until" | "by">[];
  readonly logFiles?: readonly LastLogFile[];
  readonly bus?: BusStatus & { readonly bus: string };
  /** What could not be asked, and why. */
  readonly problems: readonly string[];
}

/** What waits in a channel. */
export interface ChannelStatus {
  readonly channel: string;
  readonly waiting: number;
  readonly oldestSeconds: number;
}

/** What of a stack's status is asked. */
export interface StatusAsked {
  readonly stack: AskedStack;
  readonly version: string;
  readonly hours: number;
  readonly known: readonly string[];
  /** Where the trail's log files are; absent: they are not looked at. */
  readonly logs: BucketPlace | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Asks for all parts at once; one that is refused keeps the others from nothing. */
export async function stackStatus(asked: StatusAsked): Promise<StackStatus> {
  const { stack, version, hours, known, logs, now } = asked;
  const { parts, region } = stack;
  const { sqsLetters } = await import("../../adapters/aws/operation/letters.ts");
  const { operatorTable } = await import("../../adapters/aws/operation/operator-table.ts");
  const { cloudWatchCounted } = await import("../../adapters/aws/operation/counted.ts");
  const { busRules } = await import("../../adapters/aws/asked/bus-rules.ts");
  const letters = sqsLetters(region);
  const table = operatorTable(parts.tableName, region);
  const counted = cloudWatchCounted(METRIC_NAMESPACE, region);
  const { splitterFunction, notifierFunction, queues, consumers, undelivered } = parts;
  const functions = { splitter: splitterFunction, notifier: notifierFunction };

  const counters = async () => {
    const wanted = [
      ...SUMS.flatMap((sum) => [sum.whole, ...sum.parts].map((name) => [sum.of, name] as const)),
      ...["drawn", "muted", "failed"].map((name) => ["notifier", name] as const),
    ];
    const metrics = wanted.map(([of, name]) => ({
      name,
      dimensions: { [FUNCTION_DIMENSION]: functions[of] },
    }));
    const values = await counted.values(metrics, "Sum", hours);
    const found = wanted.map(([of, name], i) => [of, name, values[i] ?? 0] as const);
    const ofFunction = (of: keyof typeof functions) =>
      Object.fromEntries(found.filter(([its]) => its === of).map(([, ...it]) => it));
    return {
      counters: Object.fromEntries(found.map(([, ...it]) => it)),
      brokenSums: (["splitter", "notifier"] as const).flatMap((of) =>
        brokenSums(of, ofFunction(of)).map(
          ({ whole, parts: all }) => `${whole} = ${all.join(" + ")}`,
        ),
      ),
    };
  };
  const ages = async () => {
    const dimensions = { [FUNCTION_DIMENSION]: notifierFunction };
    const names = [OLDEST_WAITING_METRIC, CANARY_METRIC];
    const metrics = names.map((name) => ({ name, dimensions }));
    const [oldestWaitingSeconds = 0, canarySeconds = 0] = await counted.values(
      metrics,
      "Maximum",
      1,
    );
    return { oldestWaitingSeconds, canarySeconds };
  };
  const alertsByRule = async () => {
    const metrics = (await counted.metrics(ALERT_METRICS.alerts)).filter(
      ({ dimensions }) =>
        dimensions[FUNCTION_DIMENSION] === notifierFunction &&
        ALERT_METRICS.ruleDimension in dimensions,
    );
    const values = await counted.values(metrics, "Sum", hours);
    const rules = metrics.map(
      ({ dimensions }, i) => [dimensions[ALERT_METRICS.ruleDimension], values[i] ?? 0] as const,
    );
    return { alertsByRule: Object.fromEntries(rules.filter(([, count]) => count > 0)) };
  };
  const channels = async () => {
    const all = await table.channels();
    const found = await Promise.all(
      all.map(async (channel): Promise<ChannelStatus> => {
        const since = (await table.marks(channel)).flatMap((mark) => mark.since ?? []);
        const oldest = since.reduce((least, time) => Math.min(least, time), now);
        return {
          channel,
          waiting: since.length,
          oldestSeconds: Math.max(0, Math.round((now - oldest) / 1_000)),
        };
      }),
    );
    return { channels: found };
  };
  const depths = async (urls: readonly (readonly [string, string])[]) => {
    const found = await Promise.all(
      urls.map(async ([name, url]) => {
        const { visible, inFlight, delayed } = await letters.depth(url);
        return [name, visible + inFlight + delayed] as const;
      }),
    );
    return Object.fromEntries(found);
  };
  const muted = async () => ({
    muted: (await table.mutes())
      .filter((mute) => isHolding(mute, now))
      .map(({ kind, label, until, by }) => ({ kind, label, until, by })),
  });
  const logFiles = async () => {
    if (logs === undefined) return {};
    const { bucketObjects } = await import("../../adapters/aws/asked/bucket-objects.ts");
    return { logFiles: await lastLogFiles(logs, bucketObjects()) };
  };
  const bus = async () => {
    const options = { stack: parts.stack, known, names: parts.names };
    return { bus: { bus: parts.bus, ...busStatus(await busRules(parts.bus, region), options) } };
  };
  const versions = async () => {
    const { deployedTemplate } = await import("../../adapters/aws/asked/deployed-stack.ts");
    const template = await deployedTemplate(parts.stack, region);
    return { deployedVersion: deployedVersion(stack.deployed, parts, template) ?? null };
  };
  const ends = await Promise.allSettled<Partial<StackStatus>>([
    counters(),
    ages(),
    alertsByRule(),
    channels(),
    depths([
      ["critical", queues.critical],
      ["buffer", queues.buffer],
      ["turns", queues.turns],
      ["continuations", queues.continuations],
    ]).then((found) => ({ queues: found })),
    depths([
      ["splitter", queues.splitterDeadLetters],
      ["critical", queues.criticalDeadLetters],
      ["buffer", queues.bufferDeadLetters],
      ["notifier", queues.notifierDeadLetters],
      ...[...consumers].map(
        ([name, { deadLetters }]) => [`consumer ${name}`, deadLetters] as const,
      ),
      ...[...undelivered].map(([name, url]) => [`topic ${name}`, url] as const),
    ]).then((found) => ({ deadLetters: found })),
    muted(),
    logFiles(),
    bus(),
    versions(),
  ]);
  const problems = ends.flatMap((end) =>
    end.status === "rejected" ? [String(Object(end.reason).message)] : [],
  );
  const found = ends.map((end) => (end.status === "fulfilled" ? end.value : {}));
  return Object.assign(
    { stack: parts.stack, version, hours, problems: [...new Set(problems)] },
    ...found,
  );
}
