import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { secretsManager } from "../../src/adapters/aws/secrets-manager.ts";
import { snsPublisher } from "../../src/adapters/aws/sns-publisher.ts";
import { readFunctionConfig } from "../../src/adapters/function-config.ts";
import { CANARY_METRIC, NOTIFIER_ENV, SPLITTER_ENV } from "../../src/contract.ts";
import { patternMatcher } from "../../src/core/pattern/match.ts";
import { createRoutedEvent, type RoutedEvent } from "../../src/local/events/routed-event.ts";
import { createStackAccess, type StackAccess } from "../../src/local/stack-access.ts";
import { callRecord } from "../../src/local/trail/call-record.ts";
import { type Place, ruleArn } from "../../src/local/wiring/arn.ts";
import type { TargetWiring, Wiring } from "../../src/local/wiring/wiring.ts";
import type { NotifierHandler } from "../../src/notifier/assemble.ts";
import { composeNotifier } from "../../src/notifier/compose.ts";
import {
  composeDrawer,
  type DrawerSurroundings,
} from "../../src/notifier/drawer/compose-drawer.ts";
import { composeSplitter, type SplitterHandler } from "../../src/splitter/compose.ts";
import { Table } from "../campaign/table/table.ts";
import { type ApiCall, fakeClients } from "./clients.ts";

/** What there is of a deployment, so that something of it can be taken away. */
export interface Deployed {
  readonly wiring: Wiring;
  /** Log groups that are there: what a function measures is read off its own. */
  readonly logGroups: ReadonlySet<string>;
  readonly place: Place;
}

/** What lives on when something of a deployment changes. */
export interface Memory {
  readonly table: Table;
  readonly clock: { at: number };
  readonly queues: Map<string, { body: string; due: number; count: number }[]>;
}

/** Begins with nothing. */
export function newMemory(tableName: string): Memory {
  return {
    table: new Table(tableName),
    clock: { at: Date.UTC(2026, 0, 2, 3, 0) },
    queues: new Map(),
  };
}

/** A deployment in time that is made: both functions as they are, services as plain as can be. */
export class World {
  /** Seconds that the notifier measured of its canaries, by the minute. */
  readonly measured = new Map<number, number>();
  /** What was published to a topic by EventBridge itself. */
  readonly told: string[] = [];
  /** What people got to see of alerts: bodies of posts and publications. */
  readonly shown: string[] = [];
  readonly #deployed: Deployed;
  readonly #memory: Memory;
  readonly #access: StackAccess;
  readonly #functions = new Map<string, SplitterHandler | NotifierHandler>();
  readonly #matchers = new Map<object, ReturnType<typeof patternMatcher>>();

  private constructor(deployed: Deployed, memory: Memory) {
    this.#deployed = deployed;
    this.#memory = memory;
    this.#access = createStackAccess(deployed.wiring, deployed.place, {});
  }

  /** Puts it together. */
  static async of(deployed: Deployed, memory: Memory): Promise<World> {
    const world = new World(deployed, memory);
    for (const each of deployed.wiring.functions ?? []) await world.#compose(each.name);
    return world;
  }

  /** Minutes since the epoch. */
  get minute(): number {
    return Math.floor(this.#memory.clock.at / 60_000);
  }

  /** Lets a minute go by. */
  async tick(): Promise<void> {
    this.#memory.clock.at += 60_000;
    const { buses = [], schedules = [], rules = [] } = this.#deployed.wiring;
    for (const schedule of schedules) {
      if (this.minute % (schedule.everySeconds / 60) !== 0) continue;
      const event = this.#event("aws.events", "Scheduled Event", {});
      for (const target of schedule.targets)
        await this.#send("default", schedule.name, target, event);
    }
    // Everyday traffic, by which consumers' ways are seen.
    for (const { name } of buses) {
      const event = this.#event("trailbridge", "AWS API Call via CloudTrail", RECORD);
      for (const rule of rules.filter((it) => it.bus === name && isConsumers(it.name))) {
        await this.#deliver(name, rule, event);
      }
    }
    await this.#drain();
  }

  /** A call is made, and CloudTrail tells the default bus. */
  async call({ service, operation, input }: ApiCall): Promise<void> {
    const { place } = this.#deployed;
    const time = this.#memory.clock.at;
    const record = callRecord({ service, operation, input, time }, place);
    const event = this.#event(`aws.${service}`, "AWS API Call via CloudTrail", record);
    await this.put("default", event);
    await this.#drain();
  }

  /** Puts an event on a bus. */
  async put(bus: string, event: RoutedEvent): Promise<void> {
    const { rules = [] } = this.#deployed.wiring;
    for (const rule of rules.filter((it) => (it.bus ?? "default") === bus)) {
      if (this.#matches(rule, event)) await this.#deliver(bus, rule, event);
    }
  }

  /** Messages that lie in dead-letter queues that an alarm can see. */
  deadLetters(): readonly string[] {
    const { queues = [], rules = [] } = this.#deployed.wiring;
    const given = new Set([
      ...queues.map(({ deadLetterQueue }) => deadLetterQueue),
      ...rules.flatMap(({ targets }) => targets.map(({ deadLetterQueue }) => deadLetterQueue)),
    ]);
    const there = new Set(queues.map(({ name }) => name));
    return [...given].filter(
      (it): it is string =>
        it !== undefined && there.has(it) && (this.#memory.queues.get(it) ?? []).length > 0,
    );
  }

  #matches(rule: NonNullable<Wiring["rules"]>[number], event: RoutedEvent): boolean {
    const matcher = this.#matchers.get(rule) ?? patternMatcher(rule.pattern);
    this.#matchers.set(rule, matcher);
    return matcher(event.parsed);
  }

  async #deliver(bus: string, rule: NonNullable<Wiring["rules"]>[number], event: RoutedEvent) {
    for (const target of rule.targets) await this.#send(bus, rule.name, target, event);
  }

  /** To one target; what it refuses is a dead letter. */
  async #send(bus: string, rule: string, target: TargetWiring, event: RoutedEvent): Promise<void> {
    const { place, wiring } = this.#deployed;
    const refused = this.#access.refuseTarget(ruleArn(bus, rule, place), target, event);
    const exists = isThere(wiring, target);
    if (refused !== undefined || !exists) {
      this.#push(target.deadLetterQueue, event.text);
      return;
    }
    switch (target.kind) {
      case "sqs":
        return this.#push(target.queue, event.text);
      case "lambda":
        await this.#invoke(target.function, JSON.parse(target.input ?? event.text));
        return;
      case "sns":
        this.told.push(event.text);
        return;
      default:
    }
  }

  #push(queue: string | undefined, body: string, delaySeconds = 0): void {
    const { wiring } = this.#deployed;
    if (queue === undefined || !wiring.queues?.some(({ name }) => name === queue)) return;
    const messages = this.#memory.queues.get(queue) ?? [];
    this.#memory.queues.set(queue, messages);
    messages.push({ body, due: this.#memory.clock.at + delaySeconds * 1_000, count: 0 });
  }

  async #invoke(name: string, event: unknown): Promise<unknown> {
    const handler = this.#functions.get(name);
    const { place, wiring } = this.#deployed;
    const timeout = wiring.functions?.find((it) => it.name === name)?.timeoutSeconds ?? 30;
    const context = {
      getRemainingTimeInMillis: () => timeout * 1_000,
      invokedFunctionArn: `arn:aws:lambda:${place.region}:${place.account}:function:${name}`,
    };
    return await handler?.(event, context).catch(() => undefined);
  }

  /** Until no queue shows a message that its function takes. */
  async #drain(): Promise<void> {
    const { eventSourceMappings = [], queues = [] } = this.#deployed.wiring;
    for (let rounds = 0; rounds < 50; rounds++) {
      let taken = 0;
      for (const mapping of eventSourceMappings) {
        if (!queues.some(({ name }) => name === mapping.queue)) continue;
        if (!this.#functions.has(mapping.function) || !this.#access.mayPoll(mapping)) continue;
        taken += await this.#poll(mapping.queue, mapping.function, mapping.batchSize ?? 10);
      }
      if (taken === 0) return;
    }
  }

  async #poll(queue: string, name: string, size: number): Promise<number> {
    const now = this.#memory.clock.at;
    const all = this.#memory.queues.get(queue) ?? [];
    const due = all.filter((it) => it.due <= now).slice(0, size);
    if (due.length === 0) return 0;
    this.#memory.queues.set(
      queue,
      all.filter((it) => !due.includes(it)),
    );
    const answer = await this.#invoke(name, {
      Records: due.map(({ body, count }, i) => ({
        messageId: `${i}`,
        receiptHandle: `${i}`,
        body,
        eventSource: "aws:sqs",
        eventSourceARN: `arn:aws:sqs:x:y:${queue}`,
        attributes: { ApproximateReceiveCount: String(count + 1), SentTimestamp: String(now) },
      })),
    });
    const failures = Object(answer).batchItemFailures as { itemIdentifier: string }[] | undefined;
    const failed =
      answer === undefined
        ? due
        : due.filter((_, i) => failures?.some((it) => it.itemIdentifier === `${i}`));
    const left = this.#memory.queues.get(queue) ?? [];
    // Each comes again after a minute: no longer wait is worth simulating.
    left.push(...failed.map((it) => ({ ...it, due: now + 60_000, count: it.count + 1 })));
    return due.length;
  }

  async #compose(name: string): Promise<void> {
    const { wiring, place, logGroups } = this.#deployed;
    const each = wiring.functions?.find((it) => it.name === name);
    if (each === undefined) return;
    const env = Object.fromEntries(
      Object.entries(each.environment ?? {}).map(([variable, value]) => [
        variable,
        typeof value === "string" ? value : `https://sqs/${place.account}/${value.queueUrl}`,
      ]),
    );
    const config = readFunctionConfig(
      pathToFileURL(`${dirname(each.modulePath)}/index.mjs`).href,
      env,
    );
    const clock = { now: () => this.#memory.clock.at, sleep: async () => {} };
    const log = {
      info() {},
      warn() {},
      error() {},
      metrics: (counters: Readonly<Record<string, unknown>>) => {
        const seconds = counters[CANARY_METRIC];
        if (!logGroups.has(name) || typeof seconds !== "number") return;
        this.measured.set(this.minute, Math.max(seconds, this.measured.get(this.minute) ?? 0));
      },
    };
    const clients = fakeClients({
      wiring,
      place,
      roleArn: each.roleArn,
      function: name,
      table: this.#memory.table,
      push: (queue, body, delay) => this.#push(queue, body, delay),
      put: (bus, source, detailType, detail) =>
        this.put(bus, this.#event(source, detailType, detail)),
      publish: (text) => void this.shown.push(text),
    });
    if (env[SPLITTER_ENV.continuationQueueUrl] !== undefined) {
      const parts = {
        config,
        env: { ...env, AWS_LAMBDA_FUNCTION_NAME: name },
        clients,
        clock,
        log,
      };
      this.#functions.set(name, await composeSplitter(parts as never));
      return;
    }
    const byMeaning = Object.entries(NOTIFIER_ENV).map(([meaning, variable]) => [
      meaning,
      env[variable],
    ]);
    let texts = 0;
    const { eventbridge, secrets, sns }: Record<"eventbridge" | "secrets" | "sns", never> = clients;
    const fetch = async (_: unknown, request: { body?: unknown } = {}) => {
      this.shown.push(decodeURIComponent(String(request.body).replaceAll("+", " ")));
      return new Response(JSON.stringify({ ok: true, ts: `${this.minute}.1` }), {
        headers: { "content-type": "application/json" },
      });
    };
    const handler = composeNotifier({
      config,
      env: { ...Object.fromEntries(byMeaning), functionName: name, slackApiUrl: undefined },
      clients,
      clock,
      log,
      random: () => `r${this.minute}-${texts++}`,
      metrics: { put() {} },
      drawer: async (surroundings: DrawerSurroundings) =>
        composeDrawer(
          { ...surroundings, fetch },
          {
            eventbridge,
            secrets: secretsManager(secrets),
            topics: snsPublisher(sns),
          },
        ),
    } as never);
    this.#functions.set(name, handler);
  }

  #event(
    source: string,
    detailType: string,
    detail: Readonly<Record<string, unknown>>,
  ): RoutedEvent {
    const parts = { source, detailType, resources: [], detail, detailText: JSON.stringify(detail) };
    return createRoutedEvent({ ...parts, time: this.#memory.clock.at }, this.#deployed.place);
  }
}

const RECORD = {
  eventName: "ConsoleLogin",
  eventSource: "signin.amazonaws.com",
  "userIdentity.type": "Root",
  "userIdentity.accountId": "111122223333",
  recipientAccountId: "111122223333",
  record: { eventName: "ConsoleLogin" },
  trailbridge: { bucket: "b", key: "k", index: 0, version: "1" },
};

function isConsumers(rule: string): boolean {
  return rule.includes("BusConsumers");
}

function isThere(wiring: Wiring, target: TargetWiring): boolean {
  switch (target.kind) {
    case "sqs":
      return wiring.queues?.some(({ name }) => name === target.queue) ?? false;
    case "lambda":
      return wiring.functions?.some(({ name }) => name === target.function) ?? false;
    case "sns":
      return wiring.topics?.some(({ name }) => name === target.topic) ?? false;
    case "sink":
      return wiring.sinks?.some(({ name }) => name === target.sink) ?? false;
    default:
      return true;
  }
}
