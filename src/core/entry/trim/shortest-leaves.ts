import type { LeafPath } from "./leaf-path.ts";
import type { PathNode } from "./path-node.ts";

/** The shortest leaves of a record that fit into so many bytes of JSON. */
export class LeafBudget {
  #members: DetailMember[] = [];
  /** Those whose path others may have. */
  readonly #byNode = new Map<PathNode, DetailMember>();
  readonly #budget: number;
  readonly #onDrop: (path: LeafPath) => void;
  #bytes = 0;
  /** Bytes from which on a leaf is too long to stay. */
  #limit: number;

  /**
   * @param budget Bytes of all members, a comma after each included.
   * @param onDrop Called with the path of each leaf that does not fit.
   */
  constructor(budget: number, onDrop: (path: LeafPath) => void) {
    this.#budget = budget;
    this.#limit = budget + 1;
    this.#onDrop = onDrop;
  }

  /** Bytes of the members there are. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Says whether a leaf may fit, before it is turned into JSON; drops it if not.
   *
   * @param characters Of its value, at least.
   */
  admits(path: LeafPath, characters: number): boolean {
    if (path.length + characters + PUNCTUATION < this.#limit) return true;
    this.#onDrop(path);
    return false;
  }

  /**
   * Takes a leaf. Where two have one path and other values, that is a list of both: a pattern then
   * matches either, so that neither hides behind the other.
   *
   * Only sizes are summed up: no path is written before it is known to stay. Memory stays near
   * twice the budget: now and then the longest are dropped, and from then on nothing as long is
   * admitted.
   *
   * @param order Where it stands among the record's leaves.
   */
  add(path: LeafPath, literal: string, order: number): void {
    const { node } = path;
    const known = node && this.#byNode.get(node);
    if (known !== undefined) this.#forget(known);
    const member = new DetailMember(path, literal, order, known);
    if (node !== undefined) this.#byNode.set(node, member);
    this.#members.push(member);
    this.#bytes += member.bytes;
    if (this.#bytes > 2 * this.#budget) this.shrink(this.#budget);
  }

  /** Drops the longest leaves until the rest fits into so many bytes. */
  shrink(budget: number): void {
    if (this.#bytes <= budget) return;
    const members = this.members();
    const keys = byLength(members);
    for (let n = 0; n < keys.length && this.#bytes > budget; n++) {
      const member = members[positionOf(keys[n] as number)] as DetailMember;
      const { path } = member;
      this.#forget(member);
      if (path.node !== undefined) this.#byNode.delete(path.node);
      this.#onDrop(path);
      this.#limit = member.bytes;
    }
  }

  /** What is left, in no order. */
  members(): readonly DetailMember[] {
    this.#members = this.#members.filter(({ isLeft }) => isLeft);
    return this.#members;
  }

  #forget(member: DetailMember): void {
    member.isLeft = false;
    this.#bytes -= member.bytes;
  }
}

/** One member of the flat event's JSON. */
export class DetailMember {
  readonly path: LeafPath;
  /** Where it stands among the record's leaves; of several of one path, the last. */
  readonly order: number;
  /** Of its JSON and a comma. */
  readonly bytes: number;
  /** Whether it is still wanted. */
  isLeft = true;
  /** JSON of the value, or of each value that the path has in the record. */
  readonly #literals: string | Set<string>;

  /** @param earlier What the path had already; it is not to be used any more. */
  constructor(path: LeafPath, literal: string, order: number, earlier?: DetailMember) {
    this.path = path;
    this.order = order;
    const had = earlier === undefined ? literal : earlier.#literals;
    if (earlier === undefined || had === literal) {
      this.#literals = literal;
      this.bytes = path.bytes + Buffer.byteLength(literal) + PUNCTUATION;
      return;
    }
    const literals = typeof had === "string" ? new Set([had]) : had;
    let { bytes } = earlier;
    if (!literals.has(literal)) bytes += Buffer.byteLength(literal) + (literals.size === 1 ? 3 : 1);
    this.#literals = literals.add(literal);
    this.bytes = bytes;
  }

  get json(): string {
    const literals = this.#literals;
    const value = typeof literals === "string" ? literals : `[${[...literals].join(",")}]`;
    return `"${this.path.json}":${value}`;
  }
}

/**
 * A number for each member, those of the longest first; of several as long, that of the first.
 * Numbers alone are sorted many times as fast as what must be compared.
 */
function byLength(members: readonly DetailMember[]): Float64Array {
  const keys = new Float64Array(members.length);
  for (let at = 0; at < keys.length; at++) {
    keys[at] = at - (members[at] as DetailMember).bytes * MOST_MEMBERS;
  }
  return keys.sort();
}

/** At which position the member of such a number is. */
function positionOf(key: number): number {
  return ((key % MOST_MEMBERS) + MOST_MEMBERS) % MOST_MEMBERS;
}

/** More than a record has values; times the bytes of all it is still a number that is exact. */
const MOST_MEMBERS = 2 ** 24;

/** Two quotes, a colon, a comma. */
const PUNCTUATION = 4;
