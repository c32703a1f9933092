import type { DrawingTraits } from "../../core/thread/drawing-calls.ts";
import type { Member } from "../../core/thread/member.ts";
import type { Picture } from "./picture.ts";

/** Writes to one destination. Calls reject with a `DeliveryError`. */
export interface Pen {
  readonly traits: PenTraits;
  /** Tells a picture's text from another's, without a call. */
  hash(picture: Picture): string;
  /**
   * Posts a message.
   *
   * @returns Its id, to change it or to reply to it; empty where the destination gives none.
   */
  post(picture: Picture, place: PenPlace): Promise<string>;
  edit?(id: string, picture: Picture): Promise<void>;
  /** A call without effect that tells whether the destination answers. */
  probe?(): Promise<void>;
  /**
   * Looks for a message whose post was not answered.
   *
   * @param since When it was tried first, milliseconds since the epoch.
   * @returns Its id; undefined if it is not there.
   */
  find?(place: PenPlace, since: number): Promise<string | undefined>;
  /** Publishes one event of a window; only of a destination that has {@linkcode PenTraits.takesEach}. */
  publish?(member: Member): Promise<void>;
}

/** What a destination can do. */
export interface PenTraits extends DrawingTraits {
  /** Whether many threads of a rule become one message. */
  readonly canStorm: boolean;
  /** Whether request and response go into a reply of their own. */
  readonly hasDetails: boolean;
  /** Least milliseconds between two messages. */
  readonly spacing: number;
  /** Whether every event is a message of its own. */
  readonly takesEach: boolean;
}

/** Where a message belongs. */
export interface PenPlace {
  /** The window or storm it is of. */
  readonly of: string;
  /** Tells this attempt to post from others. */
  readonly attempt?: string;
  /** Message it is a reply to. */
  readonly under?: string;
}
