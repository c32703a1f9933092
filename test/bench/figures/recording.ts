import { viewOfDetail } from "../../../src/core/expression/event-view.ts";
import { createJudge } from "../../../src/core/rule/judge.ts";
import { createDetailJudge } from "../../../src/core/verdict/detail-judge.ts";
import { recordEvent } from "../../support/bus-events.ts";
import { SETTINGS } from "../../support/notifier-rig.ts";
import type { Figure } from "../figure.ts";
import { compare, type Rounds } from "../harness/rounds.ts";
import type { Spread } from "../harness/spread.ts";
import { type AnsweringOptions, answeredNotifier } from "../load/answering-ports.ts";
import { judgedRecords } from "../load/judged-records.ts";
import { NINE, SELF } from "../load/nine-rules.ts";
import { NO_CORPUS } from "../load/records.ts";

/** Messages Lambda hands over at a time. */
const BATCH = 10;

/** Events are sent so often before anything is measured. */
const WARMING = 30;

/** Table, queues and log answer and do nothing, so that what is measured is the notifier's own. */
export const recording: Figure = {
  name: "record",
  what: "The notifier, from a matched event's text to what it has written of it: table, queues and log answer and do nothing",
  yardstick: "JSON.parse of the text and judging it by the same nine rules",
  goal: 1.5,
  async measure(how) {
    if (NO_CORPUS !== undefined) return { skipped: NO_CORPUS };
    const count = how.isQuick ? 50 : 1_000;
    const { matched } = judgedRecords({ matched: count, unmatched: 0 });
    const records = matched.map((text) => JSON.parse(text));
    const measured = await compareRecording(eventsOf(records, count), {}, how);
    const growth = [];
    for (const threads of how.isQuick ? [] : [1, 100, 1_000]) {
      const load = threads === 1 ? "1 thread" : `${threads.toLocaleString("en")} threads`;
      const events = eventsOf(inThreads(records, threads), count);
      growth.push({ load, ...(await compareRecording(events, {}, how)) });
    }
    for (const routes of how.isQuick ? [] : [10, 100]) {
      const destinations = { ...SETTINGS.destinations, routes: routesOf(routes) };
      const events = eventsOf(records, count);
      growth.push({
        load: `${routes} routes`,
        ...(await compareRecording(events, { destinations }, how)),
      });
    }
    return { ...measured, growth };
  },
};

async function compareRecording(
  texts: readonly string[],
  options: Pick<AnsweringOptions, "destinations">,
  how: Rounds,
): Promise<Spread> {
  const judge = createJudge(NINE, { self: SELF, now: 0 });
  const judgeDetail = createDetailJudge(NINE, judge, SELF);
  const recorded = async () => {
    const notify = answeredNotifier({ ...options, ruleSet: NINE, judge: judgeDetail });
    for (let at = 0; at < texts.length; at += BATCH) {
      const { counters } = await notify(texts.slice(at, at + BATCH));
      if (counters.recorded !== BATCH)
        throw new Error(`not all was recorded: ${JSON.stringify(counters)}`);
    }
  };
  const judged = () => {
    for (const text of texts) judge(viewOfDetail(JSON.parse(text).detail));
  };
  // What an instance of the function does for most of its life: by then all of it is compiled.
  for (let n = 0; n < WARMING && !how.isQuick; n++) await recorded();
  return compare(recorded, judged, how);
}

function eventsOf(records: readonly object[], count: number): string[] {
  return Array.from({ length: count }, (_, n) =>
    JSON.stringify(
      recordEvent({ ...(records[n % records.length] as object), eventID: `event-${n}` }),
    ),
  );
}

/** One denied call of so many callers, each of whom has a thread. */
function inThreads(records: readonly object[], threads: number): object[] {
  const denied = records.find((record) => "errorCode" in record);
  return records.map((_, n) => ({
    ...denied,
    errorCode: "AccessDenied",
    userIdentity: { type: "IAMUser", accountId: "111122223333", userName: `user-${n % threads}` },
  }));
}

function routesOf(count: number) {
  return Array.from({ length: count }, (_, n) => ({
    accounts: [String(100_000_000_000 + n)],
    slackChannel: `C_${n}`,
  }));
}
