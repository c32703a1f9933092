import type { Drawn } from "../../core/thread/drawn.ts";
import type { News, Seen } from "../../core/thread/news.ts";
import type { Picture, SheetProgress } from "../pen/picture.ts";

/** What is drawn as one message and what follows it: a window, or a storm. */
export interface Sheet {
  /** Id of the window or storm. */
  readonly id: string;
  readonly rank: number;
  /** Events by now. */
  readonly count: number;
  /** Whether no more comes. */
  readonly isClosed: boolean;
  /** Whether there are so many of its kind that only what is news is worth a reply. */
  readonly isStorm: boolean;
  /** Whether it is muted: brought up to date, with nothing that notifies. */
  readonly isQuiet: boolean;
  /** How its events count once its message has them. */
  readonly countsAs: "drawn" | "muted";
  /** Message it is posted under, where it is not one of its own. */
  readonly under?: string;
  /** The message itself. */
  readonly picture: Picture;
  readonly wantsDetails: boolean;
  /** What the message itself names. */
  named(): News;
  /** What was not named in a message that notifies. */
  news(seen: Seen): News;
  /** Whether of that something must be. */
  isNews(news: News): boolean;
  progress(kind: "reply" | "final", progress: Pick<SheetProgress, "from" | "news">): Picture;
  save(drawn: Drawn): Promise<void>;
}
