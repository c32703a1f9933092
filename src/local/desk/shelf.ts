/**
 * A place beside the channels whose messages can be looked at in the page: a topic, a consumer.
 * What it holds is asked for when it is looked at.
 */
export interface Shelf {
  readonly kind: "topic" | "consumer";
  readonly name: string;
  /** Messages that ever came. */
  readonly count: number;
  /** The last of them, newest first. */
  readonly items: () => readonly ShelfItem[];
}

/** One message of a shelf, in parts as the page shows them. All of it may be an attacker's text. */
export interface ShelfItem {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly title: string;
  /** Attributes and the like, by name. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** What each reader gets, by who reads it. */
  readonly texts: readonly (readonly [reader: string, text: string])[];
}

/** A shelf as the page lists it. */
export type ShelfName = Pick<Shelf, "kind" | "name" | "count">;

/** The list of shelves. */
export function shelfNames(shelves: readonly Shelf[]): readonly ShelfName[] {
  return shelves.map(({ kind, name, count }) => ({ kind, name, count }));
}

/** What a shelf holds, by a query that names its kind and name; `undefined` if there is none. */
export function shelfItems(
  shelves: readonly Shelf[],
  query: URLSearchParams,
): readonly ShelfItem[] | undefined {
  const [kind, name] = [query.get("kind"), query.get("name")];
  return shelves.find((it) => it.kind === kind && it.name === name)?.items();
}
