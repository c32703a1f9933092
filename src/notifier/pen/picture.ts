import type { Severity } from "../../core/rule/rule.ts";
import type { News } from "../../core/thread/news.ts";
import type { Storm } from "../../core/thread/storm.ts";
import type { Tally } from "../../core/thread/tally.ts";
import type { WindowHead } from "../../core/thread/window.ts";

/** What a message is to show; each destination writes it in its own way. */
export type Picture = WindowPicture | StormPicture;

/** Of one window. */
export type WindowPicture = { readonly head: WindowHead } & (
  | { readonly kind: "parent"; readonly tally: Tally; readonly isClosed: boolean }
  | ({ readonly kind: "reply" | "final" } & SheetProgress)
  | { readonly kind: "details" }
  /** The one event that could not be recorded. */
  | { readonly kind: "alone" }
);

/** Of a storm, or of what waited during an outage. */
export type StormPicture = { readonly storm: StormFacts } & (
  | { readonly kind: "storm"; readonly tally: Tally; readonly isClosed: boolean }
  | ({ readonly kind: "storm-reply" | "storm-final" } & SheetProgress)
);

/** What came since people were told last. */
export interface SheetProgress {
  readonly tally: Tally;
  /** First event that was not told of yet; 1 is the thread's first. */
  readonly from: number;
  readonly news: News;
}

/** A storm as its message shows it. */
export interface StormFacts
  extends Pick<Storm, "id" | "kind" | "ruleId" | "openedAt" | "endsAt" | "example" | "mute"> {
  readonly severity: Severity;
  /** Windows in it. */
  readonly threads: number;
}
