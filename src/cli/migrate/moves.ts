import { readFileSync, statSync } from "node:fs";
import { parseSettings, SettingsError } from "../../adapters/settings-file.ts";
import { DEFAULT_IDS } from "../../core/migrate/default-rules.ts";
import { withMeaning } from "../../core/migrate/meaning/split-rule.ts";
import { isModule, type MovedModule, moveModule } from "../../core/migrate/module/move.ts";
import { type Piece, piecesOf, rulesInText } from "../../core/migrate/module/pieces.ts";
import { type MigratedRule, migrateRule } from "../../core/migrate/rule-file.ts";
import { isTerraform, type TerraformFiles } from "./terraform-folder.ts";

/** What was read, and what becomes of it. */
export interface Moves {
  readonly rules: readonly MigratedRule[];
  /** Where each rule stands. */
  readonly places: ReadonlyMap<MigratedRule, { readonly place: string; readonly piece?: Piece }>;
  /** Calls of the module, with what is wrong with their settings; absent where a text was read. */
  readonly modules?: readonly (readonly [MovedModule, string | undefined])[];
  /** Addresses of calls that make nothing, by `count` or `for_each`. */
  readonly absent?: readonly string[];
}

/**
 * Moves the calls of the module that were asked for, or those in the files beside.
 *
 * @throws {Error} If there is none.
 */
export function movesOf({ config, calls, asked }: TerraformFiles): Moves {
  const all = calls.filter(({ call }) => isModule(call));
  const wanted = all.filter(({ from }) => asked.includes(from));
  const found = (wanted.length > 0 ? wanted : all).map(({ call }) => call);
  const absent = found.filter((it) => it.isAbsent).map((it) => it.address ?? `module.${it.name}`);
  const chosen = found.filter((it) => !it.isAbsent);
  if (chosen.length === 0 && absent.length > 0) {
    throw new Error(
      `Cannot migrate ${absent.join(", ")} as its count must not be 0, nor its for_each empty: give the variables that say so, in a .tfvars file after it`,
    );
  }
  if (chosen.length === 0) {
    throw new Error(
      `Cannot migrate ${asked.join(", ")} as a call of the module must be in it, or in a file beside it (module "…" { source = "fivexl/cloudtrail-to-slack/aws" …): there is none`,
    );
  }
  const modules = chosen.map((call) => {
    const moved = moveModule(call, config.gaps, chosen.length === 1, new Set(DEFAULT_IDS));
    return [moved, settingsProblem(moved)] as const;
  });
  const places = new Map(
    modules.flatMap(([{ rules, path, address }]) =>
      rules.map(
        (it) =>
          [
            it,
            { place: `${path}, ${address}.${it.kind === "rule" ? "rules" : "ignore_rules"}` },
          ] as const,
      ),
    ),
  );
  return { rules: modules.flatMap(([{ rules }]) => rules), places, modules, absent };
}

function settingsProblem({ settings }: MovedModule): string | undefined {
  try {
    parseSettings(settings, "settings.yaml");
    return undefined;
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
}

/** How a text of rules is read. */
export interface RulesTextOptions {
  readonly kind: "rule" | "ignore";
  readonly separator: string | undefined;
  readonly functionName: string | undefined;
}

/** Migrates the rules of a text. */
export function rulesOf(
  text: string,
  path: string,
  { kind, separator, functionName }: RulesTextOptions,
): Moves {
  const pieces = separator === undefined ? rulesInText(text) : piecesOf(text, separator);
  const taken = new Set(DEFAULT_IDS);
  const functionNames = functionName === undefined ? [] : [functionName];
  const migrated = pieces.map((piece) =>
    migrateRule(piece.text, kind, taken, { functionNames, areInUse: false }),
  );
  // What stands in lines of its own was not split.
  const rules = withMeaning(migrated, separator ?? "\n", kind);
  const places = new Map(
    rules.map((it) => {
      const piece = pieces[migrated.findIndex(({ python }) => it.python.startsWith(python))];
      return [it, { place: path, ...(piece !== undefined && { piece }) }] as const;
    }),
  );
  return { rules, places };
}

/** Whether a path is a folder or a file of Terraform. */
export function isFolderOrTerraform(path: string): boolean {
  if (isTerraform(path) || /[/\\]$/.test(path)) return true;
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Whether a text is Terraform: blocks and arguments, which no Python expression begins with. */
export function looksLikeTerraform(text: string): boolean {
  return /^[ \t]*(?:(?:module|variable|data|resource)[ \t]+"|(?:locals|terraform)[ \t]*\{|inputs[ \t]*=)/m.test(
    text,
  );
}

/** @throws {Error} If the file cannot be read. */
export function fileText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(
      `Cannot read rules as the file must be readable: ${path}: ${(error as Error).message}`,
    );
  }
}
