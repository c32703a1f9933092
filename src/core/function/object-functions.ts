import { ExpressionError } from "../syntax/error.ts";
import { textSize } from "./budget.ts";
import type { FunctionSpec } from "./function-spec.ts";
import { objectOf } from "./value.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Functions on objects: own fields alone, none of which is special. */
export const OBJECT_FUNCTIONS: Readonly<Record<string, FunctionSpec>> = {
  from_items: {
    parameters: ["array of array"],
    returns: "object",
    run: (items: unknown[][]) => {
      for (const { length, 0: key } of items) {
        if (length !== 2 || typeof key !== "string") {
          throw new ExpressionError(
            "Cannot call from_items() as each item must be a list of a name and a value",
          );
        }
      }
      return objectOf(items as [string, unknown][]);
    },
  },
  items: {
    parameters: ["object"],
    returns: "array",
    run: (object: Fields) => Object.entries(object),
  },
  keys: { parameters: ["object"], returns: "array", run: (object: Fields) => Object.keys(object) },
  length: {
    parameters: ["string|array|object"],
    returns: "number",
    cost: (value: unknown) => (typeof value === "string" ? textSize(value) : 1),
    run: (value: string | unknown[] | Fields) => {
      if (typeof value === "string") return [...value].length;
      return Array.isArray(value) ? value.length : Object.keys(value).length;
    },
  },
  merge: {
    parameters: ["object"],
    returns: "object",
    variadic: true,
    run: (...objects: Fields[]) => objectOf(objects.flatMap((object) => Object.entries(object))),
  },
  not_null: {
    parameters: ["any"],
    returns: "any",
    cost: () => 1,
    variadic: true,
    run: (...values: unknown[]) => values.find((value) => value !== null) ?? null,
  },
  values: {
    parameters: ["object"],
    returns: "array",
    run: (object: Fields) => Object.values(object),
  },
};
