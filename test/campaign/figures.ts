import { BUS, SNS } from "./expected.ts";
import { countIn, type ShownMessage, shownMessages, textOf, windowOf } from "./reading.ts";
import { type RecordedWindow, recordedWindows } from "./recorded.ts";
import { toldOnBus, toldOnTopic } from "./shown-elsewhere.ts";
import type { World } from "./world.ts";

/** What one run came to. */
export interface Figures {
  /** Messages in Slack's channels that notify: parents, storm and catch-up messages, replies, notices. */
  readonly messages: number;
  readonly edits: number;
  /** Calls that Slack refused with 429. */
  readonly limited: number;
  /** Events recorded, over all destinations. */
  readonly recorded: number;
  /** Events that the channels' messages, the topic's and the bus's say they tell of. */
  readonly shown: number;
  readonly parents: number;
  /** Instances that died at a call. */
  readonly deaths: number;
  /** Posts that Slack took and whose sender never knew. */
  readonly lostAnswers: number;
  /** From the last log file, or the end of an outage, until the channels tell of all events. */
  readonly drainedSeconds: number;
  /** From the bus to the first message that names it, for each critical alert. */
  readonly criticalDelaySeconds: readonly number[];
  /** Replies with request and response. */
  readonly details: number;
  /** Windows of the Slack channels that hold events. */
  readonly windows: number;
  readonly mostEditsInMinute: number;
  /**
   * From the bus to SNS, the slowest first publication of a thread; without what lesser threads
   * wait for more of theirs.
   */
  readonly slowestElsewhereSeconds: number;
}

/** All that is looked at once a world is quiet. */
export interface Evidence {
  readonly world: World;
  readonly messages: readonly ShownMessage[];
  readonly windows: readonly RecordedWindow[];
  /** When faults ended, after the last log file. */
  readonly healedAt: number;
}

export function evidenceOf(world: World, healedAt: number): Evidence {
  return { world, messages: shownMessages(world), windows: recordedWindows(world), healedAt };
}

export function figuresOf(evidence: Evidence): Figures {
  const { world, messages, windows } = evidence;
  const { changes, limited } = world.slack;
  const slackWindows = windows.filter(
    ({ channel, eventIds, kind }) =>
      channel.startsWith("slack:") && eventIds.length > 0 && kind === "alert",
  );
  const edits = changes.filter(({ kind }) => kind === "edit").map(({ at }) => at);
  const alerts = windows.filter(({ kind }) => kind === "alert");
  return {
    messages: messages.filter(({ kind }) => kind !== "details").length,
    edits: edits.length,
    limited: limited.length,
    recorded: alerts.reduce((sum, { eventIds }) => sum + eventIds.length, 0),
    shown:
      shownBy(messages) +
      toldOnTopic(
        world,
        alerts.filter(({ channel }) => channel === SNS),
      ).events +
      toldOnBus(
        world,
        alerts.filter(({ channel }) => channel === BUS),
      ).events,
    parents: messages.filter(({ kind }) => kind === "parent").length,
    deaths: world.network.deaths + world.notifier.timeouts + world.splitter.timeouts,
    lostAnswers: world.lostAnswers,
    drainedSeconds: drainedSeconds(evidence),
    criticalDelaySeconds: criticalDelays(evidence),
    details: messages.filter(({ kind }) => kind === "details").length,
    windows: slackWindows.length,
    mostEditsInMinute: mostWithin(edits, 60_000),
    slowestElsewhereSeconds: slowestElsewhere(evidence),
  };
}

/** Events the messages tell of: of a window's messages the one that tells of most. */
export function shownBy(messages: readonly ShownMessage[]): number {
  const most = new Map<string, number>();
  for (const { kind, channel, window, count } of messages) {
    if ((kind !== "parent" && kind !== "storm") || window === undefined) continue;
    const key = `${channel} ${window}`;
    most.set(key, Math.max(most.get(key) ?? 0, count));
  }
  return [...most.values()].reduce((sum, count) => sum + count, 0);
}

/** The largest number of instants within a span that begins at one of them. */
export function mostWithin(instants: readonly number[], span: number): number {
  const sorted = [...instants].sort((a, b) => a - b);
  let most = 0;
  let from = 0;
  for (const [index, at] of sorted.entries()) {
    while ((sorted[from] as number) <= at - span) from++;
    most = Math.max(most, index - from + 1);
  }
  return most;
}

/** Until the channels told of all that they ever told of. */
function drainedSeconds({ world, healedAt }: Evidence): number {
  const counts = new Map<string, number>();
  let last = 0;
  for (const { at, channel, message } of world.slack.changes) {
    const window = windowOf(message);
    if (message.thread_ts !== undefined && message.thread_ts !== message.ts) continue;
    if (window === undefined) continue;
    const key = `${channel} ${window}`;
    const count = countIn(textOf(message));
    if (count <= (counts.get(key) ?? 0)) continue;
    counts.set(key, count);
    last = at;
  }
  return Math.max(0, (last - healedAt) / 1_000);
}

/** For each critical event that begins a thread, how long until a message names its actor. */
function criticalDelays({ world, messages }: Evidence): number[] {
  const criticals = world.events.filter(({ severity, root }) => severity === "critical" && !root);
  const first = new Map(criticals.reverse().map((event) => [event.actor, event]));
  return [...first.values()].map(({ id, actor }) => {
    const accepted = world.bus.acceptedAt.get(id) ?? Number.NaN;
    const told = messages.find(
      ({ posted, postedAt }) => postedAt >= accepted && posted.includes(actor),
    );
    return ((told?.postedAt ?? Number.POSITIVE_INFINITY) - accepted) / 1_000;
  });
}

/** Of the threads that SNS names one by one: from their first event on the bus to its publication. */
function slowestElsewhere({ world, windows }: Evidence): number {
  const publishedAt = new Map<string, number>();
  for (const { at, message } of world.topics.published) {
    for (const [id] of message.matchAll(/[0-9a-f]{8}-0000-4000-8000-[0-9a-f]{12}/g)) {
      if (!publishedAt.has(id)) publishedAt.set(id, at);
    }
  }
  let slowest = 0;
  for (const { channel, eventIds, severity } of windows) {
    if (channel !== SNS) continue;
    const wait = ["critical", "high"].includes(severity) ? 0 : world.groupWaitSeconds;
    const told = least(eventIds.map((id) => publishedAt.get(id)));
    const came = least(eventIds.map((id) => world.bus.acceptedAt.get(id)));
    if (told < Number.POSITIVE_INFINITY) slowest = Math.max(slowest, (told - came) / 1_000 - wait);
  }
  return slowest;
}

function least(instants: readonly (number | undefined)[]): number {
  return Math.min(...instants.map((at) => at ?? Number.POSITIVE_INFINITY));
}
