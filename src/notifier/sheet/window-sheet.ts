import { subjectOfText } from "../../core/alert/subject.ts";
import { isUrgentRank, rankOf } from "../../core/thread/mark.ts";
import { type Member, memberOf } from "../../core/thread/member.ts";
import { isNews, type News, newsOf, parentNews, type Seen } from "../../core/thread/news.ts";
import { type Tally, tallyOf } from "../../core/thread/tally.ts";
import type { WindowHead } from "../../core/thread/window.ts";
import type { ChannelBoard } from "./channel-board.ts";
import type { Sheet } from "./sheet.ts";

/** What is known of a window when it is drawn. */
export interface WindowFacts {
  readonly head: WindowHead;
  readonly members: readonly Member[];
  /** Whether a storm of its rule is on. */
  readonly isStorm: boolean;
  /** Whether it is muted, since it was shown first. */
  readonly isQuiet: boolean;
  /** Message it is posted under. */
  readonly under?: string | undefined;
  readonly wantsDetails: boolean;
}

/** A window as it is drawn. */
export function windowSheet(
  { head, members, isStorm, isQuiet, under, wantsDetails }: WindowFacts,
  { deps }: ChannelBoard,
): Sheet {
  const tally = tallyFor(members);
  const rank = rankOf(head.severity);
  const isClosed = head.closesAt <= deps.clock.now();
  return {
    id: head.id,
    rank,
    count: tally.count,
    isClosed,
    isStorm,
    isQuiet,
    countsAs: "drawn",
    ...(under !== undefined && { under }),
    picture: { kind: "parent", head, tally, isClosed },
    wantsDetails,
    named: () => parentNews(subjectMember(head, members), tally),
    news: (seen) =>
      withoutCounted(newsFor(members, seen), isStorm && !isClosed && !isUrgentRank(rank)),
    isNews,
    progress: (kind, progress) => ({ kind, head, tally, ...progress }),
    save: (drawn) => deps.drawings.putDrawn(head.id, drawn),
  };
}

/** Whoever gives the same members again, as nobody was added, gets the same sum. */
const TALLIES = new WeakMap<readonly Member[], Tally>();

function tallyFor(members: readonly Member[]): Tally {
  let tally = TALLIES.get(members);
  if (tally === undefined) {
    tally = tallyOf(members);
    TALLIES.set(members, tally);
  }
  return tally;
}

/** The news that was looked for last among members. */
const NEWS = new WeakMap<readonly Member[], { readonly seen: Seen; readonly news: News }>();

function newsFor(members: readonly Member[], seen: Seen): News {
  const last = NEWS.get(members);
  if (last?.seen === seen) return last.news;
  const news = newsOf(members, seen);
  NEWS.set(members, { seen, news });
  return news;
}

/** The event that the message is about; the first that is known where it cannot be read. */
function subjectMember(head: WindowHead, members: readonly Member[]): Member {
  const subject = subjectOfText(head.subject);
  if (subject !== undefined) return memberOf(subject, head.openedAt);
  const [first] = members;
  if (first === undefined)
    throw new Error("Cannot draw window as it must have an event: it is empty");
  return first;
}

/** Of medium and lower in a storm, resources are counted, and named in the end. */
export function withoutCounted(news: News, isCounted: boolean): News {
  if (!isCounted) return news;
  const { resources: _counted, ...named } = news.named;
  return { ...news, named };
}
