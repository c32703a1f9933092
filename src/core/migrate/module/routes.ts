import { isKnown, isList, type TerraformValue } from "../../terraform/value.ts";
import type { ModuleInputs, MoveReport } from "./report.ts";
import type { SettingMap } from "./yaml-text.ts";

/** A list of the module that sends accounts somewhere. */
interface RouteInput {
  readonly name: string;
  /** Key of the target in an element. */
  readonly target: string;
  /** The setting of a route. */
  readonly setting: "slackChannel" | "slackWebhookSecretId" | "snsTopicArn";
  /** The target as the setting takes it; undefined, and said why, if it cannot be. */
  readonly made: (value: TerraformValue, index: number) => string | undefined;
}

/** Routes of one list: of two that name an account the first decides, as in the module. */
export function routesOf(
  input: RouteInput,
  inputs: ModuleInputs,
  report: MoveReport,
): readonly SettingMap[] {
  const { name, target, setting, made } = input;
  const elements = inputs.value(name);
  if (elements === undefined) return [];
  if (!isList(elements)) {
    report.open("routes", name, isKnown(elements) ? "is no list" : report.unknown(elements));
    return [];
  }
  const taken = new Set<string>();
  return elements.flatMap((element, index) => {
    const place = `${name}[${index}]`;
    if (!(element instanceof Map)) {
      report.open("routes", place, isKnown(element) ? "is no object" : report.unknown(element));
      return [];
    }
    const named = accountsOf(element.get("accounts") ?? null, place, report);
    const accounts = named.filter((id) => {
      if (!taken.has(id)) return taken.add(id);
      report.changes.push(`${place} names account ${id}, which an element before it has: left out`);
      return false;
    });
    // All of them have a route already: no target is needed.
    if (named.length > 0 && accounts.length === 0) return [];
    const goal = element.get(target) ?? null;
    if (goal === null) {
      report.open("routes", place, `has no ${target}`);
      return [];
    }
    const value = made(goal, index);
    return accounts.length === 0 || value === undefined ? [] : [{ accounts, [setting]: value }];
  });
}

function accountsOf(value: TerraformValue, place: string, report: MoveReport): readonly string[] {
  const setting = "routes";
  if (!isList(value)) {
    const why = isKnown(value) ? "is no list" : report.unknown(value);
    report.open(setting, `${place}.accounts`, why);
    return [];
  }
  return [...new Set(value)].flatMap((it) => {
    if (!isKnown(it)) return report.open(setting, `${place}.accounts`, report.unknown(it)) ?? [];
    const id = String(it).trim();
    if (/^\d{12}$/.test(id)) return [id];
    report.open(
      setting,
      `${place}.accounts`,
      `holds ${JSON.stringify(it)}, no account id of 12 digits`,
    );
    return [];
  });
}
