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

/** Which rules judge. */
export type RuleSettings = Settings["rules"];

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
