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
  /** Whether its `count` is 0 or its `for_each` empty. */
  readonly isAbsent?: true;
  /** What stands in its file and was not read: an `include` of Terragrunt. */
  readonly unread?: string;
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
