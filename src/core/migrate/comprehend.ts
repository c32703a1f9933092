/* One file: what a comprehension gives over each thing it can walk, which share how names are bound. */
import { PythonUnsupported } from "../python/syntax/error.ts";
import type { ForClause, PythonNode } from "../python/syntax/node.ts";
import { isTrue, iterate } from "../python/value.ts";
import {
  and,
  FAILS,
  type Formula,
  HOLDS,
  type Kind,
  not,
  ofKind,
  or,
  test,
} from "./symbol/condition.ts";
import { conditionText } from "./symbol/operand.ts";
import {
  always,
  constant,
  itemsOf,
  merged,
  type Outcomes,
  type Symbolic,
  scalar,
  then,
  thenAll,
  truth,
  truthOf,
} from "./symbol/symbol.ts";
import type { NamesPart, Translation } from "./translate.ts";

type Comprehension = Extract<PythonNode, { type: "comprehension" }>;

/** `any(… for … in …)` and `all(…)`, over a known list or over the event. */
export function comprehend(all: Translation, name: "any" | "all", node: Comprehension): Outcomes {
  const [clause, ...more] = node.clauses as readonly [ForClause, ...ForClause[]];
  const inner: NamesPart = {
    ...all.names,
    seesEvent: all.names.seesEvent && node.kind !== "generator",
  };
  return then(all.outcomes(clause.iterable), (walked) => {
    if (walked.is === "event" || walked.is === "view") {
      if (more.length > 0) throw new PythonUnsupported("a comprehension of several lists");
      return overEvent(all, name, node, walked.is === "event" ? "keys" : walked.of, inner);
    }
    if (walked.is === "pieces") {
      if (more.length > 0) throw new PythonUnsupported("a comprehension of several lists");
      return overPieces(all, name, node, walked.of, inner);
    }
    const items = listed(walked);
    if (items === undefined) return [];
    const parts = items.flatMap((item) => elementsOf(all, node, item, node.clauses, inner));
    return always2(name, node.kind === "generator", parts);
  });
}

/**
 * `len([… for … in event if …])` and `sum(1 for …)`: how many keys or values of the event a condition
 * holds of; undefined of anything else.
 */
export function countedKeys(
  all: Translation,
  name: string,
  node: Comprehension,
): Outcomes | undefined {
  const [clause, ...more] = node.clauses as readonly [ForClause, ...ForClause[]];
  const isOne = node.element.type === "constant" && node.element.value === 1n;
  const isMade = node.element.type === "constant" || node.element.type === "name";
  const counts = name === "sum" ? isOne : name === "len" && node.kind === "list" && isMade;
  if (!counts || more.length > 0 || clause.conditions.length === 0) return undefined;
  const inner: NamesPart = {
    ...all.names,
    seesEvent: all.names.seesEvent && node.kind !== "generator",
  };
  const [walked, ...others] = all.outcomes(clause.iterable);
  if (others.length > 0 || (walked?.value.is !== "event" && walked?.value.is !== "view"))
    return undefined;
  const of = walked.value.is === "event" ? "keys" : walked.value.of;
  const element: PythonNode = { ...node.element, type: "constant", value: true } as PythonNode;
  const asked = askedOfEach(all, "any", { ...node, element }, of, inner);
  if (asked === undefined) return [];
  const { decides, raises } = asked;
  return [
    {
      when: raises === undefined ? HOLDS : not(test(`any(items(@), &(${raises}))`)),
      value: scalar(`length(items(@)[?${decides}])`, "number"),
    },
  ];
}

/** A list made of each element of a known one. */
export function madeList(all: Translation, node: Comprehension): Outcomes {
  const [clause, ...more] = node.clauses as readonly [ForClause, ...ForClause[]];
  if (more.length > 0 || clause.conditions.length > 0)
    throw new PythonUnsupported("a comprehension that any() or all() is not asked of");
  const inner: NamesPart = {
    ...all.names,
    seesEvent: all.names.seesEvent && node.kind !== "generator",
  };
  return then(all.outcomes(clause.iterable), (walked) => {
    if (walked.is === "event" || walked.is === "view")
      throw new PythonUnsupported("a comprehension that any() or all() is not asked of");
    const items = listed(walked);
    if (items === undefined) return [];
    return thenAll(
      items.map((item) => {
        const known = new Map([...inner.known, ...bind(clause.target, item)]);
        return all.within({ ...inner, known }, () => all.outcomes(node.element));
      }),
      (made) => always({ is: "sequence", kind: "list", items: made }),
    );
  });
}

/** Elements, each with the condition that it is made. */
interface Element {
  readonly when: Formula;
  readonly made: Formula;
  readonly holds: Formula;
}

/** A generator's elements are made until one decides; a list's all at first. */
function always2(name: "any" | "all", isLazy: boolean, parts: readonly Element[]): Outcomes {
  let [when, holds]: [Formula, Formula] = [HOLDS, name === "any" ? FAILS : HOLDS];
  if (!isLazy) {
    when = and(...parts.map((it) => it.when));
    const each = parts.map((it) =>
      name === "any" ? and(it.made, it.holds) : or(not(it.made), it.holds),
    );
    return merged([{ when, value: truth(and(when, name === "any" ? or(...each) : and(...each))) }]);
  }
  for (const it of [...parts].reverse()) {
    const decides = name === "any" ? and(it.made, it.holds) : and(it.made, not(it.holds));
    const goesOn = and(it.when, not(decides));
    const nextWhen: Formula = or(and(it.when, decides), and(goesOn, when));
    holds = name === "any" ? or(and(it.when, decides), and(goesOn, holds)) : and(goesOn, holds);
    when = nextWhen;
  }
  return merged([{ when, value: truth(holds) }]);
}

function elementsOf(
  all: Translation,
  node: Comprehension,
  item: Symbolic,
  clauses: readonly ForClause[],
  names: NamesPart,
): readonly Element[] {
  const [clause, ...more] = clauses as readonly [ForClause, ...ForClause[]];
  const bound: NamesPart = {
    ...names,
    known: new Map([...names.known, ...bind(clause.target, item)]),
  };
  const conditions = all.within(bound, () =>
    clause.conditions.map((it) => asTruth(all.outcomes(it))),
  );
  const elements: readonly Element[] = all.within(bound, () =>
    more.length > 0
      ? innerOf(all, node, more, bound)
      : [{ ...asTruth(all.outcomes(node.element)), made: HOLDS }],
  );
  let [when, made]: [Formula, Formula] = [HOLDS, HOLDS];
  for (const it of conditions) {
    when = and(when, or(not(made), it.when));
    made = and(made, it.holds);
  }
  return elements.map((it) => ({
    when: and(when, or(not(made), it.when)),
    made: and(made, it.made),
    holds: it.holds,
  }));
}

/** Elements of the lists further in, which must be the same on every event. */
function innerOf(
  all: Translation,
  node: Comprehension,
  clauses: readonly ForClause[],
  names: NamesPart,
): readonly Element[] {
  const [{ iterable }] = clauses as readonly [ForClause];
  const [walked, ...others] = all.outcomes(iterable);
  if (walked === undefined || others.length > 0 || walked.when !== HOLDS)
    throw new PythonUnsupported("a comprehension of several lists");
  const items = walked.value.is === "event" ? undefined : listed(walked.value);
  if (items === undefined) throw new PythonUnsupported("a comprehension of several lists");
  return items.flatMap((item) => elementsOf(all, node, item, clauses, names));
}

function asTruth(outcomes: Outcomes): { readonly when: Formula; readonly holds: Formula } {
  return {
    when: or(...outcomes.map((it) => it.when)),
    holds: or(...outcomes.map((it) => and(it.when, truthOf(it.value, isTrue)))),
  };
}

function bind(target: PythonNode, item: Symbolic): readonly (readonly [string, Outcomes])[] {
  if (target.type === "name") return [[target.name, always(item)]];
  const items = itemsOf(item);
  if (target.type !== "tuple" || items?.length !== target.items.length) {
    throw new PythonUnsupported("such a target of a for", target.start);
  }
  return target.items.flatMap((it, index) => bind(it, items[index] as Symbolic));
}

function listed(value: Symbolic): readonly Symbolic[] | undefined {
  const items = itemsOf(value);
  if (items !== undefined) return items;
  if (value.is === "constant") {
    try {
      return [...iterate(value.value)].map(constant);
    } catch {
      return undefined;
    }
  }
  throw new PythonUnsupported("a comprehension over what is made of the event");
}

/** Over the keys, values or items of the flat event. */
function overEvent(
  all: Translation,
  name: "any" | "all",
  node: Comprehension,
  of: "keys" | "values" | "items",
  names: NamesPart,
): Outcomes {
  const asked = askedOfEach(all, name, node, of, names);
  if (asked === undefined) return [];
  const { decides, raises } = asked;
  const found = (text: string) => test(`any(items(@), &(${text}))`);
  const value = (holds: Formula) => truth(name === "any" ? holds : not(holds));
  if (raises === undefined) return always(value(found(decides)));
  // A list's elements are all made; a generator's until one decides, in the order of the record.
  if (node.kind !== "generator")
    return [{ when: not(found(raises)), value: value(found(decides)) }];
  const ends = `${decides} || ${raises}`;
  const first = test(`any(items(@)[?${ends}] | [:1], &(${decides}))`);
  const none = not(found(ends));
  return [{ when: or(first, none), value: value(first) }];
}

/** What is asked of a pair of key and value, as texts of JMESPath. */
interface Asked {
  readonly decides: string;
  /** Of which pairs Python raises; undefined if of none. */
  readonly raises: string | undefined;
}

/** What decides, and where Python raises; undefined if it does of each pair. */
function askedOfEach(
  all: Translation,
  name: "any" | "all",
  { clauses, element }: Comprehension,
  of: "keys" | "values" | "items",
  names: NamesPart,
): Asked | undefined {
  const [{ target, conditions }] = clauses as readonly [ForClause];
  refuseFields(names);
  const decides = (kinds: readonly Kind[], key?: string): { when: Formula; holds: Formula } => {
    const keyItem = key === undefined ? scalar("[0]", "string") : constant(key);
    const valueItem =
      kinds.length === 1 && kinds[0] === "none" ? constant(null) : scalar("[1]", ...kinds);
    const item: Symbolic =
      of === "keys"
        ? keyItem
        : of === "values"
          ? valueItem
          : { is: "sequence", kind: "tuple", items: [keyItem, valueItem] };
    const bound: NamesPart = {
      known: new Map([...names.known, ...bind(target, item)]),
      seesEvent: names.seesEvent,
    };
    const before = all.event.isReadable;
    all.event.isReadable = false;
    try {
      return all.within(bound, () => {
        let [when, made]: [Formula, Formula] = [HOLDS, HOLDS];
        for (const condition of conditions) {
          const it = asTruth(all.outcomes(condition));
          when = and(when, or(not(made), it.when));
          made = and(made, it.holds);
        }
        const it = asTruth(all.outcomes(element));
        when = and(when, or(not(made), it.when));
        return { when, holds: and(made, name === "any" ? it.holds : not(it.holds)) };
      });
    } finally {
      all.event.isReadable = before;
    }
  };
  const found = decides(["string", "number", "boolean"]);
  const scalars = ofKind("[1]", "string", "number", "boolean");
  if (found.when === FAILS) return undefined;
  const raises = and(scalars, not(found.when));
  if (raises !== FAILS)
    all.remarks.add(
      "of a field that is null Python raises where its key is asked about; no rule sees it",
    );
  const keys = of === "values" ? [undefined] : OFTEN_NULL;
  for (const key of keys) {
    const ofNull = decides(["none"], key);
    if (ofNull.when !== HOLDS || ofNull.holds !== FAILS) {
      throw new PythonUnsupported(
        "a question to each key or value of the event that fields which are null answer too",
      );
    }
  }
  const written = (condition: Formula) =>
    conditionText(condition).replaceAll(
      "exists([1])",
      "contains(['string', 'number', 'boolean'], type([1]))",
    );
  return {
    decides: written(and(scalars, found.when, found.holds)),
    raises: raises === FAILS ? undefined : written(raises),
  };
}

/** Names that stand for fields would be read in each element instead. */
function refuseFields({ known }: NamesPart): void {
  const isField = [...known.values()].flat().some(({ when, value }) => {
    return when !== HOLDS || (value.is !== "constant" && value.is !== "event");
  });
  if (isField) throw new PythonUnsupported("a name for a field, asked for each of its elements");
}

/** Over the parts of a text. */
function overPieces(
  all: Translation,
  name: "any" | "all",
  { clauses, element }: Comprehension,
  of: string,
  names: NamesPart,
): Outcomes {
  const [{ target, conditions }] = clauses as readonly [ForClause];
  refuseFields(names);
  const known = new Map([...names.known, ...bind(target, scalar("@", "string"))]);
  const before = all.event.isReadable;
  all.event.isReadable = false;
  try {
    const asked = all.within({ ...names, known }, () =>
      [...conditions, element].map((it) => asTruth(all.outcomes(it))),
    );
    if (asked.some(({ when }) => when !== HOLDS)) {
      throw new PythonUnsupported("a question to each part of a text that raises for some of them");
    }
    const [last, ...made] = asked.map(({ holds }) => holds).reverse() as [Formula, ...Formula[]];
    const decides = and(...made.reverse(), name === "any" ? last : not(last));
    if (decides.is === "constant") {
      const found = made.length === 0 && decides.value;
      if (decides.value && !found) throw new PythonUnsupported("such a question to each part");
      return always(truth((name === "any") === found ? HOLDS : FAILS));
    }
    const holds = test(`any(${of}, &(${conditionText(decides)}))`);
    return always(truth(name === "any" ? holds : not(holds)));
  } finally {
    all.event.isReadable = before;
  }
}

/** Whole parts of a record that CloudTrail writes null for. */
const OFTEN_NULL: readonly string[] = [
  "requestParameters",
  "responseElements",
  "additionalEventData",
  "serviceEventDetails",
];
