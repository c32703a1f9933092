import { queueText } from "../../record/queue-text.ts";
import { isAcceptable, isPlainNumber } from "./bus-numbers.ts";
import { PLAIN } from "./leaf-path.ts";
import type { WalkedLeaf } from "./leaf-walk.ts";
import { PathList } from "./path-list.ts";
import { type DetailMember, LeafBudget } from "./shortest-leaves.ts";

/** The leaves of one rank, as members of the flat event's JSON within a budget. */
export class LeafRank {
  /** Paths dropped or shortened. */
  readonly cut = new PathList();
  /** Characters of the longest text there was. */
  longest = 0;
  /** Whether leaves were dropped. */
  dropped = false;
  readonly #leaves: LeafBudget;
  readonly #most: number;

  /**
   * @param budget Bytes of all members.
   * @param most Characters to which texts are shortened.
   */
  constructor(budget: number, most = Number.POSITIVE_INFINITY) {
    this.#most = most;
    this.#leaves = new LeafBudget(budget, (path) => {
      this.dropped = true;
      this.cut.add(path);
    });
  }

  /** Bytes of the members. */
  get bytes(): number {
    return this.#leaves.bytes;
  }

  take(leaf: WalkedLeaf): void {
    const { path, value, order } = leaf;
    if (path.isOfBusEvent) return;
    const length = typeof value === "string" ? value.length : 1;
    if (length > this.longest) this.longest = length;
    if (length > this.#most) {
      this.cut.add(path);
      const short = `${(value as string).slice(0, this.#most)}…`;
      this.#leaves.add(path, queueText(JSON.stringify(short)), order);
    } else if (this.#leaves.admits(path, length)) {
      this.#leaves.add(path, literalOf(leaf), order);
    }
  }

  /** Drops the longest leaves until the rest fits into so many bytes. */
  shrink(budget: number): void {
    this.#leaves.shrink(budget);
  }

  members(): readonly DetailMember[] {
    return this.#leaves.members();
  }
}

/** Whether a leaf is a number that the bus gets as a string. */
export function isQuoted({ value, other }: WalkedLeaf): boolean {
  return typeof value === "number" && !isPlainNumber(value) && !isAcceptable(source(value, other));
}

function literalOf(leaf: WalkedLeaf): string {
  const { value, other } = leaf;
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "boolean") return String(value);
  if (isPlainNumber(value)) return Object.is(value, -0) ? "0" : String(value);
  return isQuoted(leaf) ? JSON.stringify(source(value, other)) : source(value, other);
}

function stringLiteral(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : queueText(JSON.stringify(text));
}

/** A number that JavaScript would not write as it was written. */
function source(value: number, other: unknown): string {
  return typeof other === "string" ? other : String(value);
}
