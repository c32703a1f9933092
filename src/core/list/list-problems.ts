import { netOf } from "../function/value-functions.ts";
import { isDay } from "./expiry.ts";
import { type ListFile, type ListKind, type ListProblem, mergeLists } from "./value-list.ts";

/**
 * Finds what is wrong with lists of the right shape: values that their kind does not take, the same
 * value twice, days that there are not, kinds that contradict each other.
 */
export function listProblems(files: readonly ListFile[]): readonly ListProblem[] {
  const lists = mergeLists(files);
  const taken = new Map<string, Map<string, string>>();
  const seen = new Set<string>();
  return files.flatMap((file) => {
    const { path, field, id, entries } = file;
    const kind = lists.get(id)?.kind ?? "exact";
    const before = taken.get(id) ?? new Map<string, string>();
    taken.set(id, before);
    const place = field.length === 0 ? ["entries"] : field;
    const problems: ListProblem[] = [];
    const say = (rest: readonly (string | number)[], message: string): void => {
      problems.push({ path, field: rest, message });
    };
    if (file.kind !== undefined && file.kind !== kind) {
      const message = `Cannot use kind as the list "${id}" is one of ${kind}: leave it out, or give the list another id`;
      say([...field, "kind"], message);
    }
    if (field.length === 0 && seen.has(`${path}\n${id}`))
      say(["id"], `Cannot use id as it is taken: "${id}"`);
    seen.add(`${path}\n${id}`);
    for (const [index, { value, expires }] of entries.entries()) {
      const at = [...place, index];
      const bad = valueProblem(kind, value);
      if (bad !== undefined) say([...at, "value"], `Cannot put value on list "${id}" as ${bad}`);
      const same = canonical(kind, value);
      const first = before.get(same);
      if (first === undefined) before.set(same, path);
      else
        say(
          [...at, "value"],
          `Cannot put value on list "${id}" twice as one line must say who answers for it: ${JSON.stringify(value)} is on it by ${first}`,
        );
      if (expires !== undefined && !isDay(expires)) {
        say(
          [...at, "expires"],
          `Cannot use expiry as it must be a day of the calendar, YYYY-MM-DD: it is "${expires}"`,
        );
      }
    }
    return problems;
  });
}

/** What a list of a kind does not take of a value, in words that follow "as"; undefined if it takes it. */
export function valueProblem(kind: ListKind, value: string): string | undefined {
  const is = `it is ${JSON.stringify(value)}`;
  if (value.trim() !== value) return `it must not begin or end with a blank: ${is}`;
  switch (kind) {
    case "networks":
      return netOf(value) === undefined
        ? `it must be a network like 192.0.2.0/24 or 2001:db8::/32, or an address: ${is}`
        : undefined;
    case "accounts":
      return /^\d{12}$/.test(value)
        ? undefined
        : `it must be an account id of 12 digits, in quotes: ${is}`;
    case "patterns":
      return /^\*+$/.test(value)
        ? "everything would be on it: write what the names begin with"
        : undefined;
    case "exact":
      return value.includes("*")
        ? `values of this list are compared as they are, and * stands for itself: ${is}; a list of kind patterns, which like() compares, takes it`
        : undefined;
  }
}

/** The same for values that mean the same. */
function canonical(kind: ListKind, value: string): string {
  const net = kind === "networks" ? netOf(value) : undefined;
  return net === undefined ? value : `${net.bits} ${net.first} ${net.last}`;
}
