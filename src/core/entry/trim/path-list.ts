import { queueText } from "../../record/queue-text.ts";
import { digits } from "../../wording/counted.ts";

/** Paths named before the rest is only counted. */
const MAX_PATHS = 100;

/** Characters of one path. */
const MAX_PATH = 100;

/** Bytes of the named paths as JSON. */
const MAX_NAMED_BYTES = 2_000;

/** Bytes a {@linkcode PathList} has at most as JSON, the key it stands under included. */
export const MAX_PATH_LIST_BYTES = MAX_NAMED_BYTES + 100;

/** A path of which no more than its beginning is wanted. */
export type PathText = Pick<string, "length" | "slice">;

/** A list of paths for a bus event, short however many there are and however long they are. */
export class PathList {
  readonly #paths: string[] = [];
  #bytes = 0;
  #more = 0;

  /** How many paths were added. */
  get size(): number {
    return this.#paths.length + this.#more;
  }

  add(path: PathText): void {
    if (this.#more === 0 && this.#paths.length < MAX_PATHS) {
      const start = path.slice(0, MAX_PATH);
      const short = path.length > MAX_PATH ? `${start}…` : start;
      const bytes = Buffer.byteLength(queueText(JSON.stringify(short))) + 1;
      if (this.#bytes + bytes <= MAX_NAMED_BYTES) {
        this.#paths.push(short);
        this.#bytes += bytes;
        return;
      }
    }
    this.#more++;
  }

  addAll(other: PathList): void {
    for (const path of other.#paths) this.add(path);
    this.#more += other.#more;
  }

  /** The first paths; the last element counts the rest, e.g. `… and 49,900 more`. */
  toJSON(): readonly string[] | undefined {
    if (this.#more === 0) return this.#paths.length === 0 ? undefined : this.#paths;
    return [...this.#paths, `… and ${digits(this.#more)} more`];
  }
}
