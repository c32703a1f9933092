import { ExpressionError } from "../syntax/error.ts";
import { type Budget, shallowSize } from "./budget.ts";
import type { FunctionSpec } from "./function-spec.ts";
import { LIST_FUNCTIONS } from "./list-functions.ts";
import { OBJECT_FUNCTIONS } from "./object-functions.ts";
import { TEXT_FUNCTIONS } from "./text-functions.ts";
import { type TypeName, typeName } from "./value.ts";
import { VALUE_FUNCTIONS } from "./value-functions.ts";

/**
 * Every function an expression may call: JMESPath's, with the community's additions, written for
 * own fields and null-safe.
 *
 * @see https://jmespath.site/main/#functions
 */
export const FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map(
  Object.entries({ ...TEXT_FUNCTIONS, ...LIST_FUNCTIONS, ...OBJECT_FUNCTIONS, ...VALUE_FUNCTIONS }),
);

/** Calls a function with evaluated arguments, whose number was checked while compiling. */
export type Call = (args: readonly unknown[], budget: Budget) => unknown;

/**
 * Looks up a function and checks how many arguments it is given.
 *
 * @param constants Arguments that are the same for every event; undefined for those that are not.
 * @throws {ExpressionError} If there is none of this name or it takes another number.
 */
export function callOf(name: string, count: number, constants: readonly unknown[] = []): Call {
  const refusal = refusalOf(name, count);
  if (refusal !== undefined) throw new ExpressionError(refusal);
  const spec = FUNCTIONS.get(name) as FunctionSpec;
  const accepted = parametersOf(spec, count);
  const plain = accepted.map(plainTypes);
  const looksInside = accepted.some((types) => types.some((type) => type.includes(" of ")));
  const run = spec.prepare?.(constants) ?? spec.run;
  return (args, budget) => {
    if (!arePlain(args, plain)) {
      // An absent field must not make a rule fault, nor one of another type: an event pattern could
      // let that through only with every event that lacks the field.
      for (const [index, types] of accepted.entries()) {
        if (givesNull(typeName(args[index]), types)) return null;
      }
      checkTypes(name, args, accepted, isOuter);
    }
    budget.spend(spec.cost?.(...args) ?? args.reduce<number>(addSize, 0));
    if (looksInside) checkTypes(name, args, accepted, isOf);
    return run(...args);
  };
}

/** Calls a function with its two arguments. */
export type PairCall = (first: unknown, second: unknown, budget: Budget) => unknown;

/**
 * {@linkcode callOf} of two arguments, as nearly all calls of rules have: no list is made of them,
 * and of what is the same for every event nothing is asked again.
 */
export function pairCallOf(name: string, constants: readonly unknown[]): PairCall {
  const call = callOf(name, 2, constants);
  const spec = FUNCTIONS.get(name) as FunctionSpec;
  // A list whose elements have a type is no plain one: it is left to the other.
  const [first, second] = parametersOf(spec, 2).map((types, index) => {
    const known = plainTypes(types);
    const constant = constants[index];
    return constant !== undefined && known.has(typeName(constant)) ? undefined : known;
  });
  const { cost = (a: unknown, b: unknown) => shallowSize(a) + shallowSize(b) } = spec;
  const run = spec.prepare?.(constants) ?? spec.run;
  return (a, b, budget) => {
    if (first?.has(typeName(a)) === false || second?.has(typeName(b)) === false) {
      return call([a, b], budget);
    }
    budget.spend(cost(a, b));
    return run(a, b);
  };
}

/** The types of an argument that leave nothing to ask: nearly all have one of them. */
function plainTypes(parameter: readonly string[]): ReadonlySet<string> {
  return new Set(parameter.includes("any") ? ANY : parameter.filter((type) => type !== "null"));
}

const ANY: readonly TypeName[] = ["string", "number", "boolean", "array", "object", "null"];

function arePlain(args: readonly unknown[], plain: readonly ReadonlySet<string>[]): boolean {
  return plain.every((types, index) => types.has(typeName(args[index])));
}

function checkTypes(
  name: string,
  args: readonly unknown[],
  accepted: readonly (readonly string[])[],
  has: (value: unknown, type: string) => boolean,
): void {
  for (const [index, types] of accepted.entries()) {
    if (types.some((type) => has(args[index], type))) continue;
    throw new ExpressionError(
      `Cannot call ${name}() as its argument ${index + 1} must be ${types.join(" or ")}: it is ${describe(args[index])}`,
    );
  }
}

function addSize(steps: number, arg: unknown): number {
  return steps + shallowSize(arg);
}

/** Why a function cannot be called with so many arguments; undefined if it can. */
export function refusalOf(name: string, count: number): string | undefined {
  const spec = FUNCTIONS.get(name);
  if (spec === undefined) return `Cannot call ${name}() as it must be a known function`;
  const { parameters, optional = 0, variadic = false } = spec;
  const least = parameters.length - optional;
  if (count >= least && (count <= parameters.length || variadic)) return undefined;
  const most = optional === 0 ? "" : ` to ${parameters.length}`;
  const allowed = `${least}${variadic ? " or more" : most}`;
  const noun = allowed === "1" ? "argument" : "arguments";
  return `Cannot call ${name}() as it takes ${allowed} ${noun}: it is given ${count}`;
}

/** The types that each of so many arguments may have. */
export function parametersOf(
  { parameters }: FunctionSpec,
  count: number,
): readonly (readonly string[])[] {
  return Array.from({ length: count }, (_, index) =>
    (parameters[Math.min(index, parameters.length - 1)] as string).split("|"),
  );
}

/** Whether a value has a type, as parameters name it. */
export function isOf(value: unknown, type: string): boolean {
  const [, inner] = type.split(" of ");
  if (!isOuter(value, type)) return false;
  return inner === undefined || (value as unknown[]).every((item) => isOf(item, inner));
}

/** {@linkcode isOf} without a look inside, which costs nothing. */
function isOuter(value: unknown, type: string): boolean {
  const [outer] = type.split(" of ");
  return outer === "any" ? typeName(value) !== "expression" : typeName(value) === outer;
}

/**
 * Whether an argument of a type makes a function's result null: null itself, unless the parameter
 * may be of any type; and what is neither text nor number where the parameter may be text or a
 * number and not this.
 */
function givesNull(type: TypeName, parameter: readonly string[]): boolean {
  if (parameter.includes("any") || type === "expression") return false;
  if (type === "null") return true;
  const takesText = parameter.includes("string") || parameter.includes("number");
  return takesText && !parameter.includes(type);
}

/** A value's type, and for a list what it holds: never the value itself, which may be secret. */
function describe(value: unknown): string {
  if (!Array.isArray(value)) return typeName(value);
  return `array of ${[...new Set(value.map(typeName))].join(", ") || "nothing"}`;
}
