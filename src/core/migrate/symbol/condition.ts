/**
 * One file: the formulas with the laws that shorten them, which are one recursion.
 *
 * What must hold of an event for a part of a Python expression to have an outcome, as a formula
 * over JMESPath operands. It has no third value: what JMESPath calls null is false here.
 *
 * @module
 */

/** What an operand can be: `none` is everything that is no text, number or boolean. */
export type Kind = "string" | "number" | "boolean" | "none";

/** A value that an operand can be compared with. */
export type Value = string | number | boolean;

export type Formula =
  | { readonly is: "constant"; readonly value: boolean }
  | { readonly is: "and" | "or"; readonly parts: readonly Formula[] }
  | { readonly is: "not"; readonly part: Test }
  | { readonly is: "kind"; readonly of: string; readonly kinds: ReadonlySet<Kind> }
  | {
      readonly is: "member";
      readonly of: string;
      readonly values: readonly Value[];
      readonly isIn: boolean;
    }
  | Test;

/** Any other condition. */
export interface Test {
  readonly is: "test";
  /** A JMESPath expression that gives true, false or null and never faults. */
  readonly text: string;
  /** What it implies of operands when it is true. */
  readonly implies: readonly (readonly [of: string, kinds: ReadonlySet<Kind>])[];
  /** Whether it stands for what no expression can ask: whether a key is there with null. */
  readonly unknown?: string;
  /** What it stands for if there is no translation of it: no rule is written where it is left. */
  readonly untold?: string;
  /** What it gives of each text, where that is all it asks of an operand. */
  readonly known?: { readonly of: string; readonly holds: (text: string) => boolean };
  /** The field that it asks for what CloudTrail does not write there, though copies of its records do. */
  readonly unusual?: string;
}

export const KINDS: readonly Kind[] = ["string", "number", "boolean", "none"];
/** Text alone, as a test implies it. */
export const ONLY_TEXT: ReadonlySet<Kind> = new Set(["string"]);
export const HOLDS: Formula = { is: "constant", value: true };
export const FAILS: Formula = { is: "constant", value: false };

/** That an operand is of one of some kinds. */
export function ofKind(of: string, ...kinds: readonly Kind[]): Formula {
  const set = new Set(kinds);
  if (set.size === 0) return FAILS;
  return set.size === KINDS.length ? HOLDS : { is: "kind", of, kinds: set };
}

/** That an operand is one of some values. */
export function amongValues(of: string, values: readonly Value[]): Formula {
  const all = new Set(values);
  if (all.size === 0) return FAILS;
  if (all.size === 2 && all.has(true) && all.has(false)) return ofKind(of, "boolean");
  return { is: "member", of, values: [...all], isIn: true };
}

/** That Python does what there is no translation of: it may hold or not. */
export function untold(what: string): Formula {
  return { is: "test", text: `untold(${what})`, implies: [], untold: what };
}

/** That a boolean field is a text, as copies of CloudTrail's records have it. */
export function booleanAsText(of: string, key: string, value: string): Formula {
  const text = `type(${of}) == 'string' && to_string(${of}) == '${value}'`;
  return { is: "test", text, implies: [[of, new Set(["string"])]], unusual: key };
}

/** A condition that JMESPath can say by itself. */
export function test(text: string, ...implies: Test["implies"]): Test {
  return { is: "test", text, implies };
}

/** That something does not hold. */
export function not(condition: Formula): Formula {
  switch (condition.is) {
    case "constant":
      return condition.value ? FAILS : HOLDS;
    case "and":
      return or(...condition.parts.map(not));
    case "or":
      return and(...condition.parts.map(not));
    case "not":
      return condition.part;
    case "kind":
      return ofKind(condition.of, ...KINDS.filter((it) => !condition.kinds.has(it)));
    case "member":
      return { ...condition, isIn: !condition.isIn };
    case "test":
      return { is: "not", part: condition };
  }
}

/** That all hold. */
export function and(...parts: readonly Formula[]): Formula {
  let kept: Formula[] = [];
  for (const part of parts.flatMap((it) => (it.is === "and" ? it.parts : [it]))) {
    if (part.is === "constant") {
      if (!part.value) return FAILS;
      continue;
    }
    const joined = joinedWith(kept, part);
    if (joined === undefined) return FAILS;
    kept = joined;
  }
  kept = withoutImplied(kept);
  if (kept.some((it) => kept.some((other) => contradicts(it, other)))) return FAILS;
  const simple = kept.map((it) => (it.is === "or" ? reduced(it, kept) : it));
  if (simple.some((it, index) => it !== kept[index])) return and(...simple);
  const [only] = kept;
  if (only === undefined) return HOLDS;
  return kept.length === 1 ? only : { is: "and", parts: plainFirst(kept) };
}

/** That one at least holds. */
export function or(...parts: readonly Formula[]): Formula {
  const flat = parts.flatMap((it) => (it.is === "or" ? it.parts : [it]));
  const kept: Formula[] = [];
  for (const part of flat) {
    if (part.is === "constant") {
      if (part.value) return HOLDS;
      continue;
    }
    const opposite = not(part);
    if (kept.some((it) => keyOf(it) === keyOf(opposite))) return HOLDS;
    const at = kept.findIndex((it) => unionOf(it, part) !== undefined);
    if (at < 0) kept.push(part);
    else {
      const union = unionOf(kept[at] as Formula, part) as Formula;
      if (union.is === "constant") return HOLDS;
      kept[at] = union;
    }
  }
  // What implies another alternative says nothing more; what another excludes need not be said.
  for (let index = kept.length - 1; index >= 0; index--) {
    const it = kept[index] as Formula;
    if (kept.some((other, at) => at !== index && entails(it, other))) kept.splice(index, 1);
  }
  const [only] = kept;
  if (only === undefined) return FAILS;
  const shorter = kept.map((it) =>
    it.is === "and"
      ? and(
          ...it.parts.filter(
            (part) => !kept.some((other) => other !== it && keyOf(not(part)) === keyOf(other)),
          ),
        )
      : it,
  );
  if (shorter.some((it, index) => keyOf(it) !== keyOf(kept[index] as Formula)))
    return or(...shorter);
  return kept.length === 1 ? only : { is: "or", parts: plainFirst(kept) };
}

/** A condition's text, equal for equal conditions. */
function keyOf(condition: Formula): string {
  switch (condition.is) {
    case "constant":
      return String(condition.value);
    case "and":
    case "or":
      return `(${condition.parts
        .map(keyOf)
        .sort()
        .join(condition.is === "and" ? " & " : " | ")})`;
    case "not":
      return `!${keyOf(condition.part)}`;
    case "kind":
      return `${condition.of}:${[...condition.kinds].sort().join()}`;
    case "member":
      return `${condition.of}${condition.isIn ? "∈" : "∉"}${condition.values
        .map((it) => JSON.stringify(it))
        .sort()
        .join()}`;
    case "test":
      return condition.unknown === undefined ? condition.text : `?${condition.unknown}`;
  }
}

/** Kinds that a value is of. */
function kindOfValue(value: Value): Kind {
  return typeof value as Kind;
}

/** What an atom says of operands when it holds. */
function impliedKinds(condition: Formula): Test["implies"] {
  if (condition.is === "kind") return [[condition.of, condition.kinds]];
  if (condition.is === "member" && condition.isIn) {
    return [[condition.of, new Set(condition.values.map(kindOfValue))]];
  }
  return condition.is === "test" ? condition.implies : [];
}

/** Parts that hold together with one more; undefined if they cannot. */
function joinedWith(kept: readonly Formula[], part: Formula): Formula[] | undefined {
  if (kept.some((it) => keyOf(it) === keyOf(part))) return [...kept];
  for (const [index, it] of kept.entries()) {
    const joined = joinedAtoms(it, part) ?? decided(it, part) ?? decided(part, it);
    if (joined === undefined) continue;
    const rest = kept.filter((_, at) => at !== index);
    if (joined.is === "constant") return joined.value ? rest : undefined;
    const more = joined.is === "and" ? joined.parts : [joined];
    return more.reduce<Formula[] | undefined>((all, it) => all && joinedWith(all, it), rest);
  }
  return [...kept, part];
}

type Atom = Extract<Formula, { is: "kind" | "member" }>;

/** The values of which a test of a text holds, which then need not be asked. */
function decided(member: Formula, asked: Formula): Formula | undefined {
  if (member.is !== "member" || !member.isIn) return undefined;
  const test = asked.is === "not" ? asked.part : asked;
  if (test.is !== "test" || test.known?.of !== member.of) return undefined;
  const { holds } = test.known;
  return amongValues(
    member.of,
    member.values.filter((it) => (typeof it === "string" && holds(it)) === (asked.is !== "not")),
  );
}

/** Two atoms on one operand as one; undefined if both are needed. */
function joinedAtoms(a: Formula, b: Formula): Formula | undefined {
  if ((a.is !== "kind" && a.is !== "member") || (b.is !== "kind" && b.is !== "member"))
    return undefined;
  if (a.of !== b.of) return undefined;
  if (a.is === "kind" && b.is === "kind") {
    return ofKind(a.of, ...[...a.kinds].filter((it) => b.kinds.has(it)));
  }
  if (a.is === "member" && b.is === "member") {
    if (!a.isIn && !b.isIn) return { ...a, values: [...new Set([...a.values, ...b.values])] };
    const [values, other] = a.isIn ? [a.values, b] : [b.values, a];
    return amongValues(
      a.of,
      values.filter((it) => other.values.includes(it) === other.isIn),
    );
  }
  const [kind, member] =
    a.is === "kind"
      ? [a, b as Extract<Atom, { is: "member" }>]
      : [b as Extract<Atom, { is: "kind" }>, a as Extract<Atom, { is: "member" }>];
  const fitting = member.values.filter((it) => kind.kinds.has(kindOfValue(it)));
  if (member.isIn) return amongValues(member.of, fitting);
  // Values of other kinds need not be excluded once the kind is known.
  if (fitting.length === 0) return kind;
  return fitting.length < member.values.length
    ? and(kind, { ...member, values: fitting })
    : undefined;
}

/** Leaves out kinds that another part implies, if nothing before that faults without them. */
function withoutImplied(parts: readonly Formula[]): Formula[] {
  return parts.filter((part, at) => {
    if (part.is !== "kind") return true;
    const by = parts.findIndex((other) => other !== part && entails(other, part));
    const before = parts.slice(0, Math.max(0, by)).filter((_, index) => index !== at);
    return by < 0 || before.some((it) => isMadeOf(it, part.of));
  });
}

/** Parts in an order in which what asks of an operand stands before what asks of what is made of it. */
function plainFirst(parts: readonly Formula[]): readonly Formula[] {
  const ordered: Formula[] = [];
  for (const part of parts) {
    const isAtom = (part.is === "member" || part.is === "kind") && !part.of.includes("(");
    const at = isAtom ? ordered.findIndex((it) => isMadeOf(it, part.of)) : -1;
    ordered.splice(at < 0 ? ordered.length : at, 0, part);
  }
  return ordered;
}

/** Whether it asks something of what is made of an operand, which faults on other kinds. */
function isMadeOf(condition: Formula, of: string): boolean {
  if (condition.is === "and" || condition.is === "or")
    return condition.parts.some((it) => isMadeOf(it, of));
  const isAtom = condition.is === "member" || condition.is === "kind";
  return isAtom && condition.of !== of && condition.of.includes(of);
}

function isWithin(inner: ReadonlySet<Kind>, outer: ReadonlySet<Kind>): boolean {
  return [...inner].every((it) => outer.has(it));
}

function contradicts(a: Formula, b: Formula): boolean {
  if (a.is === "not" && keyOf(a.part) === keyOf(b)) return true;
  return impliedKinds(a).some(([of, kinds]) =>
    impliedKinds(b).some(
      ([other, others]) => of === other && ![...kinds].some((it) => others.has(it)),
    ),
  );
}

/** Whether the first holding makes the second hold, as far as that is plain. */
export function entails(a: Formula, b: Formula): boolean {
  if (b.is === "and") return b.parts.every((part) => entails(a, part));
  if (b.is === "or" && b.parts.some((part) => entails(a, part))) return true;
  if (a.is === "and") return a.parts.some((part) => entails(part, b));
  if (a.is === "or") return a.parts.every((part) => entails(part, b));
  if (keyOf(a) === keyOf(b)) return true;
  if (b.is === "kind")
    return impliedKinds(a).some(([of, kinds]) => of === b.of && isWithin(kinds, b.kinds));
  if (b.is !== "member") return false;
  if (a.is === "member" && a.of === b.of) {
    if (a.isIn) return a.values.every((it) => b.values.includes(it) === b.isIn);
    return !b.isIn && b.values.every((it) => a.values.includes(it));
  }
  if (b.isIn) return false;
  return impliedKinds(a).some(
    ([of, kinds]) => of === b.of && b.values.every((it) => !kinds.has(kindOfValue(it))),
  );
}

/** What is left of an alternative where the other parts hold. */
function reduced(part: Extract<Formula, { is: "and" | "or" }>, all: readonly Formula[]): Formula {
  const others = all.filter((it) => it !== part);
  if (part.parts.some((it) => others.some((other) => entails(other, it)))) return HOLDS;
  const left = part.parts.filter(
    (it) => !others.some((other) => contradicts(other, it) || entails(other, not(it))),
  );
  return left.length === part.parts.length ? part : or(...left);
}

function unionOf(a: Formula, b: Formula): Formula | undefined {
  if (a.is === "kind" && b.is === "kind" && a.of === b.of)
    return ofKind(a.of, ...a.kinds, ...b.kinds);
  if (a.is === "member" && b.is === "member" && a.of === b.of) {
    if (a.isIn && b.isIn) return amongValues(a.of, [...a.values, ...b.values]);
    if (a.isIn === b.isIn) {
      const both = a.values.filter((it) => b.values.includes(it));
      return both.length === 0 ? HOLDS : { ...a, values: both };
    }
    const [inside, outside] = a.isIn ? [a, b] : [b, a];
    const left = outside.values.filter((it) => !inside.values.includes(it));
    return left.length === 0 ? HOLDS : { ...outside, values: left };
  }
  return undefined;
}
