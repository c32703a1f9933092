import type { ArnRule, SettingsSchema } from "../../src/core/settings/schema-type.ts";

/** A value that is likely to be wrong where it is put, and what is odd about it. */
export interface OddValue {
  readonly what: string;
  readonly value: unknown;
}

/** A schema with the limits that ajv reads beside what settings' types are made of. */
export interface LimitedSchema extends SettingsSchema {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxProperties?: number;
  readonly propertyNames?: LimitedSchema;
  readonly oneOf?: readonly LimitedSchema[];
  readonly allOf?: readonly LimitedSchema[];
}

/** Values to put where a schema describes one, from one that is valid there. */
export function oddValues(schema: LimitedSchema, valid: unknown): readonly OddValue[] {
  return [
    ...ANYWHERE,
    ...(typeof valid === "string" ? aroundText(valid) : []),
    ...(typeof valid === "number" ? aroundNumber(valid, schema) : []),
    ...(Array.isArray(valid) ? aroundList(valid) : []),
    ...(isMap(valid) ? aroundMap(valid) : []),
    ...(schema["x-arn"] === undefined ? [] : aroundArn(schema["x-arn"])),
  ];
}

const odd = (what: string, value: unknown): OddValue => ({ what, value });

/** Of every kind, and texts that mean something to YAML, to the CDK, to CloudFormation or to a shell. */
const ANYWHERE: readonly OddValue[] = [
  odd("nothing", null),
  odd("true", true),
  odd("false", false),
  odd("zero", 0),
  odd("less than zero", -1),
  odd("a fraction", 1.5),
  odd("a large number", 1e21),
  odd("no number", Number.NaN),
  odd("infinity", Number.POSITIVE_INFINITY),
  odd("an empty text", ""),
  odd("a space", " "),
  odd("a word", "word"),
  odd("digits", "111122223333"),
  odd("bare digits", 111122223333),
  odd("a long text", "x".repeat(5000)),
  odd("letters beyond ASCII", "äöü-日本-😀"),
  odd("half a letter", "a\ud800b"),
  odd("control characters", "a\u0000\u001b[31mb\u202e"),
  odd("a reference of the CDK", `\${Token[TOKEN.${1}]}`),
  odd("a list of the CDK's", ["#{Token[TOKEN.1]}"]),
  odd("a parameter of CloudFormation", ["$", "{AWS::AccountId}"].join("")),
  odd("a secret of CloudFormation's", "{{resolve:secretsmanager:x:SecretString:y}}"),
  odd("an intrinsic of CloudFormation", { Ref: "AWS::Region" }),
  odd("a name of JavaScript's", "__proto__"),
  odd("markup", "<b>&\"'"),
  odd("a path upward", "../../etc"),
  odd("a wildcard", "*"),
  odd("an address", "https://user:secret@example.com/a?b=c#d"),
  odd("an ARN of nothing", "arn:aws:::"),
  odd("an empty list", []),
  odd("a list of lists", [[[]]]),
  odd("an empty map", {}),
  odd("a map of anything", { a: 1, "b c": [null] }),
];

function aroundText(valid: string): OddValue[] {
  return [
    odd("a space before", ` ${valid}`),
    odd("a space behind", `${valid} `),
    odd("a line's end behind", `${valid}\n`),
    odd("capitals", valid.toUpperCase()),
    odd("itself twice", valid + valid),
    odd("a name as long as allowed", valid + "a".repeat(Math.max(0, 63 - valid.length))),
    odd("a longer name", valid + "a".repeat(Math.max(0, 257 - valid.length))),
    odd("a slash behind", `${valid}/`),
    odd("in a list", [valid]),
  ];
}

function aroundNumber(valid: number, { minimum, maximum }: LimitedSchema): OddValue[] {
  return [
    odd("as text", String(valid)),
    odd("a little more", valid + 0.5),
    ...(minimum === undefined ? [] : [odd("too small", minimum - 1), odd("the smallest", minimum)]),
    ...(maximum === undefined ? [] : [odd("too large", maximum + 1), odd("the largest", maximum)]),
  ];
}

function aroundList(valid: readonly unknown[]): OddValue[] {
  const [first] = valid;
  return [
    odd("the same twice", [...valid, first]),
    odd("nothing in a list", [...valid, null]),
    odd(
      "two hundred of it",
      Array.from({ length: 200 }, () => first),
    ),
    odd("out of its list", first),
  ];
}

function aroundMap(valid: Readonly<Record<string, unknown>>): OddValue[] {
  const [first] = Object.values(valid);
  const keyed = (key: string) => Object.fromEntries([...Object.entries(valid), [key, first]]);
  return [
    odd("an unknown key", { ...valid, unknown: 1 }),
    odd("an empty key", keyed("")),
    odd("a key of JavaScript's", keyed("constructor")),
    odd("a key with a space and a slash", keyed("a / b")),
    odd("a key beyond ASCII", keyed("ä😀")),
    odd("a key of the CDK's", keyed(["$", "{Token[TOKEN.1]}"].join(""))),
    odd("a long key", keyed("k".repeat(300))),
    odd("two hundred keys", {
      ...valid,
      ...Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`key${index}`, first])),
    }),
    odd("in a list", [valid]),
  ];
}

function aroundArn(rule: ArnRule): OddValue[] {
  const { services } = rule;
  const arn = (
    it: Partial<Record<"partition" | "service" | "region" | "account" | "id", string>>,
  ) =>
    [
      "arn",
      it.partition ?? "aws",
      it.service ?? services[0],
      it.region ?? (rule.global ? "" : "eu-central-1"),
      it.account ?? "111122223333",
      it.id ?? validResource(rule),
    ].join(":");
  return [
    odd("an ARN that fits", arn({})),
    odd("an ARN of another partition", arn({ partition: "aws-cn" })),
    odd("an ARN of a Region of China", arn({ partition: "aws-cn", region: "cn-north-1" })),
    odd("an ARN of no partition", arn({ partition: "amazon" })),
    odd("an ARN of another Region", arn({ region: "us-east-1" })),
    odd("an ARN of no Region", arn({ region: "" })),
    odd("an ARN of a Region that is none", arn({ region: "eu-nowhere-77" })),
    odd("an ARN of another account", arn({ account: "444455556666" })),
    odd("an ARN of eleven digits", arn({ account: "11112222333" })),
    odd("an ARN of no account", arn({ account: "" })),
    odd("an ARN of another service", arn({ service: "ec2" })),
    odd("an ARN of a name too long", arn({ id: validResource(rule).padEnd(700, "a") })),
    odd("an ARN of any", arn({ id: "*" })),
    odd("an ARN of nothing in it", arn({ id: "" })),
    odd("an ARN of FIFO", arn({ id: `${validResource(rule)}.fifo` })),
    odd("an ARN with a space", arn({ id: `${validResource(rule)} x` })),
    odd("an ARN of a part of it", arn({ id: `${validResource(rule)}:part` })),
  ];
}

/** Names that fit what ARNs of settings name. */
const RESOURCES = [
  "name",
  "key/1a2b3c4d-1111-2222-3333-444455556666",
  "role/reader",
  "secret:name-a1B2c3",
  "deliverystream/name",
  "event-bus/name",
];

/** What follows the account in an ARN that fits a rule. */
export function validResource({ resource }: ArnRule): string {
  const found = RESOURCES.find((it) => new RegExp(`^${resource}$`).test(it));
  if (found === undefined) throw new Error(`Cannot name anything that fits ${resource}`);
  return found;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
