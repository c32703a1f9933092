import type { Rule } from "../../src/core/rule/rule.ts";

const SERVICES = ["iam", "s3", "ec2", "kms", "lambda", "sts", "rds", "guardduty", "organizations"];
const VERBS = ["Create", "Delete", "Put", "Update", "Attach", "Detach", "Disable", "Modify"];
const NOUNS = [
  "User",
  "Role",
  "Policy",
  "Bucket",
  "Key",
  "Function",
  "Snapshot",
  "Detector",
  "Trail",
];

/** As many rules as wanted, of the kinds that rule packs have, each time the same. */
export function generatedRules(count: number): Rule[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `generated-${n}`,
    title: `Generated rule ${n}`,
    description: "",
    severity: "low",
    match: expressionOf(n),
    tags: [],
    references: [],
  }));
}

function expressionOf(n: number): string {
  const source = `eventSource == '${at(SERVICES, n)}.amazonaws.com'`;
  const name = `${at(VERBS, n >> 1)}${at(NOUNS, n >> 2)}${n}`;
  switch (n % 10) {
    case 0:
      return `${source} && contains(['${name}', '${name}V2'], eventName)`;
    case 1:
      return `${source} && eventName == '${name}' && errorCode == \`null\``;
    case 2:
      return `${source} && starts_with(eventName, '${name}') && "userIdentity.type" != 'AWSService'`;
    case 3:
      return `eventName == '${name}' && "requestParameters.policyArn" == 'arn:aws:iam::aws:policy/P${n}'`;
    case 4:
      return `${source} && eventName == '${name}' && readOnly == \`false\` && !starts_with(userAgent, 'aws-internal')`;
    case 5:
      return `(${source} && eventName == '${name}') || (eventName == 'Other${n}' && "userIdentity.type" == 'Root')`;
    case 6:
      return `${source} && eventName == '${name}' && requestParameters.tags[?key == 'public']`;
    case 7:
      return `eventName == '${name}' && contains(sourceIPAddress, '192.0.2.') == \`false\` && "additionalEventData.kind${n}" == 'x'`;
    case 8:
      return n % 40 === 8
        ? `eventName == '${name}' && contains(userAgent, 'tool-${n}')`
        : `${source} && ends_with(eventName, '${name}')`;
    default:
      return `${source} && eventName == '${name}' && "requestParameters.count" > \`${n}\``;
  }
}

function at<T>(list: readonly T[], n: number): T {
  return list[n % list.length] as T;
}
