import { type Field, type FieldProblem, fieldName } from "../record/field-problem.ts";
import { type Arn, arnFault, parseArn, partitionOf } from "./arn.ts";
import type { ArnRule, SettingsSchema } from "./schema-type.ts";
import { endpointRule } from "./subscription-check.ts";
import { REGION } from "./value-schema.ts";

/** An ARN among the settings, and what it must be. */
interface NamedArn {
  readonly field: Field;
  readonly text: string;
  readonly arn: Arn;
  readonly rule: ArnRule;
}

/** Where the stack is, as far as the settings tell. */
interface Home {
  readonly region?: string;
  readonly partition?: string;
  readonly account?: string;
  /** What tells where the stack is. */
  readonly told: string;
}

/**
 * What the ARNs among the settings say of Regions, accounts and partitions that cannot be.
 *
 * The stack's own Region is the setting's. Where there is none, what must be in the stack's Region
 * must at least be in one: the first such ARN tells it.
 *
 * @param schema That of the settings.
 * @param settings As read: what does not have the schema's shape is passed over.
 */
export function placeProblems(settings: unknown, schema: SettingsSchema): readonly FieldProblem[] {
  const faulty: FieldProblem[] = [];
  const arns = arnsOf(settings, schema, [], faulty).map((named) =>
    fieldName(named.field) === "logs.kmsKeyArn"
      ? { ...named, rule: logKeyRule(named, settings) }
      : named,
  );
  const all = [...arns, ...subscribers(settings)];
  const home = homeOf(all, settings);
  const misplaced = all.flatMap((named) => {
    const why = faultOfPlace(named, home);
    if (why === undefined) return [];
    return [{ field: named.field, message: `Cannot use ${fieldName(named.field)} as ${why}` }];
  });
  return [...faulty, ...misplaced];
}

/** The subscribers of the alert topic that are ARNs: what is no such ARN, `subscriptionProblems()` tells. */
function subscribers(settings: unknown): NamedArn[] {
  const entries = Object.entries(Object(Object(Object(settings).sns).subscriptions));
  return entries.flatMap(([endpoint, protocol]) => {
    const rule = endpointRule(protocol);
    const arn = parseArn(endpoint);
    if (rule === undefined || arn === undefined || arnFault(endpoint, rule)) return [];
    return [{ field: ["sns", "subscriptions", endpoint], text: endpoint, arn, rule }];
  });
}

function homeOf(arns: readonly NamedArn[], settings: unknown): Home {
  const { region, account } = Object(settings) as Record<string, unknown>;
  const known = typeof account === "string" ? { account } : {};
  if (typeof region === "string" && new RegExp(REGION.pattern).test(region)) {
    return { ...known, ...regional(region), told: `the stack in ${region} (setting region)` };
  }
  const first = arns.find(({ rule }) => rule.here !== undefined) ?? arns[0];
  if (first === undefined) return { ...known, told: "" };
  const { arn, rule, field } = first;
  if (rule.here === undefined) {
    return { ...known, partition: arn.partition, told: `${fieldName(field)} in ${arn.partition}` };
  }
  const told = `${fieldName(field)}, and the stack with it, in ${arn.region}`;
  return { ...known, ...regional(arn.region), told };
}

function regional(region: string): Pick<Home, "region" | "partition"> {
  const partition = partitionOf(region);
  return { region, ...(partition !== undefined && { partition }) };
}

function faultOfPlace({ arn, rule, text }: NamedArn, home: Home): string | undefined {
  const { partition, region, account, resource } = arn;
  const shown = JSON.stringify(text);
  if (home.partition !== undefined && partition !== home.partition) {
    return `all must be in one partition: ${shown} is in ${partition}, ${home.told}`;
  }
  if (rule.here !== undefined && home.region !== undefined && region !== home.region) {
    const replica = resource.startsWith("key/mrk-")
      ? "; a multi-Region key has an ARN of its own in each Region: name that of its replica there"
      : "";
    return `${rule.here}: ${shown} is in ${region}, ${home.told}${replica}`;
  }
  if (rule.ours !== undefined && home.account !== undefined && account !== home.account) {
    return `${rule.ours}: ${shown} is of account ${account}, the stack of ${home.account} (setting account)`;
  }
  return undefined;
}

/**
 * The log files' key is where their bucket is. That must be the stack's Region wherever the bucket
 * itself tells this Region of a log file; a topic or queue that exists, or a forwarder in the
 * bucket's account, may bring the news from another.
 */
function logKeyRule({ rule }: NamedArn, settings: unknown): ArnRule {
  const { via, topicArn, queueArn, bucketAccount, readRoleArn } = Object(Object(settings).logs);
  const elsewhere =
    (via === "sns" && topicArn !== undefined) ||
    (via === "sqs" && queueArn !== undefined) ||
    (via === "eventbridge" && (bucketAccount ?? readRoleArn) !== undefined);
  if (elsewhere) return rule;
  return { ...rule, here: "a bucket notifies its own Region alone, and its key is there too" };
}

/**
 * Every ARN that stands where the schema asks for one, in the schema's order.
 *
 * @param faulty Gets what is wrong with those that have an ARN's form, as the schema asks, and are none.
 */
function arnsOf(
  value: unknown,
  schema: SettingsSchema,
  field: Field,
  faulty: FieldProblem[],
): NamedArn[] {
  const rule = schema["x-arn"];
  if (rule !== undefined) {
    if (typeof value !== "string") return [];
    const fault = arnFault(value, rule);
    if (fault === undefined) return [{ field, text: value, arn: parseArn(value) as Arn, rule }];
    if (value.startsWith("arn:") && new RegExp(schema.pattern ?? "").test(value)) {
      const message = `Cannot use ${fieldName(field)} as it must be the ARN of ${rule.what}: ${JSON.stringify(value)}, but ${fault}`;
      faulty.push({ field, message });
    }
    return [];
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    return items
      ? value.flatMap((item, index) => arnsOf(item, items, [...field, index], faulty))
      : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const described = schema.properties?.[key] ?? (schema.additionalProperties || undefined);
    return described ? arnsOf(inner, described, [...field, key], faulty) : [];
  });
}
