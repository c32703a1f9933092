import { setTimeout as sleep } from "node:timers/promises";
import { RULE_ID } from "../../../core/mute/mute.ts";
import type { ThreadNews } from "../../../core/operation/followed-threads.ts";
import { SEVERITIES } from "../../../core/rule/rule.ts";
import { type Command, type CommandLine, type Io, UsageError } from "../../command.ts";
import { inkOf } from "../../explanation/ink.ts";
import { timeOption } from "../../input/period.ts";
import { TAIL_SCHEMA } from "../../json/operation-schemas.ts";
import { followThreads } from "../../operation/follow-threads.ts";
import { askedStack, STACK_OPTIONS, STACK_WORDS } from "../../operation/stack-option.ts";
import {
  isWanted,
  type ThreadFilter,
  threadFacts,
  threadJson,
  threadLine,
} from "../../operation/thread-line.ts";
import { startProgress } from "../../progress.ts";
import { listenForStop, type StopSignal } from "../../run/stop-signal.ts";
import { inLine } from "../../terminal-text.ts";

/** Milliseconds between two looks. */
const LOOK = 2_000;

/** Looks in a row that may fail: some minutes, as each tries more than once. */
const MOST_FAILURES = 10;

/** Shows alerts as they come. */
export const tailCommand: Command = {
  name: "tail",
  summary: "Show alerts of a deployed stack as they come",
  operands: "",
  about: `
Shows a line for each thread of alerts that begins, and one whenever more came to it, with its count so
far; removed log files and operator notices, too. What several channels are told is one line. It shows
what was recorded, also where a channel is slow, muted or down. The id at the end of a line is what
\`mute thread\` and \`mute actor\` take.

It looks into the table of alerts every two seconds, and changes nothing: there is nothing to clean up
afterwards. Without --since what came before is not shown; with it, the table is read once as a whole. It
goes on until it is stopped, by Control-C.

Needs dynamodb:Query and dynamodb:GetItem on the table, and dynamodb:Scan for --since, as one of the
setting operators.
${STACK_WORDS}

Exit status: 0 when it is stopped; 2 if the table cannot be read.`,
  options: {
    rule: { value: "list", description: "Ids of rules, with commas between: only their alerts." },
    severity: { value: "severity", description: "Only what is at least as severe: high." },
    account: {
      value: "list",
      description:
        "Ids of accounts, with commas between: only what happened in them, or came from.",
    },
    since: {
      value: "time",
      description:
        "Show what began since then, too: 1h or 2d ago, 2026-11-26, 2026-11-26T08:00:00Z.",
    },
    ...STACK_OPTIONS,
    json: { description: "Print a JSON object a line." },
  },
  examples: [
    { words: "tail", says: "Alerts as they come" },
    {
      words: "tail --since 1h --severity high",
      says: "Those of the last hour first, high and above",
    },
    {
      words: "tail --rule root-activity --account 111122223333 --json",
      says: "What one rule says of one account, for a program",
    },
  ],
  json: TAIL_SCHEMA,
  async run(invocation, io) {
    const { value, has } = invocation;
    const filter = filterOf(invocation);
    const asksSince = value("since");
    const now = Date.now();
    const since = asksSince === undefined ? undefined : timeOption("--since", asksSince, now);
    if (since !== undefined && since > now) {
      throw new UsageError(`--since takes a time that is past: it is "${asksSince}"`);
    }
    const { parts, region } = await askedStack({ value });
    const { operatorTable } = await import("../../../adapters/aws/operation/operator-table.ts");
    const ink = inkOf(io.colour);
    const stop = listenForStop();
    const progress = startProgress("pages of the table", undefined, io);
    const look = followThreads(operatorTable(parts.tableName, region), {
      since,
      onPage: () => progress.step(),
      now: Date.now,
    });
    const show = async (news: ThreadNews): Promise<void> => {
      const facts = threadFacts(news.thread);
      if (!isWanted(facts, filter)) return;
      await io.out(
        has("json")
          ? `${JSON.stringify(threadJson(news, facts))}\n`
          : threadLine(news, facts, Date.now(), ink),
      );
    };
    try {
      // What went before is shown, or known not to be news, before anybody is told that it follows.
      for (const news of await look()) await show(news);
      progress.done();
      io.err(`Follows stack ${inLine(parts.stack)}: Control-C ends it\n`);
      await keepLooking(look, show, stop, io);
    } finally {
      progress.done();
      stop.dispose();
    }
    return 0;
  },
};

/** Looks again and again until it is stopped. A table that does not answer for a while is said once. */
async function keepLooking(
  look: () => Promise<readonly ThreadNews[]>,
  show: (news: ThreadNews) => Promise<void>,
  { stopped }: StopSignal,
  io: Io,
): Promise<void> {
  let isStopped = false;
  const end = stopped.then(() => {
    isStopped = true;
  });
  const pause = async (): Promise<void> => {
    const waiting = new AbortController();
    await Promise.race([end, sleep(LOOK, undefined, { signal: waiting.signal })]);
    waiting.abort();
  };
  let failures = 0;
  for (await pause(); !isStopped; await pause()) {
    try {
      for (const news of await look()) await show(news);
      if (failures > 0) io.err("The table answers again\n");
      failures = 0;
    } catch (error) {
      failures++;
      if (failures === MOST_FAILURES) throw error;
      if (failures === 1) io.err(`${inLine(String(error))}; it is tried again\n`);
    }
  }
}

function filterOf({ operands, value }: CommandLine): ThreadFilter {
  if (operands.length > 0) {
    throw new UsageError(`tail takes options alone: --rule ${operands[0]}?`);
  }
  const list = (option: string, isOne: RegExp, what: string): readonly string[] | undefined => {
    const texts = value(option)
      ?.split(",")
      .map((text) => text.trim());
    const wrong = texts?.find((text) => !isOne.test(text));
    if (wrong !== undefined) {
      throw new UsageError(`--${option} takes ${what}, with commas between: one is "${wrong}"`);
    }
    return texts;
  };
  const rules = list("rule", RULE_ID, "ids of rules");
  const accounts = list("account", /^\d{12}$/, "ids of accounts, 12 digits each");
  const asked = value("severity");
  const severity = SEVERITIES.find((it) => it === asked);
  if (asked !== undefined && severity === undefined) {
    throw new UsageError(`--severity takes ${SEVERITIES.join(", ")}: it is "${asked}"`);
  }
  return {
    ...(rules !== undefined && { rules }),
    ...(accounts !== undefined && { accounts }),
    ...(severity !== undefined && { severity }),
  };
}
