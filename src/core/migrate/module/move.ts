import type { ModuleCall } from "../../terraform/module-call.ts";
import type { Gaps } from "../../terraform/value.ts";
import type { MigratedRule } from "../rule-file.ts";
import { moduleRules } from "./module-rules.ts";
import { ModuleInputs, MoveReport } from "./report.ts";
import { moduleSettings } from "./settings.ts";
import { settingsText } from "./yaml-text.ts";

/** What becomes of one call of the module. */
export interface MovedModule {
  /** As Terraform names it, e.g. `module.alerts["prod"]`. */
  readonly address: string;
  readonly path: string;
  /** Folder for its files; empty where it is the only one. */
  readonly folder: string;
  /** The settings file. */
  readonly settings: string;
  readonly rules: readonly MigratedRule[];
  readonly todo: readonly string[];
  readonly changes: readonly string[];
}

/** Whether a module block calls the module that this comes from. */
export function isModule({ source, inputs }: Pick<ModuleCall, "source" | "inputs">): boolean {
  return /cloudtrail-to-slack/.test(source) || inputs.has("cloudtrail_logs_s3_bucket_name");
}

/**
 * Makes settings, rules and ignore rules of one call of the module.
 *
 * @param isOnly Whether there is no other call.
 * @param taken Ids that rules cannot have; new ones are added.
 */
export function moveModule(
  call: ModuleCall,
  gaps: Gaps,
  isOnly: boolean,
  taken: Set<string>,
): MovedModule {
  const report = new MoveReport(gaps);
  const inputs = new ModuleInputs(call.inputs, report);
  if (call.unread !== undefined)
    report.todo.push(
      `see to ${call.unread}: what it names is not read, and may give further inputs; name them in inputs, or add what they say`,
    );
  const label = call.name.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const { rules, eventsToTrack, useDefaults } = moduleRules(inputs, report, taken);
  const written = rules.filter(({ file }) => file !== undefined);
  const settings = moduleSettings(
    inputs,
    {
      useDefaults,
      eventsToTrack,
      hasRules: written.some(({ kind }) => kind === "rule"),
      hasIgnoreRules: written.some(({ kind }) => kind === "ignore"),
    },
    report,
    isOnly ? undefined : `trailbridge-${label}`,
  );
  const address = call.address ?? `module.${call.name}`;
  const comments = [
    `What ${address} of ${call.path} said. TODO.md has what is left to do.`,
    ...report.todo.filter((it) => it.startsWith("set ")).map((it) => `TODO ${it}`),
  ].map((it) => it.replace(/[^\x20-\x7e\u00a0-\ud7ff]/g, "?"));
  return {
    address,
    path: call.path,
    folder: isOnly ? "" : label,
    settings: settingsText(settings, comments),
    rules,
    todo: report.todo,
    changes: report.changes,
  };
}
