/* One file: what each kind of expression gives, which is one recursion. */
import { builtin } from "../python/builtins.ts";
import { evaluatePython } from "../python/interpret.ts";
import { attributeOf } from "../python/methods.ts";
import { PythonError, PythonUnsupported } from "../python/syntax/error.ts";
import { constantText, nodesIn, type PythonNode } from "../python/syntax/node.ts";
import { isTrue, PythonCallable, PythonDict, type PythonValue } from "../python/value.ts";
import { callBuiltin } from "./call/builtin.ts";
import { itemAt, sliceOf } from "./call/item.ts";
import { callMethod } from "./call/method.ts";
import { comprehend, countedKeys, madeList } from "./comprehend.ts";
import { EventReads } from "./event-reads.ts";
import { calculateSymbols } from "./symbol/calculate.ts";
import { compareSymbols } from "./symbol/compare.ts";
import { and, FAILS, type Formula, not, or } from "./symbol/condition.ts";
import { negated } from "./symbol/evaluated.ts";
import { joinOf } from "./symbol/joined.ts";
import { literalText } from "./symbol/operand.ts";
import {
  always,
  constant,
  holdsOf,
  merged,
  type Outcomes,
  type Symbolic,
  textFrom,
  then,
  thenAll,
  truth,
  truthOf,
} from "./symbol/symbol.ts";

/** The names that are known at a place. */
export interface NamesPart {
  readonly known: ReadonlyMap<string, Outcomes>;
  /** Whether `event` is seen: not in generators and lambdas. */
  readonly seesEvent: boolean;
}

/** Why Python raises, wherever it does. */
export interface Raise {
  readonly type: string;
  readonly message: string;
  readonly at: number;
}

/** Finds what a Python expression gives, without an event. */
export class Translation {
  readonly event = new EventReads();
  /** What raises whatever the event is. */
  readonly raises: Raise[] = [];
  /** What the two do not tell apart. */
  readonly remarks = new Set<string>();
  #names: NamesPart = { known: new Map(), seesEvent: true };
  /** NamesPart that := gives somewhere. */
  readonly #given = new Set<string>();
  #steps = 0;

  /** The outcomes of an expression; Python raises where none of them holds. */
  outcomes(node: PythonNode): Outcomes {
    if (++this.#steps > MAX_STEPS) throw new PythonUnsupported("so long an expression", node.start);
    try {
      const outcomes = this.#constant(node) ?? this.#outcomes(node);
      const size = outcomes.reduce(
        (sum, { when, value }) => sum + sizeOf(when) + sizeOf(holdsOf(value)),
        0,
      );
      if (outcomes.length > MAX_OUTCOMES || size > MAX_SIZE)
        throw new PythonUnsupported("so many cases", node.start);
      return outcomes;
    } catch (error) {
      if (error instanceof PythonUnsupported && error.at === undefined) {
        throw new PythonUnsupported(error.message, node.start);
      }
      throw error;
    }
  }

  /** Evaluates with other names, then goes back. */
  within<T>(names: NamesPart, evaluate: () => T): T {
    const before = this.#names;
    this.#names = names;
    try {
      return evaluate();
    } finally {
      this.#names = before;
    }
  }

  get names(): NamesPart {
    return this.#names;
  }

  /** A part that asks nothing of the event is evaluated at once. */
  #constant(node: PythonNode): Outcomes | undefined {
    if (!isConstant(node)) return undefined;
    try {
      const value = evaluatePython(node, { names: new Map(), outer: undefined, isFunction: false });
      return always(constant(value));
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      return this.raise(error, node);
    }
  }

  raise({ type, message }: PythonError, { start }: { readonly start: number }): Outcomes {
    this.raises.push({ type, message, at: start });
    return [];
  }

  #outcomes(node: PythonNode): Outcomes {
    switch (node.type) {
      case "name":
        return this.#name(node);
      case "bool":
        return this.#bool(node);
      case "unary":
        return then(this.outcomes(node.operand), (value) => {
          if (node.by === "not") return always(negated(value, truthOf(value, isTrue)));
          if (node.by === "~") throw new PythonUnsupported("the operator ~ with a field");
          return calculateSymbols(node.by, constant(0n), value);
        });
      case "binary":
        return thenAll([this.outcomes(node.left), this.outcomes(node.right)], ([a, b]) =>
          calculateSymbols(node.by, a as Symbolic, b as Symbolic),
        );
      case "compare":
        return this.#compare(node);
      case "choice":
        return then(this.outcomes(node.condition), (value) => {
          const holds = truthOf(value, isTrue);
          return merged([...this.#under(holds, node.yes), ...this.#under(not(holds), node.no)]);
        });
      case "list":
      case "tuple":
      case "set":
        return thenAll(
          node.items.map((item) => this.outcomes(item)),
          (items) => always({ is: "sequence", kind: node.type, items }),
        );
      case "subscript":
        return this.#subscript(node);
      case "call":
        return this.#call(node);
      case "attribute":
        return then(this.outcomes(node.value), (value) => {
          if (value.is !== "event") throw new PythonUnsupported(`.${node.name} without a call`);
          try {
            attributeOf(new PythonDict([]), node.name);
          } catch (error) {
            if (error instanceof PythonError) return this.raise(error, node);
            throw error;
          }
          throw new PythonUnsupported(`.${node.name} without a call`);
        });
      case "formatted":
        return this.#formatted(node);
      case "walrus": {
        const value = this.outcomes(node.value);
        this.#given.add(node.name);
        if (!this.#names.seesEvent) throw new PythonUnsupported(":= in a generator");
        this.#names = {
          ...this.#names,
          known: new Map([...this.#names.known, [node.name, value]]),
        };
        return value;
      }
      case "comprehension":
        if (node.kind === "list") return madeList(this, node);
        throw new PythonUnsupported("a comprehension that any() or all() is not asked of");
      case "dict":
        throw new PythonUnsupported("a dict with values of the event");
      case "lambda":
        throw new PythonUnsupported("a lambda");
      default:
        throw new PythonUnsupported("such an expression");
    }
  }

  /** What is evaluated only where a condition holds; names that it sets are not known afterwards. */
  #under(when: Formula, node: PythonNode): Outcomes {
    if (when === FAILS) return [];
    return this.within(this.#names, () =>
      this.outcomes(node).map((it) => ({ when: and(when, it.when), value: it.value })),
    );
  }

  #name(node: Extract<PythonNode, { type: "name" }>): Outcomes {
    const known = this.#names.known.get(node.name);
    if (known !== undefined) return known;
    if (node.name === "event" && this.#names.seesEvent) return always({ is: "event" });
    if (this.#given.has(node.name)) {
      throw new PythonUnsupported(`${node.name}, which := may not have given a value`, node.start);
    }
    try {
      return always(constant(builtin(node.name)));
    } catch (error) {
      if (error instanceof PythonError) return this.raise(error, node);
      throw error;
    }
  }

  #bool({ by, values }: Extract<PythonNode, { type: "bool" }>): Outcomes {
    const [first, ...others] = values as readonly [PythonNode, ...PythonNode[]];
    let sofar = this.outcomes(first);
    const after = this.#names;
    for (const part of others) {
      const next = this.outcomes(part);
      const decided: Outcomes = sofar.flatMap(({ when, value }) => {
        const holds = truthOf(value, isTrue);
        const ends = by === "and" ? not(holds) : holds;
        const kept = holdsOf(value) === undefined ? value : constant(by === "or");
        const [only] = next;
        // Two conditions are joined as conditions, which keeps them short.
        if (
          next.length === 1 &&
          only !== undefined &&
          holdsOf(value) !== undefined &&
          holdsOf(only.value) !== undefined
        ) {
          const other = and(only.when, holdsOf(only.value) as Formula);
          return [
            {
              when: and(when, or(ends, only.when)),
              value: truth(by === "and" ? and(holds, other) : or(holds, and(when, other))),
            },
          ];
        }
        return [
          { when: and(when, ends), value: kept },
          ...next.map((it) => ({ when: and(when, not(ends), it.when), value: it.value })),
        ];
      });
      sofar = merged(decided);
    }
    // NamesPart that only the right side sets may not be set.
    this.#names = after;
    return sofar;
  }

  #compare({ left, rest }: Extract<PythonNode, { type: "compare" }>): Outcomes {
    const sides = [this.outcomes(left), ...rest.map(([, right]) => this.outcomes(right))];
    const links = rest.map(([by], index) =>
      thenAll([sides[index] as Outcomes, sides[index + 1] as Outcomes], ([a, b]) =>
        compareSymbols(by, a as Symbolic, b as Symbolic, this.event),
      ),
    );
    const [first, ...others] = links as [Outcomes, ...Outcomes[]];
    return others.reduce<Outcomes>((sofar, next) => {
      const [a, b] = [asCondition(sofar), asCondition(next)];
      const when = and(a.when, or(not(a.holds), b.when));
      return merged([{ when, value: truth(and(a.holds, b.holds)) }]);
    }, first);
  }

  #subscript({ value, index }: Extract<PythonNode, { type: "subscript" }>): Outcomes {
    if (index.type === "slice") {
      const bounds = index.bounds.map((it) =>
        it === undefined ? always(constant(null)) : this.outcomes(it),
      );
      return thenAll([this.outcomes(value), ...bounds], ([it, ...at]) =>
        sliceOf(it as Symbolic, at),
      );
    }
    return thenAll([this.outcomes(value), this.outcomes(index)], ([it, key]) => {
      if (it?.is === "event") return this.event.read(key as Symbolic, "subscript", []);
      return itemAt(it as Symbolic, key as Symbolic);
    });
  }

  #call(node: Extract<PythonNode, { type: "call" }>): Outcomes {
    const { callee, args, keywords } = node;
    const [first] = args;
    if (callee.type === "name" && ["any", "all"].includes(callee.name) && args.length === 1) {
      if (first?.type === "comprehension" && first.kind !== "dict") {
        return comprehend(this, callee.name as "any" | "all", first);
      }
    }
    if (callee.type === "name" && args.length === 1 && first?.type === "comprehension") {
      const count = countedKeys(this, callee.name, first);
      if (count !== undefined) return count;
    }
    if (
      callee.type === "name" &&
      CONSUMERS.includes(callee.name) &&
      args.length === 1 &&
      first?.type === "comprehension" &&
      first.kind === "generator"
    ) {
      return thenAll([this.outcomes(callee), madeList(this, first)], ([it, list]) => {
        if (it?.is !== "constant" || !(it.value instanceof PythonCallable))
          throw new PythonUnsupported("such a call");
        return callBuiltin(it.value, [list as Symbolic], this.event);
      });
    }
    if (keywords.length > 0) {
      // Its arguments have no names: it raises.
      if (callee.type === "attribute" && callee.name === "get")
        return then(this.outcomes(callee.value), (it) => {
          if (it.is === "event") return [];
          throw new PythonUnsupported("an argument with a name");
        });
      throw new PythonUnsupported("an argument with a name");
    }
    if (callee.type === "name" && callee.name === "__import__")
      throw new PythonUnsupported(importOf(constantText(first)), node.start);
    if (callee.type === "lambda") return this.#lambda(callee, args);
    if (callee.type === "attribute") {
      return thenAll(
        [this.outcomes(callee.value), ...args.map((it) => this.outcomes(it))],
        ([self, ...given]) => {
          if (self?.is === "event") return this.event.call(callee.name, given);
          return callMethod(self as Symbolic, callee.name, given, this.event);
        },
      );
    }
    return thenAll(
      [this.outcomes(callee), ...args.map((it) => this.outcomes(it))],
      ([it, ...given]) => {
        if (it?.is === "constant" && it.value instanceof PythonCallable)
          return callBuiltin(it.value, given, this.event);
        if (it?.is === "constant" || it?.is === "scalar" || it?.is === "event") return [];
        throw new PythonUnsupported("such a call");
      },
    );
  }

  /** A lambda that is called where it stands: it sees its parameters, and not the event. */
  #lambda(
    { parameters, body }: Extract<PythonNode, { type: "lambda" }>,
    args: readonly PythonNode[],
  ): Outcomes {
    if (this.#given.size > 0) throw new PythonUnsupported("a lambda beside :=");
    return thenAll(
      args.map((it) => this.outcomes(it)),
      (values) => {
        if (values.length !== parameters.length) return [];
        const bound = parameters.map(
          (name, index) => [name, always(values[index] as Symbolic)] as const,
        );
        const known = new Map([...this.#names.known, ...bound]);
        return this.within({ known, seesEvent: false }, () => this.outcomes(body));
      },
    );
  }

  /** An f-string: each part as text. */
  #formatted({ parts }: Extract<PythonNode, { type: "formatted" }>): Outcomes {
    const made = parts.map((part): Outcomes => {
      if (typeof part === "string") return always(constant(part));
      if (part.conversion === "r" || part.conversion === "a" || (part.spec ?? "") !== "") {
        throw new PythonUnsupported("a format in an f-string", part.value.start);
      }
      return then(this.outcomes(part.value), (value) =>
        callBuiltin(builtin("str") as PythonCallable, [value], this.event),
      );
    });
    return thenAll(made, (values) => {
      const known = values.every((it) => it.is === "constant");
      if (known)
        return always(constant(values.map((it) => (it as { value: PythonValue }).value).join("")));
      return always(
        textFrom(
          joinOf(
            values.map((it) =>
              it.is === "constant" ? literalText(it.value) : (it as { of: string }).of,
            ),
          ),
        ),
      );
    });
  }
}

/** Booleans as one condition, and when there is one. */
function asCondition(outcomes: Outcomes): {
  readonly when: Formula;
  readonly holds: Formula;
} {
  const when = or(...outcomes.map((it) => it.when));
  const holds = or(...outcomes.map((it) => and(it.when, truthOf(it.value, isTrue))));
  return { when, holds };
}

/** What an imported module is asked for, with what a rule has in its place. */
function importOf(name: string | undefined): string {
  const inPlace = IMPORTS.get(name ?? "");
  return `__import__(${name === undefined ? "…" : JSON.stringify(name)})${inPlace === undefined ? "" : `: ${inPlace}`}`;
}

const IMPORTS: ReadonlyMap<string, string> = new Map([
  [
    "re",
    "a rule has no regular expressions; starts_with, ends_with and contains, joined by ||, say most of them",
  ],
  ["fnmatch", "a rule has no patterns; starts_with, ends_with and contains say most of them"],
  [
    "json",
    "a rule does not read JSON inside a text; contains() with the piece that matters says much of it",
  ],
  [
    "ipaddress",
    "a rule knows no networks; starts_with(sourceIPAddress, '10.') says those that end at a dot",
  ],
  ["datetime", "a rule has no clock; eventTime[11:13] is the hour, as text"],
]);

function isConstant(node: PythonNode): boolean {
  if (node.type === "name") return false;
  if (node.type === "walrus" || node.type === "lambda" || node.type === "slice") return false;
  if (node.type === "comprehension") return isClosed(node, new Set());
  if (node.type === "constant") return true;
  return nodesIn(node).every(
    (it) =>
      isConstant(it) || (it.type === "slice" && nodesIn(it).every(isConstant)) || isBuiltinName(it),
  );
}

function isBuiltinName(node: PythonNode): boolean {
  return (
    node.type === "name" &&
    /^(any|all|len|str|int|float|bool|abs|min|max|sum|sorted|range|list|tuple|set|isinstance)$/.test(
      node.name,
    )
  );
}

/** Whether a comprehension reads nothing but what it binds itself. */
function isClosed(node: PythonNode, bound: ReadonlySet<string>): boolean {
  if (node.type === "name") return bound.has(node.name) || isBuiltinName(node);
  if (node.type === "walrus" || node.type === "lambda") return false;
  if (node.type !== "comprehension") return nodesIn(node).every((it) => isClosed(it, bound));
  const inner = new Set([...bound, ...node.clauses.flatMap((it) => namesIn(it.target))]);
  return nodesIn(node).every((it) => isClosed(it, inner));
}

function namesIn(node: PythonNode): string[] {
  return node.type === "name" ? [node.name] : nodesIn(node).flatMap(namesIn);
}

/** Functions that go through a whole generator. */
const CONSUMERS: readonly string[] = ["sum", "min", "max", "list", "tuple", "set"];

const MAX_STEPS = 20_000;
const MAX_OUTCOMES = 24;

/** Conditions in what an expression may come to: more is no rule that a person reads. */
const MAX_SIZE = 300;

function sizeOf(formula: Formula | undefined): number {
  if (formula === undefined) return 0;
  return "parts" in formula ? formula.parts.reduce((sum, it) => sum + sizeOf(it), 1) : 1;
}
