import { BUS, expectedEvents, SNS, threadOf } from "./expected.ts";
import { type Evidence, shownBy } from "./figures.ts";
import { countIn, textOf, windowOf } from "./reading.ts";
import { marksLeft, type RecordedWindow } from "./recorded.ts";
import { toldOnBus, toldOnTopic } from "./shown-elsewhere.ts";
import type { TrailEvent } from "./trail.ts";

/** What must hold in every scenario once it is quiet: a text for each fault found. */
export function faultsOf(evidence: Evidence): readonly string[] {
  return [
    ...recordedOnce(evidence),
    ...onlyUrgentAlone(evidence),
    ...oneThread(evidence),
    ...shownAsRecorded(evidence),
    ...shownSoon(evidence),
    ...parentsAreFew(evidence),
    ...newsIsPosted(evidence),
    ...endsAreTold(evidence),
    ...nothingLeft(evidence),
  ];
}

/** Every matching event once per destination, and nothing else. */
function recordedOnce(evidence: Evidence): string[] {
  const { world, windows } = evidence;
  const faults: string[] = [];
  for (const [channel, events] of expectedEvents(world)) {
    const times = new Map<string, number>();
    for (const window of windows) {
      if (window.channel !== channel || window.kind !== "alert") continue;
      for (const id of window.eventIds) times.set(id, (times.get(id) ?? 0) + 1);
    }
    const alone = toldAlone(evidence, channel);
    const lost = [...events.keys()].filter((id) => !times.has(id) && !alone.has(id));
    const twice = [...times].filter(([, count]) => count > 1).map(([id]) => id);
    const odd = [...times.keys()].filter((id) => !events.has(id));
    faults.push(
      ...some(`lost at ${channel}`, lost),
      ...some(`recorded more than once at ${channel}`, twice),
      ...some(`recorded at ${channel} and not expected there`, odd),
    );
  }
  return faults;
}

/**
 * Events that a destination was told of without the table, as it could not be reached for a
 * minute. Only what is critical or high may go out so.
 */
function toldAlone({ world, messages, windows }: Evidence, channel: string): ReadonlySet<string> {
  if (channel === SNS) return toldOnTopic(world, at(windows, SNS)).alone;
  if (channel === BUS) return toldOnBus(world, at(windows, BUS)).alone;
  const texts = messages
    .filter((it) => it.channel === channel && it.kind === "notice")
    .map(({ text }) => text)
    .filter((text) => text.includes("The table cannot be reached"));
  const ids = texts.flatMap((text) => text.match(/[0-9a-f]{8}-0000-4000-8000-[0-9a-f]{12}/g) ?? []);
  return new Set(ids);
}

function onlyUrgentAlone(evidence: Evidence): string[] {
  const severities = new Map(evidence.world.events.map(({ id, severity }) => [id, severity]));
  return [...expectedEvents(evidence.world).keys()].flatMap((channel) => {
    const lesser = [...toldAlone(evidence, channel)].filter(
      (id) => !["critical", "high"].includes(severities.get(id) ?? ""),
    );
    return some(`told alone at ${channel} and not urgent`, lesser);
  });
}

function at(windows: readonly RecordedWindow[], channel: string): readonly RecordedWindow[] {
  return windows.filter((window) => window.channel === channel && window.kind === "alert");
}

/** A window holds events of one thread, and a thread has one window at a time. */
function oneThread({ world, windows }: Evidence): string[] {
  const faults: string[] = [];
  const byId = new Map(world.events.map((event) => [event.id, event]));
  const opened = new Map<string, number[]>();
  // The clocks of instances differ by a little.
  const minimum = world.windowSeconds * 1_000 - 500;
  for (const { id, channel, openedAt, kind, eventIds } of windows) {
    if (kind !== "alert") continue;
    const threads = new Set(eventIds.map((event) => threadOf(byId.get(event) as TrailEvent)));
    if (threads.size > 1)
      faults.push(`window ${id} holds ${threads.size} threads: ${[...threads].slice(0, 3)}`);
    for (const thread of threads) {
      const key = `${channel} ${thread}`;
      opened.set(key, [...(opened.get(key) ?? []), openedAt]);
    }
  }
  for (const [thread, instants] of opened) {
    const sorted = instants.sort((a, b) => a - b);
    const near = sorted.findIndex((at, n) => n > 0 && at - (sorted[n - 1] as number) < minimum);
    if (near > 0)
      faults.push(`${thread} has ${sorted.length} windows, two within ${world.windowSeconds} s`);
  }
  return faults;
}

/** What the channels say is what is recorded: each window by itself or in a storm, and the sums. */
function shownAsRecorded(evidence: Evidence): string[] {
  const { world, windows, messages } = evidence;
  const faults: string[] = [];
  const byId = new Map(world.events.map((event) => [event.id, event]));
  for (const channel of new Set(windows.map((window) => window.channel))) {
    if (!channel.startsWith("slack:")) continue;
    const here = messages.filter((message) => message.channel === channel);
    const own = windows.filter(
      (it) => it.channel === channel && it.kind === "alert" && it.eventIds.length > 0,
    );
    const recorded = own.reduce((sum, { eventIds }) => sum + eventIds.length, 0);
    const shown = shownBy(here);
    faults.push(...differs(`${channel} shows`, shown, recorded, toldAlone(evidence, channel)));
    for (const { id, eventIds } of own) {
      const parents = here.filter(({ kind, window }) => kind === "parent" && window === id);
      if (parents.length === 0) continue;
      const newest = parents.reduce((a, b) => (b.count > a.count ? b : a));
      if (newest.count !== eventIds.length) {
        faults.push(`window ${id} shows ${newest.count} events, ${eventIds.length} are recorded`);
      }
      const events = eventIds.map((event) => byId.get(event) as TrailEvent);
      for (const [what, values] of [
        ["addresses", new Set(events.map(({ address }) => address))],
        ["regions", new Set(events.map(({ region }) => region))],
      ] as const) {
        const missing = [...values].filter((value) => !newest.text.includes(value));
        // Beyond five, a message counts them.
        const most = Math.max(0, values.size - 5);
        if (missing.length > most) {
          faults.push(`window ${id} does not show ${what} ${missing.slice(0, 3)}`);
        }
        if (values.size > 1 && !newest.text.includes(`${values.size} ${what}`)) {
          faults.push(`window ${id} does not say that it has ${values.size} ${what}`);
        }
      }
    }
  }
  return faults;
}

/**
 * Once nothing fails any more, what is recorded is shown within two edits and a sweep, and not only
 * when its window closes.
 */
function shownSoon({ world, windows, healedAt }: Evidence): string[] {
  const shown = new Map<string, { at: number; count: number }[]>();
  for (const { at, channel, message } of world.slack.changes) {
    const window = windowOf(message);
    if (window === undefined || (message.thread_ts ?? message.ts) !== message.ts) continue;
    const key = `${channel} ${window}`;
    const count = countIn(textOf(message));
    shown.set(key, [...(shown.get(key) ?? []), { at, count }]);
  }
  return windows.flatMap(({ id, channel, eventIds, recordedAt }) => {
    const changes = shown.get(`${channel} ${id}`) ?? [];
    const whole = changes.find(({ count }) => count >= eventIds.length);
    const late = ((whole?.at ?? 0) - Math.max(recordedAt, healedAt)) / 1_000;
    return late > SOON ? [`window ${id} shows what is recorded ${Math.round(late)} s later`] : [];
  });
}

const SOON = 180;

/** One parent a window, and one more for each death between post and record and each lost answer. */
function parentsAreFew({ world, messages }: Evidence): string[] {
  const deaths = world.network.deathsAfterPost + world.notifier.timeouts;
  const { lostAnswers } = world;
  const parents = messages.filter(({ kind }) => kind === "parent" || kind === "storm");
  const distinct = new Set(parents.map(({ channel, window }) => `${channel} ${window}`)).size;
  const extra = parents.length - distinct;
  return extra <= deaths + lostAnswers
    ? []
    : [
        `${extra} parents too many, with ${deaths} deaths after a post and ${lostAnswers} lost answers`,
      ];
}

/**
 * What is news stands in a message that notifies: resource, rule, outcome and account of each event
 * of a thread that has a message of its own. In storms of medium and lower, resources beyond the
 * first ten may be counted.
 */
function newsIsPosted({ world, windows, messages }: Evidence): string[] {
  const faults: string[] = [];
  const byId = new Map(world.events.map((event) => [event.id, event]));
  for (const { id, channel, eventIds } of windows) {
    if (!channel.startsWith("slack:")) continue;
    const posted = messages
      .filter((it) => it.channel === channel && it.window === id)
      .map((it) => it.posted);
    if (posted.length === 0) continue;
    const all = posted.join("\n");
    const events = eventIds.map((event) => byId.get(event) as TrailEvent);
    const news = new Set(
      events.flatMap(({ resource, account, errorCode }) => [resource, account, errorCode]),
    );
    const silent = [...news].filter((value) => value !== undefined && !all.includes(value));
    if (silent.length > 0)
      faults.push(`window ${id} never posts ${silent.slice(0, 3)} (${silent.length} in all)`);
  }
  return faults;
}

/** Topic and bus are told in the end how many events there were. */
function endsAreTold(evidence: Evidence): string[] {
  const { world, windows } = evidence;
  const faults: string[] = [];
  for (const [channel, { events, alone }] of [
    [SNS, toldOnTopic(world, at(windows, SNS))],
    [BUS, toldOnBus(world, at(windows, BUS))],
  ] as const) {
    const recorded = at(windows, channel).reduce((sum, { eventIds }) => sum + eventIds.length, 0);
    faults.push(...differs(`${channel} is told of`, events, recorded, alone));
  }
  return faults;
}

/** No dead letter, no mark, no message: nothing waits any more. */
function nothingLeft({ world }: Evidence): string[] {
  const faults: string[] = [];
  for (const queue of world.queues.values()) {
    if (queue.size === 0) continue;
    const [first] = queue.messages();
    faults.push(`${queue.size} messages left in ${queue.name}: ${first?.body.slice(0, 200)}`);
  }
  const marks = marksLeft(world);
  if (marks.length > 0) faults.push(`${marks.length} marks left: ${marks.slice(0, 3)}`);
  for (const complaint of Object.keys(world.complaints)) {
    if (/sum of the counters|sum/i.test(complaint)) faults.push(`complaint: ${complaint}`);
  }
  return faults;
}

/** Two counts that are the same, but for events that were told alone: recorded as well or not. */
function differs(
  what: string,
  shown: number,
  recorded: number,
  alone: ReadonlySet<string>,
): string[] {
  if (Math.abs(shown - recorded) <= alone.size) return [];
  return [`${what} ${shown} events, ${recorded} are recorded (${alone.size} alone)`];
}

function some(what: string, ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : [`${ids.length} events ${what}: ${ids.slice(0, 3).join(", ")}`];
}
