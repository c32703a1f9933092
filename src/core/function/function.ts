import { ExpressionError } from "../syntax/error.ts";
import type { FunctionSpec } from "./function-spec.ts";
import { LIST_FUNCTIONS } from "./list-functions.ts";
import { OBJECT_FUNCTIONS } from "./object-functions.ts";
import { TEXT_FUNCTIONS } from "./text-functions.ts";
import { typeName } from "./value.ts";

/**
 * Every function an expression may call: JMESPath's, with the community's additions, written for
 * own fields and null-safe.
 *
 * @see https://jmespath.site/main/#functions
 */
export const FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map(
  Object.entries({ ...TEXT_FUNCTIONS, ...LIST_FUNCTIONS, ...OBJECT_FUNCTIONS }),
);

/** Calls a function with evaluated arguments, whose number was checked while compiling. */
export type Call = (args: readonly unknown[]) => unknown;

/**
 * Looks up a function and checks how many arguments it is given.
 *
 * @throws {ExpressionError} If there is none of this name or it takes another number.
 */
export function callOf(name: string, count: number): Call {
  const spec = FUNCTIONS.get(name);
  if (spec === undefined) {
    throw new ExpressionError(`Cannot call ${name}() as it must be a known function`);
  }
  const { parameters, optional = 0, variadic = false } = spec;
  const least = parameters.length - optional;
  if (count < least || (count > parameters.length && !variadic)) {
    const allowed = variadic ? `${least} or more` : [least, parameters.length].join(" to ");
    throw new ExpressionError(
      `Cannot call ${name}() as it takes ${least === parameters.length && !variadic ? least : allowed} arguments: it is given ${count}`,
    );
  }
  const accepted = Array.from({ length: count }, (_, index) => parameterOf(parameters, index));
  return (args) => {
    for (const [index, types] of accepted.entries()) {
      const type = typeName(args[index]);
      // An absent field must not make a rule fault: whatever is asked of it is unknown.
      if (type === "null" && !types.includes("any")) return null;
    }
    for (const [index, types] of accepted.entries()) {
      if (!types.some((type) => isOf(args[index], type))) {
        throw new ExpressionError(
          `Cannot call ${name}() as its argument ${index + 1} must be ${types.join(" or ")}: it is ${describe(args[index])}`,
        );
      }
    }
    return spec.run(...args);
  };
}

function parameterOf(parameters: FunctionSpec["parameters"], index: number): readonly string[] {
  return (parameters[Math.min(index, parameters.length - 1)] as string).split("|");
}

function isOf(value: unknown, type: string): boolean {
  const [outer, inner] = type.split(" of ");
  if (outer === "any") return typeName(value) !== "expression";
  if (typeName(value) !== outer) return false;
  return inner === undefined || (value as unknown[]).every((item) => isOf(item, inner));
}

/** A value's type, and for a list what it holds: never the value itself, which may be secret. */
function describe(value: unknown): string {
  if (!Array.isArray(value)) return typeName(value);
  return `array of ${[...new Set(value.map(typeName))].join(", ") || "nothing"}`;
}
