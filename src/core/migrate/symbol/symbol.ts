import type { PythonSequence, PythonValue } from "../../python/value.ts";
import { PythonSet } from "../../python/value.ts";
import {
  amongValues,
  and,
  entails,
  FAILS,
  type Formula,
  HOLDS,
  KINDS,
  type Kind,
  not,
  ofKind,
  or,
  type Value,
} from "./condition.ts";
import { usualKinds } from "./operand.ts";

/** What a part of a Python expression gives, as far as it is known without an event. */
export type Symbolic =
  | { readonly is: "constant"; readonly value: PythonValue }
  /** A value of the event, or made of it: an operand of JMESPath that gives None for `none`. */
  | { readonly is: "scalar"; readonly of: string; readonly kinds: ReadonlySet<Kind> }
  | { readonly is: "boolean"; readonly holds: Formula }
  | {
      readonly is: "sequence";
      readonly kind: "list" | "tuple" | "set";
      readonly items: readonly Symbolic[];
    }
  /** What `split()` gives. */
  | { readonly is: "pieces"; readonly of: string; readonly whole?: Whole }
  | { readonly is: "event" }
  | { readonly is: "view"; readonly of: "keys" | "values" | "items" };

/** A value of the event, or made of it. */
export type ScalarSymbol = Extract<Symbolic, { is: "scalar" }>;

/** The text that pieces are all of, and what it is split at. */
export interface Whole {
  readonly of: string;
  readonly by: string;
}

/** One outcome: what must hold for it, and its value. Where none of them holds, Python raises. */
export interface Outcome {
  readonly when: Formula;
  readonly value: Symbolic;
}

/** All outcomes; no two hold of one event. */
export type Outcomes = readonly Outcome[];

/** One outcome that always comes. */
export function always(value: Symbolic): Outcomes {
  return [{ when: HOLDS, value }];
}

/** A boolean that is known only with the event. */
export function truth(holds: Formula): Symbolic {
  return { is: "boolean", holds };
}

/** A value that is known. */
export function constant(value: PythonValue): Symbolic {
  return { is: "constant", value };
}

/** A scalar of some kinds. */
export function scalar(of: string, ...kinds: readonly Kind[]): Symbolic {
  return { is: "scalar", of, kinds: new Set(kinds.length === 0 ? KINDS : kinds) };
}

/** Text that is made of the event. */
export function textFrom(of: string): Symbolic {
  return scalar(of, "string");
}

/** Goes on with each outcome. */
export function then(outcomes: Outcomes, next: (value: Symbolic) => Outcomes): Outcomes {
  return merged(
    outcomes.flatMap(({ when, value }) =>
      next(value).map((it) => ({ when: and(when, it.when), value: it.value })),
    ),
  );
}

/** Goes on with each combination of outcomes. */
export function thenAll(
  all: readonly Outcomes[],
  next: (values: readonly Symbolic[]) => Outcomes,
): Outcomes {
  const combined = all.reduce<
    readonly { readonly when: Formula; readonly values: readonly Symbolic[] }[]
  >(
    (sofar, outcomes) =>
      sofar.flatMap(({ when, values }) =>
        outcomes
          .map((it) => ({ when: and(when, it.when), values: [...values, it.value] }))
          .filter((it) => it.when !== FAILS),
      ),
    [{ when: HOLDS, values: [] }],
  );
  return merged(
    combined.flatMap(({ when, values }) =>
      next(values).map((it) => ({ when: and(when, it.when), value: it.value })),
    ),
  );
}

/** Outcomes without those that never come, and all booleans as one. */
export function merged(outcomes: Outcomes): Outcomes {
  const possible = withoutTwins(
    outcomes.filter(({ when }) => !(when.is === "constant" && !when.value)),
  );
  const booleans = possible.filter(({ value }) => holdsOf(value) !== undefined);
  if (booleans.length === 0) return possible;
  const when = or(...booleans.map((it) => it.when));
  const holds = or(...booleans.map(({ when, value }) => both(holdsOf(value) as Formula, when)));
  const others = possible.filter((it) => !booleans.includes(it));
  return [...others, { when, value: truth(holds) }];
}

/** Outcomes in which no number comes twice. */
function withoutTwins(outcomes: Outcomes): Outcomes {
  const numberOf = ({ value }: Outcome) =>
    value.is === "constant" && typeof value.value === "bigint" ? value.value : undefined;
  return outcomes.flatMap((it, index) => {
    const number = numberOf(it);
    if (number === undefined) return [it];
    const twins = outcomes.filter((other) => numberOf(other) === number);
    if (twins.length === 1) return [it];
    if (outcomes.findIndex((other) => numberOf(other) === number) < index) return [];
    return [{ when: or(...twins.map(({ when }) => when)), value: it.value }];
  });
}

/** That a boolean holds, and its outcome comes: it holds only where there is one. */
function both(holds: Formula, when: Formula): Formula {
  return entails(holds, when) ? holds : and(when, holds);
}

/** A condition that a value is of a kind, where it need not be. */
export function hasKind(value: ScalarSymbol, kind: Kind): Formula {
  if (!value.kinds.has(kind)) return FAILS;
  return value.kinds.size === 1 ? HOLDS : ofKind(value.of, kind);
}

/** A boolean's condition; undefined of what is no boolean. */
export function holdsOf(value: Symbolic): Formula | undefined {
  if (value.is === "boolean") return value.holds;
  if (value.is !== "constant" || typeof value.value !== "boolean") return undefined;
  return value.value ? HOLDS : FAILS;
}

/** Whether `if` takes it for true, as a condition. */
export function truthOf(value: Symbolic, isTrue: (value: PythonValue) => boolean): Formula {
  switch (value.is) {
    case "constant":
      return isTrue(value.value) ? HOLDS : FAILS;
    case "boolean":
      return value.holds;
    case "sequence":
      return value.items.length > 0 ? HOLDS : FAILS;
    case "scalar": {
      const usual = usualKinds(value.of).filter((it) => value.kinds.has(it));
      const falsy: Value[] = [
        ...(usual.includes("string") ? [""] : []),
        ...(usual.includes("number") ? [0] : []),
        ...(usual.includes("boolean") ? [false] : []),
      ];
      const is = ofKind(value.of, ...[...value.kinds].filter((it) => it !== "none"));
      return and(is, not(amongValues(value.of, falsy)));
    }
    default:
      return HOLDS;
  }
}

/** A known list, tuple or set as one of known values. */
export function itemsOf(value: Symbolic): readonly Symbolic[] | undefined {
  if (value.is === "sequence") return value.items;
  if (value.is !== "constant" || typeof value.value !== "object" || value.value === null)
    return undefined;
  if (value.value instanceof PythonSet) return [...value.value.items.values()].map(constant);
  if ("items" in value.value) return (value.value as PythonSequence).items.map(constant);
  return undefined;
}
