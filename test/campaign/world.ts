import { gzipSync } from "node:zlib";
import { DEFAULTS, RUNTIME_DEFAULTS } from "../../infra/shared/defaults.ts";
import { secretsManager } from "../../src/adapters/aws/secrets-manager.ts";
import { snsPublisher } from "../../src/adapters/aws/sns-publisher.ts";
import { emfMetrics } from "../../src/adapters/emf-metrics.ts";
import { jsonLog } from "../../src/adapters/json-log.ts";
import { VirtualTime } from "../../src/backtest/virtual-time.ts";
import {
  FUNCTION_DIMENSION,
  NOTICE_DETAIL_TYPE,
  RECORD_DETAIL_TYPES,
  SPLITTER_ENV,
} from "../../src/contract.ts";
import { packRuleSet } from "../../src/core/compiler/pack-groups.ts";
import type { RuleSet } from "../../src/core/rule/rule.ts";
import type { FunctionConfig, RuntimeSettings } from "../../src/core/settings/config.ts";
import { composeNotifier } from "../../src/notifier/compose.ts";
import { composeDrawer } from "../../src/notifier/drawer/compose-drawer.ts";
import type { Clock, Log } from "../../src/ports.ts";
import { composeSplitter } from "../../src/splitter/compose.ts";
import { createRandom, type Random } from "../support/random.ts";
import { type Handler, LambdaFunction } from "./lambda/function.ts";
import { startMapping } from "./lambda/mapping.ts";
import { AwsClients, type ClientLimits } from "./network/aws-clients.ts";
import { type FaultRule, Faults } from "./network/faults.ts";
import { Network } from "./network/network.ts";
import { slackFetch } from "./network/slack-fetch.ts";
import { Bus } from "./services/bus.ts";
import { Objects } from "./services/objects.ts";
import { Queue } from "./services/queue.ts";
import { Slack } from "./services/slack.ts";
import { Topics } from "./services/topics.ts";
import { noPartitionLimit, type PartitionLimit, partitionLimit } from "./table/partition-limit.ts";
import { Table } from "./table/table.ts";
import { installTime } from "./time/installed-time.ts";
import { ACCOUNTS, CAMPAIGN_RULES, type KINDS, Trail, type TrailEvent } from "./trail.ts";

/** Where the campaign's alerts go. */
export const CHANNEL = "C0DEFAULT";
export const SECOND_CHANNEL = "C0SECOND";
export const TOPIC = "arn:aws:sns:us-east-1:111122223333:alerts";

const BUCKET = "campaign-logs";
const BUS = "trailbridge";
const TABLE = "campaign-alerts";
export const TOKEN_SECRET = "campaign-token";
const TOKEN = "xoxb-campaign";
const START = Date.UTC(2026, 2, 2, 8);
const SPLITTER = "trailbridge-splitter";
const NOTIFIER = "trailbridge-notifier";

/** What differs from one scenario's world to another's. */
export interface WorldOptions {
  readonly seed: number;
  readonly faults?: readonly FaultRule[];
  /** Share of bus entries refused, deliveries doubled, done messages that come again. */
  readonly mishaps?: number;
  /** Whether a table partition takes only what the service gives one; or what is asked instead. */
  readonly partitionLimits?: boolean | PartitionLimit;
  readonly settings?: Partial<RuntimeSettings>;
  /** Where alerts go. @default channel, topic, and the last account's channel */
  readonly destinations?: RuntimeSettings["destinations"];
  /** Executions at once that each queue of events starts. @default 5 */
  readonly concurrency?: number;
  /** Messages of the buffer in one batch. @default 50 */
  readonly batchSize?: number;
  /** Whether the Slack app may read its channels' history. @default true */
  readonly hasHistory?: boolean;
  readonly onLog?: (line: string) => void;
  /** Told of each line that the notifier writes to its log, metrics and all. */
  readonly onNotifierLine?: (line: string) => void;
  /**
   * Whether nothing is left to chance: calls to Slack take their time, all else takes none or always
   * the same, and whatever comes at once is taken at once.
   */
  readonly isSteady?: boolean;
  /** When virtual time begins, milliseconds since the epoch. @default World.START */
  readonly start?: number;
  /** @default those of the campaign */
  readonly ruleSet?: RuleSet;
}

/** A call that a log file tells of. */
interface Call {
  readonly event: TrailEvent;
  readonly kind: keyof typeof KINDS;
}

/** One log file, as the scenario put it. */
export interface PutFile {
  readonly at: number;
  readonly events: readonly TrailEvent[];
}

/** A whole deployment in virtual time. */
export class World {
  /** When virtual time begins, milliseconds since the epoch. */
  static readonly START = START;

  /** Milliseconds from a file's delivery until its events are recorded, in a steady world. */
  static readonly STEADY_DELAY = 195;

  readonly time: VirtualTime;
  readonly start: number;
  readonly random: Random;
  readonly trail: Trail;
  readonly faults: Faults;
  readonly network: Network;
  readonly slack: Slack;
  readonly topics: Topics;
  readonly table: Table;
  readonly bus: Bus;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly notifier: LambdaFunction;
  readonly splitter: LambdaFunction;
  readonly files: PutFile[] = [];
  /** Posts Slack took whose sender never knew. */
  lostAnswers = 0;
  /** Lines the functions logged as errors or warnings. */
  readonly complaints: Record<string, number> = {};
  /** The functions' counters, summed. */
  readonly counters: Record<string, number> = {};
  readonly #objects = new Objects();
  readonly #options: WorldOptions;
  readonly #config: FunctionConfig;
  #pending = 0;
  #uninstall: () => void;

  constructor(options: WorldOptions) {
    this.#options = options;
    const { seed, mishaps = 0, isSteady = false, batchSize = 50, start = START } = options;
    const { concurrency = isSteady ? 1_000 : 5 } = options;
    this.start = start;
    this.time = new VirtualTime(start);
    const { time } = this;
    // One stream of numbers a purpose: a call more here changes nothing there.
    const chance = (n: number) => createRandom(seed * 16 + n);
    const stream = (n: number) => (isSteady ? STEADY : chance(n));
    this.random = chance(0);
    this.trail = new Trail(seed, chance(1));
    this.faults = new Faults(stream(2), time.now);
    for (const rule of options.faults ?? []) this.faults.add(rule);
    this.network = new Network(time, stream(3), this.faults, isSteady);
    this.#uninstall = installTime(time, stream(4));
    this.slack = new Slack([CHANNEL, SECOND_CHANNEL], TOKEN, time.now, options.hasHistory);
    this.topics = new Topics([TOPIC], time.now);
    const { partitionLimits: limits = false } = options;
    const known = limits === false ? noPartitionLimit : limits;
    this.table = new Table(TABLE, known === true ? partitionLimit(time.now) : known);

    const queue = (name: string, visibilitySeconds: number, more: object = {}) =>
      new Queue({ name, visibilitySeconds, ...more }, time, stream(5));
    const deadLetters = queue("dead-letters", 60);
    const bufferDeadLetters = queue("buffer-dead-letters", 60);
    const splitterDeadLetters = queue("splitter-dead-letters", 60);
    const timeout = DEFAULTS.notifier.timeoutSeconds;
    const splitting = DEFAULTS.splitter.timeoutSeconds;
    const patient = { maxReceiveCount: 1_000, deadLetters: bufferDeadLetters };
    const buffer = queue("buffer", 6 * timeout, patient);
    const critical = queue("critical", timeout, patient);
    const turns = queue("turns", timeout, { retentionSeconds: 3_600 });
    const continuations = queue("continuations", 6 * splitting, {
      maxReceiveCount: 5,
      deadLetters: splitterDeadLetters,
    });
    const all = [
      deadLetters,
      bufferDeadLetters,
      splitterDeadLetters,
      buffer,
      critical,
      turns,
      continuations,
    ];
    this.queues = new Map(all.map((one) => [one.name, one]));

    const { ruleSet = { rules: CAMPAIGN_RULES, ignoreRules: [] } } = options;
    this.bus = new Bus({
      name: BUS,
      rules: busRules(ruleSet, critical, buffer),
      time,
      random: stream(6),
      faults: this.faults,
      entryFailures: mishaps,
      duplicates: mishaps,
    });
    this.#config = {
      ruleSet,
      settings: {
        ...RUNTIME_DEFAULTS,
        destinations: options.destinations ?? {
          slackTokenSecretId: TOKEN_SECRET,
          defaults: { slackChannel: CHANNEL, snsTopicArn: TOPIC },
          routes: [{ accounts: [ACCOUNTS[2]], slackChannel: SECOND_CHANNEL }],
        },
        ...options.settings,
      },
    };

    this.notifier = new LambdaFunction(
      {
        name: NOTIFIER,
        timeoutSeconds: timeout,
        startsAtOnce: isSteady,
        compose: (instance) => this.#composeNotifier(instance),
      },
      time,
      stream(7),
    );
    this.splitter = new LambdaFunction(
      {
        name: SPLITTER,
        timeoutSeconds: splitting,
        startsAtOnce: isSteady,
        compose: (instance) => this.#composeSplitter(instance),
      },
      time,
      stream(8),
    );
    const map = (
      from: Queue,
      target: LambdaFunction,
      batchSize: number,
      windowSeconds: number,
      maxConcurrency: number,
    ) =>
      startMapping(
        { queue: from, target, batchSize, windowSeconds, maxConcurrency, duplicates: mishaps },
        time,
        stream(9),
        this.faults,
      );
    map(buffer, this.notifier, batchSize, batchSize === 1 || isSteady ? 0 : 1, concurrency);
    map(critical, this.notifier, 10, 0, concurrency);
    map(turns, this.notifier, 1, 0, 5);
    map(continuations, this.splitter, 1, 0, 100);
    this.#sweep();
  }

  /** Has CloudTrail deliver calls at an instant: a log file for each account they were in. */
  putFile(at: number, calls: readonly Call[]): void {
    for (const account of new Set(calls.map(({ event }) => event.account))) {
      const own = calls.filter(({ event }) => event.account === account);
      this.#putFile(at, account, own);
    }
  }

  #putFile(at: number, account: string, calls: readonly Call[]): void {
    const file = { at, events: calls.map(({ event }) => event) };
    this.files.push(file);
    const key = `AWSLogs/${account}/CloudTrail/us-east-1/2026/03/02/file-${this.files.length}.json.gz`;
    this.putObject(at, key, () => {
      const Records = calls.map(({ event, kind }) => this.trail.record(event, kind));
      return gzipSync(JSON.stringify({ Records }), { level: 1 });
    });
  }

  /** Has an object come to the bucket at an instant, of which the splitter is told. */
  putObject(at: number, key: string, content: () => Buffer): void {
    this.#pending++;
    this.time.after(at - this.time.now(), () => {
      this.#objects.put(BUCKET, key, content());
      this.#split(key).finally(() => {
        this.#pending--;
      });
    });
  }

  /** What died three times is a dead letter of Lambda's own: someone sends it back, as the runbook says. */
  async #split(key: string): Promise<void> {
    for (;;) {
      const outcome = await this.splitter.invokeAsynchronously(notification(key));
      if (outcome.ok) return;
      if (outcome.reason !== "death") {
        this.queues.get("splitter-dead-letters")?.send(JSON.stringify(outcome));
        return;
      }
      await this.time.sleep(300_000);
    }
  }

  /** All events that were put. */
  get events(): readonly TrailEvent[] {
    return this.files.flatMap(({ events }) => events);
  }

  /** When the last file came. */
  get lastPut(): number {
    return Math.max(...this.files.map(({ at }) => at));
  }

  get hasTopic(): boolean {
    return this.#config.settings.destinations.defaults.snsTopicArn !== undefined;
  }

  get groupWaitSeconds(): number {
    return this.#config.settings.threads.groupWaitSeconds;
  }

  get windowSeconds(): number {
    return this.#config.settings.threads.windowSeconds;
  }

  /** Whether the last account has a channel of its own. */
  get hasSecondChannel(): boolean {
    return this.#config.settings.destinations.routes.length > 0;
  }

  /** Whether no queue but the dead letters holds anything, and nothing runs. */
  get isIdle(): boolean {
    const working = ["buffer", "critical", "turns", "continuations"];
    return (
      this.#pending === 0 &&
      this.notifier.running === 0 &&
      this.splitter.running === 0 &&
      working.every((name) => this.queues.get(name)?.size === 0)
    );
  }

  /** Runs until an instant. */
  async runTo(at: number): Promise<void> {
    await this.time.runUntil(() => this.network.failure !== undefined, at);
    this.#rethrow();
  }

  /**
   * Runs until a condition holds, looked at when nothing else is under way.
   *
   * @returns False if it does not come to hold before the instant.
   */
  async runUntil(done: () => boolean, latest: number): Promise<boolean> {
    const holds = await this.time.runUntil(
      () => this.network.failure !== undefined || (this.isIdle && done()),
      latest,
    );
    this.#rethrow();
    return holds;
  }

  /** Ends the world: timers are the process's own again. */
  end(): void {
    this.#uninstall();
  }

  #rethrow(): void {
    if (this.network.failure !== undefined) throw this.network.failure;
  }

  #sweep(): void {
    this.time.after(60_000, () => {
      this.#sweep();
      this.notifier.invoke({ trailbridge: { sweep: true } });
    });
  }

  /** Sixteen letters and digits that no other has. */
  #text(): string {
    const part = () =>
      this.random
        .below(36 ** 4)
        .toString(36)
        .padStart(4, "0");
    return [part(), part(), part(), part()].join("");
  }

  async #composeNotifier(instance: Parameters<typeof slackFetch>[1]): Promise<Handler> {
    const clients = new AwsClients(
      this.network,
      instance,
      NOTIFIER,
      this.#services(),
      notifierLimits,
    );
    const url = (name: string) => `https://sqs.us-east-1.amazonaws.com/111122223333/${name}`;
    const { notifier } = this;
    const { onNotifierLine: write } = this.#options;
    return composeNotifier({
      config: this.#config,
      env: {
        threadTableName: TABLE,
        bufferQueueUrl: url("buffer"),
        criticalQueueUrl: url("critical"),
        turnQueueUrl: url("turns"),
        deadLetterQueueUrl: url("dead-letters"),
        splitterFunctionName: SPLITTER,
        functionName: notifier.options.name,
        eventBusName: BUS,
        slackApiUrl: undefined,
      },
      clients,
      drawer: async (surroundings) =>
        composeDrawer(
          {
            ...surroundings,
            fetch: slackFetch(this.network, instance, NOTIFIER, this.slack, (method) => {
              if (method === "chat.postMessage") this.lostAnswers++;
            }),
          },
          {
            eventbridge: clients.eventbridge,
            secrets: secretsManager(clients.secrets),
            topics: snsPublisher(clients.sns),
          },
        ),
      clock: this.#clock(instance),
      random: () => this.#text(),
      log: this.#notifierLog(),
      metrics: write === undefined ? { put() {} } : emfMetrics({ write, now: this.time.now }),
    }) as Handler;
  }

  async #composeSplitter(instance: Parameters<typeof slackFetch>[1]): Promise<Handler> {
    const clients = new AwsClients(
      this.network,
      instance,
      SPLITTER,
      this.#services(),
      splitterLimits,
    );
    const url = (name: string) => `https://sqs.us-east-1.amazonaws.com/111122223333/${name}`;
    return (await composeSplitter({
      config: this.#config,
      env: {
        [SPLITTER_ENV.eventBusName]: BUS,
        [SPLITTER_ENV.deadLetterQueueUrl]: url("splitter-dead-letters"),
        [SPLITTER_ENV.continuationQueueUrl]: url("continuations"),
        AWS_LAMBDA_FUNCTION_NAME: SPLITTER,
      },
      clients,
      clock: this.#clock(instance),
      log: this.#log(),
    })) as Handler;
  }

  #services() {
    return {
      table: this.table,
      queues: this.queues,
      bus: this.bus,
      topics: this.topics,
      objects: this.#objects,
      secrets: new Map([[TOKEN_SECRET, TOKEN]]),
    };
  }

  /** Each instance's own, a little early or late. The dead do not wake. */
  #clock(instance: { readonly alive: boolean }): Clock {
    const skew = this.#options.isSteady ? 0 : this.random.below(101) - 50;
    return {
      now: () => Math.floor(this.time.now()) + skew,
      sleep: (milliseconds) =>
        new Promise((resolve) => {
          this.time.after(milliseconds, () => {
            if (instance.alive) resolve();
          });
        }),
    };
  }

  #notifierLog(): Log {
    const own = this.#log();
    const { onNotifierLine: write } = this.#options;
    if (write === undefined) return own;
    const dimensions = { [FUNCTION_DIMENSION]: NOTIFIER };
    const lines = jsonLog({ write, dimensions, level: "info", now: this.time.now });
    const both =
      (level: "info" | "warn" | "error"): Log["info"] =>
      (message, fields) => {
        own[level](message, fields);
        lines[level](message, fields);
      };
    return {
      info: both("info"),
      warn: both("warn"),
      error: both("error"),
      metrics(counters, more) {
        own.metrics(counters, more);
        lines.metrics(counters, more);
      },
    };
  }

  #log(): Log {
    const { onLog } = this.#options;
    const complain =
      (level: string) =>
      (message: string, fields: object = {}) => {
        this.complaints[`${level}: ${message}`] =
          (this.complaints[`${level}: ${message}`] ?? 0) + 1;
        onLog?.(line(level, message, fields));
      };
    const line = (level: string, message: string, fields: object) =>
      `${((this.time.now() - this.start) / 1_000).toFixed(3)} ${level} ${message} ${JSON.stringify(fields, errorText)}`;
    return {
      info: (message, fields = {}) => onLog?.(line("info", message, fields)),
      warn: complain("warn"),
      error: complain("error"),
      metrics: (counters) => {
        for (const [name, value] of Object.entries(counters)) {
          const sum = typeof value === "number" ? value : value.reduce((a, b) => a + b, 0);
          this.counters[name] = (this.counters[name] ?? 0) + sum;
        }
      },
    };
  }
}

/** Always the middle, and never what may happen or not. */
const STEADY: Random = {
  below: (bound) => bound >> 1,
  chance: () => false,
  of: (list) => list[list.length >> 1] as never,
  some: (list, count) => list.slice(0, count),
};

function errorText(_key: string, value: unknown): unknown {
  return value instanceof Error ? String(value) : value;
}

/** As the functions' handlers set them. */
function notifierLimits(service: string): ClientLimits {
  return { timeout: service === "sns" ? 5_000 : 2_000, maxAttempts: 2 };
}

function splitterLimits(service: string): ClientLimits {
  if (service === "sqs") return { timeout: 3_000, maxAttempts: 2 };
  return { timeout: 5_000, maxAttempts: service === "s3" ? 2 : 1 };
}

/** The AWS rules a deployment has: critical rules feed the one queue, all others the other. */
function busRules({ rules }: RuleSet, critical: Queue, buffer: Queue) {
  const { packed } = packRuleSet(rules, { self: [SPLITTER, NOTIFIER], accessDenied: true });
  const notices = { source: ["trailbridge"], "detail-type": [NOTICE_DETAIL_TYPE] };
  return [
    ...packed.map(({ group, pattern }, n) => ({
      name: `${group}-${n}`,
      pattern: { ...pattern, "detail-type": RECORD_DETAIL_TYPES },
      queue: group === "critical" ? critical : buffer,
    })),
    { name: "notices", pattern: notices, queue: critical },
  ];
}

/** What S3 invokes the splitter with. */
function notification(key: string): object {
  return {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: "us-east-1",
        eventTime: "2026-03-02T08:00:00.000Z",
        eventName: "ObjectCreated:Put",
        s3: { bucket: { name: BUCKET, arn: `arn:aws:s3:::${BUCKET}` }, object: { key, size: 1 } },
      },
    ],
  };
}
