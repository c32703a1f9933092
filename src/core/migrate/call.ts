/* One file: the methods and functions that people call, one table by another. */
import { attributeOf } from "../python/methods.ts";
import { BLANKS } from "../python/number-text.ts";
import { elementAt, sliceAt } from "../python/subscript.ts";
import { PythonUnsupported } from "../python/syntax/error.ts";
import {
  isTrue,
  PythonCallable,
  PythonDict,
  PythonSet,
  type PythonValue,
} from "../python/value.ts";
import {
  calculateSymbols,
  compareSymbols,
  type EventTests,
  eachWithin,
  evaluated,
  isWithinAll,
  joinOf,
  numeric,
} from "./compare.ts";
import {
  amongValues,
  and,
  FAILS,
  type Formula,
  HOLDS,
  type Kind,
  not,
  ofKind,
  or,
  test,
} from "./condition.ts";
import { literalText, usualKinds } from "./operand.ts";
import {
  always,
  constant,
  hasKind,
  itemsOf,
  type Outcomes,
  type Symbolic,
  scalar,
  textFrom,
  then,
  thenAll,
  truth,
  truthOf,
} from "./symbol.ts";

type Scalar = Extract<Symbolic, { is: "scalar" }>;

/** A method called on a value; nothing where Python raises. */
export function callMethod(
  self: Symbolic,
  name: string,
  args: readonly Symbolic[],
  event: EventTests,
): Outcomes {
  const known = args.map((it) => (it.is === "constant" ? it.value : undefined));
  if (self.is === "constant" && !known.includes(undefined)) {
    return evaluated(() =>
      (attributeOf(self.value, name) as PythonCallable).call(known as PythonValue[], new Map()),
    );
  }
  if (self.is === "scalar") {
    if (!self.kinds.has("string")) return [];
    const made = textMethod(self, name, args);
    return made.map((it) => ({ when: and(hasKind(self, "string"), it.when), value: it.value }));
  }
  if (self.is === "constant" && typeof self.value === "string")
    return constantTextMethod(self.value, name, args);
  if (self.is === "constant" && self.value instanceof PythonDict && name === "get") {
    const [key, otherwise = constant(null)] = args;
    return inDict(self.value, key as Symbolic, [otherwise]);
  }
  if (itemsOf(self) !== undefined) return listMethod(self, name, args, event);
  // Booleans and None have none of these methods.
  if (self.is === "boolean" || (self.is === "constant" && self.value === null)) return [];
  throw new PythonUnsupported(`.${name}() of such a value`);
}

/** A method of a list, a tuple or a set whose length is known. */
function listMethod(
  self: Symbolic,
  name: string,
  args: readonly Symbolic[],
  event: EventTests,
): Outcomes {
  const items = itemsOf(self) ?? [];
  const [arg] = args;
  const isSet = self.is === "sequence" ? self.kind === "set" : isConstantSet(self);
  if (arg !== undefined && args.length === 1) {
    if (isSet && name === "issubset") return isWithinAll(self, arg, event);
    if (isSet && name === "issuperset") return isWithinAll(arg, self, event);
    if (isSet && name === "isdisjoint") {
      return then(eachWithin(self, arg, event), (each) =>
        always(truth(and(...(itemsOf(each) ?? []).map((it) => not(truthOf(it, isTrue)))))),
      );
    }
    if (!isSet && name === "count") {
      return items.reduce<Outcomes>(
        (sum, it) =>
          thenAll([sum, compareSymbols("==", it, arg, event)], ([a, b]) =>
            calculateSymbols("+", a as Symbolic, b as Symbolic),
          ),
        always(constant(0n)),
      );
    }
  }
  throw new PythonUnsupported(`.${name}() of such a value`);
}

function isConstantSet(value: Symbolic): boolean {
  return value.is === "constant" && value.value instanceof PythonSet;
}

function constantTextMethod(self: string, name: string, args: readonly Symbolic[]): Outcomes {
  const [arg] = args;
  if (args.length !== 1 || arg === undefined) throw new PythonUnsupported(`.${name}() with fields`);
  if (name === "join") {
    if (arg.is === "pieces") return always(textFrom(`join(${literalText(self)}, ${arg.of})`));
    const items = itemsOf(arg);
    if (items === undefined) throw new PythonUnsupported("join() of such a list");
    const guards: Formula[] = [];
    const parts: string[] = [];
    for (const [index, it] of items.entries()) {
      if (
        it.is === "constant"
          ? typeof it.value !== "string"
          : it.is !== "scalar" || !it.kinds.has("string")
      )
        return [];
      if (index > 0 && self !== "") parts.push(literalText(self));
      if (it.is === "scalar") guards.push(hasKind(it, "string"));
      parts.push(it.is === "scalar" ? it.of : literalText((it as { value: unknown }).value));
    }
    return [{ when: and(...guards), value: textFrom(joinOf(parts)) }];
  }
  if ((name === "startswith" || name === "endswith") && arg.is === "scalar") {
    if (!arg.kinds.has("string")) return [];
    if (self === "") return [{ when: hasKind(arg, "string"), value: truth(isEmpty(arg.of)) }];
    const call = `${name === "startswith" ? "starts_with" : "ends_with"}(${literalText(self)}, ${arg.of})`;
    return [{ when: hasKind(arg, "string"), value: truth(test(call, [arg.of, STRING])) }];
  }
  throw new PythonUnsupported(`.${name}() with fields`);
}

/** That a text is empty; what is joined of others with a letter between never is. */
function isEmpty(of: string): Formula {
  return /^join\('', \[(.*, )?'[^']+'/.test(of) ? FAILS : amongValues(of, [""]);
}

const STRING: ReadonlySet<Kind> = new Set(["string"]);

function textMethod(self: Scalar, name: string, args: readonly Symbolic[]): Outcomes {
  const { of } = self;
  const [first, second] = args;
  const texts = args.map((it) =>
    it.is === "constant" && typeof it.value === "string" ? it.value : undefined,
  );
  switch (name) {
    case "startswith":
    case "endswith":
      if (args.length === 0 || args.length > 3 || first === undefined) return [];
      if (args.length > 1) return boundedAffix(self, name, args);
      return affix(self, name === "startswith" ? "starts_with" : "ends_with", first);
    case "lower":
    case "upper":
      return args.length > 0 ? [] : always(textFrom(`${name}(${of})`));
    case "isdigit":
    case "isdecimal":
      if (args.length > 0) return [];
      // Digits of other scripts count to Python, and not here.
      return always(
        truth(
          and(test(`${of}[:1] != ''`), test(`trim_left(${of}, '0123456789') == ''`, [of, STRING])),
        ),
      );
    case "strip":
    case "lstrip":
    case "rstrip": {
      const chars =
        first === undefined || (first.is === "constant" && first.value === null)
          ? BLANKS
          : texts[0];
      if (chars === undefined || args.length > 1) return raisesOr(first, `${name}() of a field`);
      if (/[\ud800-\udfff]/.test(chars))
        throw new PythonUnsupported(`${name}() of such characters`);
      if (chars === "") return always(self.kinds.size === 1 ? self : textFrom(of));
      const call = { strip: "trim", lstrip: "trim_left", rstrip: "trim_right" }[name];
      return always(
        textFrom(
          `${call}(${of}, ${chars === BLANKS ? `\`${JSON.stringify(chars)}\`` : literalText(chars)})`,
        ),
      );
    }
    case "split":
    case "rsplit":
      return splitText(of, name, args, texts);
    case "partition": {
      const [by] = texts;
      if (args.length !== 1) return [];
      if (by === undefined) return raisesOr(first, "partition() at a field");
      if (by === "") return [];
      const literal = literalText(by);
      const has = hasPart(of, by);
      const tuple = (...items: readonly Symbolic[]): Symbolic => ({
        is: "sequence",
        kind: "tuple",
        items,
      });
      const at = (index: number) => textFrom(`split(${of}, ${literal}, \`1\`)[${index}]`);
      return [
        { when: has, value: tuple(at(0), constant(by), at(1)) },
        { when: not(has), value: tuple(textFrom(of), constant(""), constant("")) },
      ];
    }
    case "rpartition": {
      const [by] = texts;
      if (args.length !== 1) return [];
      if (by === undefined) return raisesOr(first, "rpartition() at a field");
      if (by === "") return [];
      return lastSplit(of, by, name, ([before, after]) => ({
        is: "sequence",
        kind: "tuple",
        items:
          after === undefined
            ? [constant(""), constant(""), before]
            : [before, constant(by), after],
      }));
    }
    case "replace": {
      const [search, by] = texts;
      const most = args[2]?.is === "constant" ? args[2].value : undefined;
      if (args.length < 2 || args.length > 3) return [];
      if (args.length === 3 && typeof most !== "bigint")
        throw new PythonUnsupported("replace() so many times");
      if (search === undefined || by === undefined)
        return raisesOr(first?.is === "constant" ? second : first, "replace() with a field");
      if (search === "") throw new PythonUnsupported("replace() of nothing");
      const times = typeof most === "bigint" && most >= 0n ? `, \`${most}\`` : "";
      return always(textFrom(`replace(${of}, ${literalText(search)}, ${literalText(by)}${times})`));
    }
    case "rfind":
    case "rindex":
    case "find":
    case "index": {
      const [search] = texts;
      if (args.length !== 1) throw new PythonUnsupported(`${name}() between bounds`);
      if (search === undefined) return raisesOr(first, `${name}() of a field`);
      if (search === "")
        return always(name.startsWith("r") ? scalar(`length(${of})`, "number") : constant(0n));
      const found = `find_${name.startsWith("r") ? "last" : "first"}(${of}, ${literalText(search)})`;
      const has = test(`contains(${of}, ${literalText(search)})`, [of, STRING]);
      return [
        { when: has, value: scalar(found, "number") },
        ...(name.endsWith("index") ? [] : [{ when: not(has), value: constant(-1n) }]),
      ];
    }
    case "count": {
      const [search] = texts;
      if (args.length !== 1) throw new PythonUnsupported("count() between bounds");
      if (search === undefined) return raisesOr(first, "count() of a field");
      if (search === "") throw new PythonUnsupported("count() of nothing");
      return always(scalar(`(length(split(${of}, ${literalText(search)})) - \`1\`)`, "number"));
    }
    case "removeprefix":
    case "removesuffix": {
      const [affixText] = texts;
      if (affixText === undefined || args.length !== 1)
        return raisesOr(first, `${name}() of a field`);
      if (affixText === "") return always(textFrom(of));
      const length = [...affixText].length;
      const has = name === "removeprefix" ? "starts_with" : "ends_with";
      const rest = name === "removeprefix" ? `${of}[${length}:]` : `${of}[:-${length}]`;
      const holds = hasAffix(of, has, affixText);
      return [
        { when: holds, value: textFrom(rest) },
        { when: not(holds), value: textFrom(of) },
      ];
    }
    default: {
      // Raises an AttributeError unless text has it.
      attributeOf2(name);
      return [];
    }
  }
}

/** @throws {PythonUnsupported} If text has a method of this name. */
function attributeOf2(name: string): void {
  try {
    attributeOf("", name);
  } catch (error) {
    if (error instanceof PythonUnsupported) throw error;
    return;
  }
  throw new PythonUnsupported(`.${name}() of a field`);
}

/** A wrong constant raises; a field is not understood. */
function raisesOr(arg: Symbolic | undefined, what: string): Outcomes {
  if (arg === undefined || arg.is === "constant" || itemsOf(arg) !== undefined) return [];
  throw new PythonUnsupported(what);
}

/** A text at the last place of one letter: what is before it and behind, or all of the text. */
function lastSplit(
  of: string,
  by: string,
  name: string,
  make: (parts: readonly [Symbolic, Symbolic?]) => Symbolic,
): Outcomes {
  // Of several letters the last place can overlap the one that split() finds.
  if ([...by].length > 1) throw new PythonUnsupported(`${name}() at several letters`);
  const literal = literalText(by);
  const has = hasPart(of, by);
  const parts = `split(${of}, ${literal})`;
  return [
    {
      when: has,
      value: make([textFrom(`join(${literal}, ${parts}[:-1])`), textFrom(`${parts}[-1]`)]),
    },
    { when: not(has), value: make([textFrom(of)]) },
  ];
}

function splitText(
  of: string,
  name: string,
  args: readonly Symbolic[],
  texts: readonly (string | undefined)[],
): Outcomes {
  const [separator] = texts;
  if (args.length === 0) throw new PythonUnsupported(`${name}() at blanks`);
  if (separator === undefined) return raisesOr(args[0], `${name}() at a field`);
  if (separator === "") return [];
  const most = args[1];
  const count = most?.is === "constant" ? most.value : undefined;
  if (most === undefined || count === -1n)
    return always({
      is: "pieces",
      of: `split(${of}, ${literalText(separator)})`,
      whole: { of, by: separator },
    });
  if (typeof count !== "bigint" || count < 0n)
    throw new PythonUnsupported(`${name}() so many times`);
  if (name === "rsplit") {
    if (count !== 1n) throw new PythonUnsupported("rsplit() so many times");
    return lastSplit(of, separator, name, ([before, after]) => ({
      is: "sequence",
      kind: "list",
      items: after === undefined ? [before] : [before, after],
    }));
  }
  return always({ is: "pieces", of: `split(${of}, ${literalText(separator)}, \`${count}\`)` });
}

/** `startswith` and `endswith` of a part of the text: an empty one is not within every part. */
function boundedAffix(
  self: Scalar,
  name: "startswith" | "endswith",
  [wanted, ...bounds]: readonly Symbolic[],
): Outcomes {
  const items = wanted?.is === "constant" ? (itemsOf(wanted) ?? [wanted]) : undefined;
  const isPlain = items?.every(
    (it) => it.is === "constant" && typeof it.value === "string" && it.value !== "",
  );
  if (wanted === undefined || isPlain !== true)
    throw new PythonUnsupported(`${name}() between bounds, of such a text`);
  const [from = constant(null), to = constant(null)] = bounds;
  return then(sliceOf(textFrom(self.of), [from, to, constant(null)]), (part) =>
    affix(part as Scalar, name === "startswith" ? "starts_with" : "ends_with", wanted),
  );
}

/** That a text has another in it. */
function hasPart(of: string, part: string): Formula {
  const holds = (text: string) => text.includes(part);
  return { ...test(`contains(${of}, ${literalText(part)})`, [of, STRING]), known: { of, holds } };
}

/** That a text begins or ends with another. */
function hasAffix(of: string, call: Affix, part: string): Formula {
  const holds = (text: string) =>
    call === "starts_with" ? text.startsWith(part) : text.endsWith(part);
  return { ...test(`${call}(${of}, ${literalText(part)})`, [of, STRING]), known: { of, holds } };
}

type Affix = "starts_with" | "ends_with";

function affix({ of }: Scalar, call: Affix, wanted: Symbolic): Outcomes {
  const one = (it: Symbolic): Outcomes => {
    if (it.is === "constant") {
      if (typeof it.value !== "string") return [];
      return always(truth(hasAffix(of, call, it.value)));
    }
    if (it.is !== "scalar" || !it.kinds.has("string")) return [];
    return [
      {
        when: hasKind(it, "string"),
        value: truth(test(`${call}(${of}, ${it.of})`, [of, STRING], [it.of, STRING])),
      },
    ];
  };
  const isTuple =
    wanted.is === "sequence"
      ? wanted.kind === "tuple"
      : wanted.is === "constant" &&
        itemsOf(wanted) !== undefined &&
        (wanted.value as { kind?: string }).kind === "tuple";
  if (!isTuple) return wanted.is === "sequence" ? [] : one(wanted);
  // One after another, until one fits.
  let [when, holds]: [Formula, Formula] = [HOLDS, { is: "constant", value: false }];
  for (const it of [...(itemsOf(wanted) ?? [])].reverse()) {
    const [outcome] = one(it);
    if (outcome === undefined) {
      when = { is: "constant", value: false };
      holds = { is: "constant", value: false };
      continue;
    }
    const fits = and(outcome.when, truthOf(outcome.value, isTrue));
    when = and(outcome.when, or(fits, when));
    holds = or(fits, and(outcome.when, holds));
  }
  return [{ when, value: truth(holds) }];
}

/** `value[key]` of what is not the event. */
export function itemAt(value: Symbolic, key: Symbolic): Outcomes {
  if (value.is === "constant" && key.is === "constant")
    return evaluated(() => elementAt(value.value, key.value));
  if (value.is === "constant" && value.value instanceof PythonDict)
    return inDict(value.value, key, []);
  const at =
    key.is === "constant" && typeof key.value === "boolean"
      ? BigInt(key.value)
      : key.is === "constant"
        ? key.value
        : undefined;
  if (value.is === "scalar" || value.is === "pieces") {
    if (key.is !== "constant") throw new PythonUnsupported("an index that depends on the event");
    if (typeof at !== "bigint") return [];
    const index = Number(at);
    if (value.is === "pieces") {
      const element = `${value.of}[${index}]`;
      if (index === 0 || index === -1) return always(textFrom(element));
      return [{ when: test(`exists(${element})`), value: textFrom(element) }];
    }
    if (!value.kinds.has("string")) return [];
    const part =
      index < 0
        ? `${value.of}[${index}:${index === -1 ? "" : index + 1}]`
        : `${value.of}[${index}:${index + 1}]`;
    const length = index < 0 ? -index - 1 : index;
    const isLong = test(`length(${value.of}) > \`${length}\``);
    return [{ when: and(hasKind(value, "string"), isLong), value: textFrom(part) }];
  }
  if (value.is === "view") throw new PythonUnsupported("an index of the event's keys or values");
  const items = itemsOf(value);
  if (items === undefined || (value.is === "sequence" && value.kind === "set")) return [];
  if (key.is !== "constant") throw new PythonUnsupported("an index that depends on the event");
  if (typeof at !== "bigint") return [];
  const item = items.at(Number(at));
  return item === undefined ? [] : always(item);
}

/** A look-up in a known dict by a key of the event. */
function inDict(dict: PythonDict, key: Symbolic, otherwise: readonly Symbolic[]): Outcomes {
  if (key.is === "constant") return evaluated(() => dict.get(key.value) ?? null);
  if (key.is !== "scalar") throw new PythonUnsupported("such a key of a dict");
  if (dict.entries().some(([it]) => typeof it !== "string"))
    throw new PythonUnsupported("a dict with keys that are no text");
  const entries = dict.entries() as readonly (readonly [string, PythonValue])[];
  return [
    ...entries.map(([it, value]) => ({ when: amongValues(key.of, [it]), value: constant(value) })),
    ...otherwise.map((value) => ({
      when: not(
        amongValues(
          key.of,
          entries.map(([it]) => it),
        ),
      ),
      value,
    })),
  ];
}

/** `value[from:to:by]` of what is not the event. */
export function sliceOf(value: Symbolic, bounds: readonly Symbolic[]): Outcomes {
  const known = bounds.map((it) => (it.is === "constant" ? it.value : undefined));
  if (known.includes(undefined)) throw new PythonUnsupported("a slice that depends on the event");
  if (value.is === "constant") return evaluated(() => sliceAt(value.value, known as PythonValue[]));
  if (value.is !== "scalar" && value.is !== "pieces")
    throw new PythonUnsupported("a slice of such a value");
  if (value.is === "scalar" && !value.kinds.has("string")) return [];
  if (known.some((it) => it !== null && typeof it !== "bigint")) return [];
  const [from = null, to = null, by = null] = known;
  if (by !== null && by !== 1n) throw new PythonUnsupported("a slice with steps");
  const part = `${value.of}[${from ?? ""}:${to ?? ""}]`;
  if (value.is === "pieces") return always({ is: "pieces", of: part });
  return [{ when: hasKind(value, "string"), value: textFrom(part) }];
}

/** A built-in function called with what is known only with the event. */
export function callBuiltin(
  { name, call }: PythonCallable,
  args: readonly Symbolic[],
  event: EventTests,
): Outcomes {
  if (args.every((it) => it.is === "constant")) {
    return evaluated(() =>
      call(
        args.map((it) => (it as { value: PythonValue }).value),
        new Map(),
      ),
    );
  }
  const [arg, second] = args as readonly [Symbolic, Symbolic?];
  if (name === "isinstance" && second !== undefined && args.length === 2)
    return isInstance(arg, second);
  if (name === "min" || name === "max") return extremeOf(name, args, event);
  if (name === "int" && second?.is === "constant" && second.value === 10n && arg.is === "scalar") {
    return asInt({ ...arg, kinds: new Set([...arg.kinds].filter((it) => it === "string")) });
  }
  if (args.length !== 1) throw new PythonUnsupported(`${name}() with fields`);
  switch (name) {
    case "any":
    case "all": {
      const items = itemsOf(arg);
      if (items === undefined) throw new PythonUnsupported(`${name}() of such a list`);
      const each = items.map((it) => truthOf(it, isTrue));
      return always(truth(name === "any" ? or(...each) : and(...each)));
    }
    case "bool":
      return always(truth(truthOf(arg, isTrue)));
    case "len":
      if (arg.is === "pieces") return always(scalar(`length(${arg.of})`, "number"));
      if (arg.is === "scalar") {
        if (!arg.kinds.has("string")) return [];
        return [{ when: hasKind(arg, "string"), value: scalar(`length(${arg.of})`, "number") }];
      }
      if (arg.is === "sequence" && arg.kind !== "set")
        return always(constant(BigInt(arg.items.length)));
      if (arg.is === "boolean") return [];
      throw new PythonUnsupported("len() of such a value");
    case "str":
      return asText(arg);
    case "int":
      return asInt(arg);
    case "float":
      return asFloat(arg);
    case "abs":
      return numeric(arg).map((it) =>
        it.value.is === "scalar"
          ? { ...it, value: scalar(`abs(${it.value.of})`, "number") }
          : { ...it, value: constant((it.value as { value: bigint }).value) },
      );
    case "sum": {
      const items = itemsOf(arg);
      if (items === undefined) throw new PythonUnsupported("sum() of such a list");
      return items.reduce<Outcomes>(
        (sum, it) => then(sum, (sofar) => calculateSymbols("+", sofar, it)),
        always(constant(0n)),
      );
    }
    case "set":
      if (arg.is === "sequence") return always({ ...arg, kind: "set" });
      if (arg.is === "event") return always({ is: "view", of: "keys" });
      if (arg.is === "view" && arg.of === "keys") return always(arg);
      break;
    case "list":
    case "tuple":
      if (arg.is === "sequence" && arg.kind !== "set") return always({ ...arg, kind: name });
      if (arg.is === "view") return always(arg);
      break;
  }
  throw new PythonUnsupported(`${name}() of a field`);
}

/** `min` and `max`: one item after another, as Python compares them. */
function extremeOf(name: "min" | "max", args: readonly Symbolic[], event: EventTests): Outcomes {
  const items = args.length === 1 ? itemsOf(args[0] as Symbolic) : args;
  const [first, ...others] = items ?? [];
  if (first === undefined) throw new PythonUnsupported(`${name}() of such a list`);
  return others.reduce<Outcomes>(
    (sofar, it) =>
      then(sofar, (best) =>
        then(compareSymbols(name === "min" ? "<" : ">", it, best, event), (better) => {
          const holds = truthOf(better, isTrue);
          return [
            { when: holds, value: it },
            { when: not(holds), value: best },
          ];
        }),
      ),
    always(first),
  );
}

/** A number; of text, what `float()` reads. */
function asFloat(value: Symbolic): Outcomes {
  const numbers = numeric(value);
  if (value.is !== "scalar" || !value.kinds.has("string")) return numbers;
  const read = `to_number(${value.of})`;
  const isNumber = test(`(type(${value.of}) == 'string' && exists(${read}))`, [value.of, STRING]);
  return [...numbers, { when: isNumber, value: scalar(read, "number") }];
}

function isInstance(value: Symbolic, wanted: Symbolic): Outcomes {
  const classes = wanted.is === "constant" ? (itemsOf(wanted) ?? [wanted]) : itemsOf(wanted);
  const names = (classes ?? []).map((it) =>
    it.is === "constant" && it.value instanceof PythonCallable ? it.value.name : "",
  );
  const kinds: Record<string, readonly Kind[]> = {
    str: ["string"],
    bool: ["boolean"],
    list: [],
    dict: [],
    tuple: [],
    set: [],
  };
  if (value.is === "event") return always(constant(names.some((it) => it === "dict")));
  const both = names.includes("int") && names.includes("float");
  // A number without a fraction is an int.
  let whole: Formula = { is: "constant", value: false };
  if (names.includes("int") || names.includes("float")) {
    kinds.int = both ? ["number", "boolean"] : ["boolean"];
    kinds.float = [];
    const { of } = value as { of: string };
    if (
      !both &&
      value.is === "scalar" &&
      value.kinds.has("number") &&
      usualKinds(of).includes("number")
    ) {
      const by = names.includes("int") ? "==" : "!=";
      const number = new Set(["number"] as const);
      whole = test(`(type(${of}) == 'number' && floor(${of}) ${by} ${of})`, [of, number]);
    }
  }
  const found = names.map((it) => kinds[it]);
  if (value.is === "boolean")
    return always(constant(names.includes("bool") || names.includes("int")));
  if (value.is !== "scalar" || found.includes(undefined))
    throw new PythonUnsupported("isinstance() of such a class");
  const all = [...new Set((found as Kind[][]).flat())].filter((it) => value.kinds.has(it));
  return always(truth(or(ofKind(value.of, ...all), whole)));
}

function asText(value: Symbolic): Outcomes {
  if (value.is === "boolean") {
    return [
      { when: value.holds, value: constant("True") },
      { when: not(value.holds), value: constant("False") },
    ];
  }
  if (value.is !== "scalar") throw new PythonUnsupported("such a value as text");
  const usual = usualKinds(value.of).filter((it) => value.kinds.has(it));
  const { of } = value;
  return [
    ...(usual.includes("string") ? [{ when: hasKind(value, "string"), value: textFrom(of) }] : []),
    ...(usual.includes("number")
      ? [{ when: hasKind(value, "number"), value: textFrom(`to_string(${of})`) }]
      : []),
    ...(usual.includes("boolean")
      ? [true, false].map((it) => ({
          when: amongValues(of, [it]),
          value: constant(it ? "True" : "False"),
        }))
      : []),
    ...(value.kinds.has("none") ? [{ when: ofKind(of, "none"), value: constant("None") }] : []),
  ];
}

/** A number without its fraction; of text, what `int()` reads. */
function asInt(value: Symbolic): Outcomes {
  const numbers = numeric(value).map((it) =>
    it.value.is === "scalar"
      ? {
          ...it,
          value: scalar(
            `(${it.value.of} < \`0\` ? ceil(${it.value.of}) : floor(${it.value.of}))`,
            "number",
          ),
        }
      : it,
  );
  if (value.is !== "scalar" || !value.kinds.has("string")) return numbers;
  const { of } = value;
  // Only digits, with a sign and blanks around: without its digits at the end, nothing is left but these.
  const bare = `trim(${of})`;
  const isWhole = test(
    `(exists(to_number(${of})) && contains(['', '+', '-'], trim_right(${bare}, '0123456789')))`,
    [of, STRING],
  );
  return [...numbers, { when: isWhole, value: scalar(`to_number(${of})`, "number") }];
}
