import type { Scalar } from "../record/flatten.ts";

/**
 * Values that a field could have for an expression to match: made of the literals that stand in one
 * clause with it, and of what the clause does with them.
 *
 * @param operand The field as the expression names it.
 */
export function clauseValues(match: string, operand: string): readonly Scalar[] {
  const clauses = match.split(/ && | \|\| /).filter((it) => mentions(it, operand));
  const literals = clauses.map(literalsIn);
  const texts = [...new Set(literals.flat().filter((it) => typeof it === "string"))];
  const numbers = literals.flat().filter((it) => typeof it === "number");
  const pieces = clauses.flatMap((it) => [...pieceValues(it), ...madeValues(it)]);
  const whole = texts.filter((it) => it !== "").slice(0, 12);
  const joined = whole.slice(0, 5).flatMap((a) => whole.slice(0, 5).map((b) => `${a}${b}`));
  const counted = whole.flatMap((it) =>
    numbers
      .filter((count) => count >= 0 && count < 20)
      .flatMap((count) => [0, 1, 2].map((more) => `${`${it}x`.repeat(count + more)}`)),
  );
  const long = numbers
    .filter((it) => it >= 0 && it < 2000)
    .flatMap((it) => ["x".repeat(it), "x".repeat(it + 1)]);
  const parted = whole.flatMap((it) =>
    whole.flatMap((by) => {
      const at = it.indexOf(by);
      return at > 0 ? [it.slice(0, at), it.slice(at + by.length)] : [];
    }),
  );
  const near = numbers.flatMap((it) => [it, it + 1, it - 1, it * 2, it / 2, it * 10, it * 11]);
  const lengths = clauses
    .filter((it) => it.includes(`length(${operand})`))
    .flatMap(literalsIn)
    .filter((it) => typeof it === "number" && it >= 0 && it < 2000);
  const lengthened = [...counted, ...whole].flatMap((it) =>
    lengths.map((most) => it.padEnd(Number(most) + 1, "x")),
  );
  const products = numbers
    .slice(0, 5)
    .flatMap((a) => numbers.slice(0, 5).flatMap((b) => [a * b, a * b + 1, a * b - 1]));
  const placed = numbers
    .filter((it) => Number.isInteger(it) && it > 0 && it < 200)
    .flatMap((it) => whole.slice(0, 3).map((text) => ["x".repeat(it), text] as const))
    .flatMap(([before, text]) => [`${before}${text}`, `${before}x${text}`]);
  const halves = whole.map((it) => it.slice(0, it.length / 2));
  const digits = numbers.flatMap((it) => [`${it}`, `${it + 1}`, `${it - 1}`]);
  const values: Scalar[] = [
    ...overlaid(clauses, operand === "eventTime" ? SOME_TIME : "x".repeat(40)),
    ...pieces,
    ...whole,
    ...parted.slice(0, 8).flatMap((it) => [it, swapped(it)]),
    ...joined,
    ...whole.flatMap((it) => [`${it}x`, `x${it}`, `x${it}x`, swapped(it)]),
    ...near.filter((it) => Number.isFinite(it)),
    ...lengthened.slice(0, 20),
    ...counted,
    ...long,
    ...digits,
    ...products,
    ...placed,
    ...halves,
    ...[1, 1.5, true, false, "Other", ACCOUNT, "A", "zz", "12", ""],
  ];
  return [...new Set(values)];
}

/** A time as CloudTrail writes it, with what several clauses ask of its parts put over it. */
const SOME_TIME = "2024-06-15T12:30:30Z";

/** A text in which each `[5:7]` is what the clauses about it name, in all combinations of few. */
function overlaid(clauses: readonly string[], base: string): readonly string[] {
  const slots = new Map<string, Set<string>>();
  for (const clause of clauses) {
    const literals = literalsIn(clause);
    for (const [slot, from, to] of clause.matchAll(/\[(\d*):(\d+)\]/g)) {
      const size = Number(to) - Number(from ?? 0);
      if (size <= 0 || size > 20) continue;
      const texts = literals.flatMap((it) =>
        typeof it === "number" ? [it, it + 1, it - 1].map((near) => `${near}`) : [it],
      );
      const fitting = texts.map((it) => it.padStart(size, "0")).filter((it) => it.length === size);
      slots.set(slot, new Set([...(slots.get(slot) ?? []), ...fitting]));
    }
  }
  // One slot alone is tried without this.
  if (slots.size < 2 && base !== SOME_TIME) return [];
  return [...slots].reduce<readonly string[]>(
    (sofar, [slot, texts]) => {
      const [from, to] = slot.slice(1, -1).split(":").map(Number) as [number, number];
      const more = [...texts]
        .slice(0, 8)
        .flatMap((it) => sofar.map((text) => `${text.slice(0, from)}${it}${text.slice(to)}`));
      return more.concat(sofar).slice(0, 60);
    },
    [base],
  );
}

function mentions(clause: string, operand: string): boolean {
  if (operand.startsWith('"')) return clause.includes(operand);
  const at = clause.indexOf(operand);
  return (
    at >= 0 &&
    !/[\w"'.]/.test(clause[at - 1] ?? " ") &&
    !/\w/.test(clause[at + operand.length] ?? " ")
  );
}

/** Raw texts and numbers of a piece of an expression. */
function literalsIn(clause: string): readonly (string | number)[] {
  // The end is not asked for, so that none is looked for again from each quote on.
  const texts = [...clause.matchAll(/'((?:[^'\\]|\\.)*)('?)/gs)].filter(([, , end]) => end !== "");
  const others = clause.match(/`[^`]*`/g) ?? [];
  return [
    ...texts.map(([, it = ""]) => it.replaceAll("\\'", "'").replaceAll("\\\\", "\\")),
    ...others.flatMap((it) => jsonLiteral(it.slice(1, -1))),
  ];
}

function jsonLiteral(text: string): readonly (string | number)[] {
  try {
    const value: unknown = JSON.parse(text);
    const all = Array.isArray(value) ? value : [value];
    return all.filter((it) => typeof it === "string" || typeof it === "number");
  } catch {
    return [];
  }
}

/** Texts that are joined of fields, and those of as many parts as are counted. */
function madeValues(clause: string): readonly string[] {
  const list = between(clause, "join('', [", "])");
  // Ends are not asked for, so that none is looked for again from each quote on.
  const parts = list?.match(/'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?|\w+/g) ?? [];
  const made = parts.map((it) => {
    if (it.startsWith("'")) return literalsIn(it).join("");
    return it.includes("accountId") || it.includes("AccountId") ? ACCOUNT : "Other";
  });
  const [, separator] = /'([^'\\]*)'$/.exec(between(clause, "length(split(", "))") ?? "") ?? [];
  const counts = literalsIn(clause).filter((it) => typeof it === "number");
  const counted =
    separator === undefined
      ? []
      : counts
          .filter((it) => it > 0 && it < 50)
          .flatMap((it) => [it, it + 1, it + 2])
          .map((it) => Array.from({ length: it }, () => "1").join(separator));
  return [...(made.length > 0 ? [made.join(""), "Other", ACCOUNT] : []), ...counted];
}

/** What stands between the first of one text and the next of another. */
function between(clause: string, begin: string, end: string): string | undefined {
  const from = clause.indexOf(begin);
  if (from < 0) return undefined;
  const to = clause.indexOf(end, from + begin.length);
  return to < 0 ? undefined : clause.slice(from + begin.length, to);
}

const ACCOUNT = "111122223333";

/** Texts whose part at an index, or between two, is a literal of the clause. */
function pieceValues(clause: string): readonly string[] {
  const texts = literalsIn(clause).filter((it) => typeof it === "string");
  const [, ...ofSplit] = clause.split("split(");
  const [, separator, index] = SEPARATOR_AND_INDEX.exec(ofSplit.join("split(")) ?? [];
  const [, from, to] = /\[(\d*):(-?\d*)\]/.exec(clause) ?? [];
  const before = Number(from ?? 0);
  const after = "0".repeat(Math.max(0, -Number(to ?? 0)));
  const sliced =
    from === undefined
      ? []
      : texts.flatMap((it) => [
          `${"0".repeat(before)}${it}`,
          `${"0".repeat(before)}${it}000`,
          `${"0".repeat(before)}${it}${after}`,
        ]);
  const repeated = from === undefined ? [] : ["0", "12"].map((it) => it.repeat(before + 4));
  const tail = /\[-(\d+):\]/.exec(clause) === null ? [] : texts.map((it) => `x${it}`);
  if (separator === undefined || index === undefined)
    return [...slicedParts(clause, texts), ...sliced, ...repeated, ...tail];
  const at = Number(index);
  const numbers = literalsIn(clause).filter((it) => typeof it === "number");
  const digits = numbers.flatMap((it) => [`${it}`, `${it + 1}`, `${it - 1}`]);
  const parts = [...texts.filter((it) => it !== separator), ...digits, "x"];
  const split = parts.flatMap((it) => {
    const others = Array.from({ length: at < 0 ? -at - 1 : at }, () => "x");
    const made = (at < 0 ? [it, ...others] : [...others, it]).join(separator);
    return at < 0 ? [`x${separator}${made}`, made] : [made, `${made}${separator}x`, `${made}x`];
  });
  return [...sliced, ...repeated, ...tail, ...split];
}

/** Texts of which some parts, one after another, are the literals of the clause. */
function slicedParts(clause: string, texts: readonly string[]): readonly string[] {
  const [, separator, from, to] = SEPARATOR_AND_SLICE.exec(clause) ?? [];
  if (separator === undefined) return [];
  const others = (count: number) => Array.from({ length: count }, () => "x");
  const before = others(Math.max(0, Number(from)));
  const after = others(Math.max(0, -Number(to)));
  const parts = texts.filter((it) => it !== separator);
  const made = [[...before, ...parts, ...after], ...parts.map((it) => [...before, it, ...after])];
  return made.flatMap((it) => {
    const joined = it.join(separator);
    return [joined, `${joined}${separator}x`, `x${separator}${joined}`];
  });
}

/** The end of `split(path, ',')[1:3]`. */
const SEPARATOR_AND_SLICE = /'([^'\\]*)'(?:, `\d+`)?\)\[(-?\d*):(-?\d*)\]/;

/** The end of `split(path, ',')[0]`. */
const SEPARATOR_AND_INDEX = /'([^'\\]*)'(?:, `\d+`)?\)\[(-?\d+)\]/;

function swapped(text: string): string {
  return text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();
}
