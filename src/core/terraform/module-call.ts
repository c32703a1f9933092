import type { TerraformValue } from "./value.ts";

/** One call of a module; one of a `for_each` each. */
export interface ModuleCall {
  /** `alerts`, or `alerts["prod"]`. */
  readonly name: string;
  /** How it is called where it is no block of a module. @default `module.<name>` */
  readonly address?: string;
  /** File that it stands in. */
  readonly path: string;
  readonly source: string;
  readonly inputs: ReadonlyMap<string, TerraformValue>;
}

/** Arguments of a module block that are no inputs. */
export const NO_INPUTS: readonly string[] = [
  "source",
  "version",
  "providers",
  "count",
  "for_each",
  "depends_on",
];
