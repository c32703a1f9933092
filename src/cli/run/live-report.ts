import { setTimeout as sleep } from "node:timers/promises";
import { POINTER_KEY } from "../../contract.ts";
import { viewOfDetail } from "../../core/expression/event-view.ts";
import { classifyKey } from "../../core/notification/object-key.ts";
import { isObject } from "../../core/record/event-text.ts";
import { createJudge } from "../../core/rule/judge.ts";
import type { RuleSet } from "../../core/rule/rule.ts";
import { functionNamesOf } from "../../core/settings/config.ts";
import type { Settings } from "../../core/settings/settings.ts";
import type { Stack, StackEvent } from "../../local/stack-types.ts";
import type { Io } from "../command.ts";
import { reasonOf } from "../summarize.ts";
import { inLine } from "../terminal-text.ts";

/** Says what becomes of files that are put into the bucket while the stack stays up. */
export interface LiveReport {
  /** To be told of everything that happens in the stack; it is deaf until it begins. */
  readonly onEvent: (event: StackEvent) => void;
  begin(stack: Stack): void;
  /** Says what has come so far of the files that are still under way. */
  end(): void;
  /** Objects put since it began. */
  objects(): number;
}

/** What has come of one object so far. */
interface Dropped {
  readonly bucket: string;
  readonly key: string;
  readonly since: number;
  records: number;
  alerts: number;
  ignored: number;
}

/** Milliseconds after which a file's line is written though the stack is still busy. */
const PATIENCE = 15_000;

/** Makes the report of a stack that runs by these settings and rules. */
export function createLiveReport(settings: Settings, ruleSet: RuleSet, io: Io): LiveReport {
  const self = Object.values(functionNamesOf(settings));
  const judge = createJudge(ruleSet, { self, now: Date.now() });
  const open = new Map<string, Dropped>();
  let stack: Stack | undefined;
  let isSettling = false;
  let objects = 0;

  const say = (id: string, dropped: Dropped): void => {
    open.delete(id);
    io.err(`${lineOf(dropped, settings)}\n`);
  };
  const settle = async (running: Stack): Promise<void> => {
    isSettling = true;
    while (open.size > 0) {
      const idle = running.idle({ patienceSeconds: 5 }).then(() => true);
      const isIdle = await Promise.race([idle, sleep(PATIENCE, false, { ref: false })]);
      const now = Date.now();
      for (const [id, dropped] of open) {
        if (!isIdle && now - dropped.since < PATIENCE) continue;
        say(id, dropped);
      }
    }
    isSettling = false;
  };

  return {
    begin(running) {
      stack = running;
    },
    end() {
      for (const [id, dropped] of open) say(id, dropped);
    },
    objects: () => objects,
    onEvent(event) {
      if (stack === undefined) return;
      if (event.kind === "object" && event.change.event !== "ObjectRemoved:Delete") {
        const { bucket, object } = event.change;
        objects++;
        const dropped = { records: 0, alerts: 0, ignored: 0, since: Date.now() };
        open.set(idOf(bucket, object.key), { bucket, key: object.key, ...dropped });
        if (!isSettling) void settle(stack);
      } else if (event.kind === "dead-letter") {
        const reason = inLine(reasonOf(event.message.body));
        io.err(`Dead letter in ${inLine(event.queue)}: ${reason}\n`);
      } else if (event.kind === "bus-event") {
        const { detail } = event.event.parsed;
        const found = isObject(detail) ? open.get(pointerOf(detail)) : undefined;
        if (found === undefined) return;
        const { matched, ignoredBy } = judge(viewOfDetail(detail as Record<string, unknown>));
        found.records++;
        if (ignoredBy !== undefined) found.ignored++;
        else if (matched.length > 0) found.alerts++;
      }
    },
  };
}

function lineOf({ bucket, key, records, alerts, ignored }: Dropped, { logs }: Settings): string {
  const name = inLine(key);
  const why = whyNotRead(bucket, key, logs);
  if (records === 0 && why !== undefined) return `${name}: not read: ${why}`;
  const count = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;
  return [
    `${name}: ${count(records, "record")} on the bus`,
    `${alerts === 0 ? "no rule matches any" : count(alerts, "alert")}`,
    ...(ignored > 0 ? [`${ignored} ignored`] : []),
  ].join(", ");
}

function whyNotRead(bucket: string, key: string, logs: Settings["logs"]): string | undefined {
  if (bucket !== logs.bucket) return `the log files' bucket is ${logs.bucket}`;
  if (!key.startsWith(logs.prefix)) return `its key is not under logs.prefix, "${logs.prefix}"`;
  const kind = classifyKey(key);
  if (kind === "digest") return "it is a digest file";
  return kind === "foreign" ? "its key is not one of a CloudTrail log file" : undefined;
}

function pointerOf(detail: Readonly<Record<string, unknown>>): string {
  const pointer = detail[POINTER_KEY];
  return isObject(pointer) ? idOf(String(pointer.bucket), String(pointer.key)) : "";
}

function idOf(bucket: string, key: string): string {
  return `${bucket}/${key}`;
}
