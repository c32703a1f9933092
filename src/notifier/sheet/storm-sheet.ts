import type { CallOutcome } from "../../core/record/outcome.ts";
import { isUrgentRank } from "../../core/thread/mark.ts";
import type { Member } from "../../core/thread/member.ts";
import { isNews, type News, newsOfTally, parentNews, type Seen } from "../../core/thread/news.ts";
import type { Storm } from "../../core/thread/storm.ts";
import { type Counts, mergedTally, type Tally } from "../../core/thread/tally.ts";
import type { StormFacts } from "../pen/picture.ts";
import type { ChannelBoard } from "./channel-board.ts";
import type { Sheet } from "./sheet.ts";
import { withoutCounted } from "./window-sheet.ts";

/** A storm as it is drawn. @param tallies Of each of its windows. */
export function stormSheet(
  storm: Storm,
  tallies: ReadonlyMap<string, Tally>,
  board: ChannelBoard,
): Sheet {
  const tally = mergedOf(tallies);
  const isClosed = storm.endsAt <= board.deps.clock.now();
  const { id, kind, ruleId, openedAt, endsAt, severity, rank, example, mute } = storm;
  const isQuiet = kind === "mute";
  const facts: StormFacts = {
    id,
    kind,
    ruleId,
    openedAt,
    endsAt,
    severity,
    threads: tallies.size,
    ...(example !== undefined && { example }),
    ...(mute !== undefined && { mute }),
  };
  const told = isUrgentRank(rank) ? toldOf(tallies, tally) : tally;
  const news = (seen: Seen): News => newsFor(told, seen);
  return {
    id,
    rank,
    count: tally.count,
    isClosed,
    isStorm: true,
    isQuiet,
    countsAs: isQuiet ? "muted" : "drawn",
    picture: { kind: "storm", storm: facts, tally, isClosed },
    wantsDetails: false,
    named: () => namedOf(parentNews(bareMember(tally), tally)),
    news: (seen) => withoutCounted(news(seen), !isClosed && !isUrgentRank(rank)),
    // Each of its windows would have been a message that says who did what.
    isNews: (it) =>
      isNews(it) || (isUrgentRank(rank) && (it.named.actors ?? it.named.eventNames) !== undefined),
    progress: (end, progress) => ({ kind: `storm-${end}`, storm: facts, tally, ...progress }),
    async save(drawn) {
      const changed: Storm = { ...storm, ...board.storms.get(id), drawn };
      await board.deps.drawings.putStorm(board.channel, changed);
      board.storms.set(id, changed);
    },
  };
}

/** A storm is drawn again and again while nothing joins it: whoever gives the same tallies again gets the same sum. */
const MERGED = new WeakMap<ReadonlyMap<string, Tally>, Tally>();

function mergedOf(tallies: ReadonlyMap<string, Tally>): Tally {
  let merged = MERGED.get(tallies);
  if (merged === undefined) {
    merged = mergedTally(tallies.values());
    MERGED.set(tallies, merged);
  }
  return merged;
}

/** What of an urgent storm is told of by name. */
const TOLD = new WeakMap<Tally, Tally>();

function toldOf(tallies: ReadonlyMap<string, Tally>, tally: Tally): Tally {
  let told = TOLD.get(tally);
  if (told === undefined) {
    told = { ...tally, actors: actorsApart(tallies) };
    TOLD.set(tally, told);
  }
  return told;
}

/** The news that was looked for last of each sum. */
const NEWS = new WeakMap<Tally, { readonly seen: Seen; readonly news: News }>();

function newsFor(tally: Tally, seen: Seen): News {
  const last = NEWS.get(tally);
  if (last?.seen === seen) return last.news;
  const news = newsOfTally(tally, seen);
  NEWS.set(tally, { seen, news });
  return news;
}

/**
 * The actors of a storm's windows, events by name: one who has several windows is told with what each
 * is about, as who was named once and what was named once do not say who did what.
 */
function actorsApart(tallies: ReadonlyMap<string, Tally>): Counts {
  const windows = new Map<string, number>();
  for (const { actors } of tallies.values()) {
    for (const actor of actors.keys()) windows.set(actor, (windows.get(actor) ?? 0) + 1);
  }
  const apart = new Map<string, number>();
  for (const tally of tallies.values()) {
    for (const [actor, events] of tally.actors) {
      const about = (windows.get(actor) ?? 0) > 1 ? ` (${aboutOf(tally)})` : "";
      apart.set(actor + about, (apart.get(actor + about) ?? 0) + events);
    }
  }
  return apart;
}

/** What tells a thread from others of its actor's. */
function aboutOf({ eventNames, errorCodes, accounts, callerAccounts }: Tally): string {
  return [eventNames, errorCodes, accounts, callerAccounts]
    .flatMap((counts) => [...counts.keys()].slice(0, SURE))
    .join(", ");
}

/** What a storm's message surely says: of each list its first, and nothing of other accounts. */
function namedOf({ named, ...news }: News): News {
  const { callerAccounts: _unsaid, ...said } = named;
  const first = Object.entries(said).map(([kind, values]) => [kind, values.slice(0, SURE)]);
  return { ...news, named: Object.fromEntries(first) };
}

/** Values that a storm's message names of each list, however many lists there are. */
const SURE = 3;

/** An event with nothing that some event of the tally does not have. */
function bareMember(tally: Tally): Member {
  const [outcome = "succeeded"] = tally.outcomes.keys();
  return {
    identity: "",
    recordedAt: tally.firstSeen,
    time: tally.firstSeen,
    ruleIds: [],
    severity: tally.severity,
    outcome: outcome as CallOutcome,
    resources: [],
  };
}
