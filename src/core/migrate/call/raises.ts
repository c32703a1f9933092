import { PythonUnsupported } from "../../python/syntax/error.ts";
import { itemsOf, type Outcomes, type Symbolic } from "../symbol/symbol.ts";

/** A wrong constant raises; a field is not understood. */
export function raisesOr(arg: Symbolic | undefined, what: string): Outcomes {
  if (arg === undefined || arg.is === "constant" || itemsOf(arg) !== undefined) return [];
  throw new PythonUnsupported(what);
}

/** A constant text; undefined of anything else. */
export function knownText(arg: Symbolic | undefined): string | undefined {
  return arg?.is === "constant" && typeof arg.value === "string" ? arg.value : undefined;
}
