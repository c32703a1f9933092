import type { FieldProblem } from "../record/field-problem.ts";
import { parseArn } from "./arn.ts";
import type { SETTINGS_SCHEMA } from "./schema.ts";
import type { FromSchema } from "./schema-type.ts";

/**
 * The one settings file, checked and with every default filled in: what `SETTINGS_SCHEMA` says,
 * where limits, defaults and descriptions stand.
 */
export type Settings = FromSchema<typeof SETTINGS_SCHEMA>;

/** Where log files come from. */
export type LogSettings = Settings["logs"];

/** Which rules judge, and what is on their lists. */
export interface RuleSettings extends Omit<RulesSetting, "lists" | "ignoreRules"> {
  /** Ids of ignore rules of the product. @default - none */
  readonly ignoreRules?: readonly string[];
  /** What is on lists besides what files put there. @default - nothing */
  readonly lists?: RulesSetting["lists"];
  /** Ids of the accounts that are named: with what is on the list of them, expressions know them as `$accounts`. @default - none */
  readonly accounts?: readonly string[];
  /** Account id → tags, by which `severityBy` of rules knows it. @default - no account has one */
  readonly accountTags?: Readonly<Record<string, readonly string[]>>;
}

type RulesSetting = Settings["rules"];

/** The rules of settings, with all that they say of their lists. */
export function ruleSettingsOf({
  rules,
  accounts,
}: Pick<Settings, "rules" | "accounts">): RuleSettings {
  return { ...rules, accounts: Object.keys(accounts), accountTags: accountTagsOf(accounts) };
}

/** Account id → name. */
export function accountNamesOf(accounts: Settings["accounts"]): Readonly<Record<string, string>> {
  return mapped(accounts, (it) => (typeof it === "string" ? it : it.name));
}

/** Account id → its tags. */
export function accountTagsOf(
  accounts: Settings["accounts"],
): Readonly<Record<string, readonly string[]>> {
  return mapped(accounts, (it) => (typeof it === "string" ? [] : (it.tags ?? [])));
}

function mapped<T>(
  accounts: Settings["accounts"],
  of: (account: Settings["accounts"][string]) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(accounts).map(([id, it]) => [id, of(it)]));
}

/** One Lambda function. */
export type FunctionSettings = Settings["splitter"];

/** One listener of the bus: exactly one of the kinds. */
export type ConsumerSettings = Settings["consumers"][string];

/** A check of settings of the right shape, after the settings it reads: `logs.prefix`. */
export type SettingCheck<Checked> = readonly [
  reads: readonly string[],
  check: (settings: Checked) => Iterable<FieldProblem>,
];

/** Account of the log bucket, as far as the settings tell: who reads as a role reads as its account. */
export function bucketAccountOf({
  bucketAccount,
  readRoleArn,
}: Pick<LogSettings, "bucketAccount" | "readRoleArn">): string | undefined {
  return bucketAccount ?? (readRoleArn && parseArn(readRoleArn)?.account);
}
