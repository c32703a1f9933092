import { type FieldProblem, fieldName } from "../record/field-problem.ts";
import { arnFault } from "./arn.ts";
import type { ArnRule } from "./schema-type.ts";
import type { Settings } from "./settings.ts";

/**
 * Subscribers of the alert topic that SNS would refuse in the middle of a deployment.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
 */
export function subscriptionProblems(
  subscriptions: Settings["sns"]["subscriptions"],
): readonly FieldProblem[] {
  return Object.entries(subscriptions).flatMap(([endpoint, protocol]) => {
    const why = faultOf(endpoint, protocol);
    if (why === undefined) return [];
    const field = ["sns", "subscriptions", endpoint];
    return [{ field, message: `Cannot use ${fieldName(field)} as ${why}` }];
  });
}

type Protocol = Settings["sns"]["subscriptions"][string];

function faultOf(endpoint: string, protocol: Protocol): string | undefined {
  switch (protocol) {
    case "email":
    case "email-json":
      return must(
        /^[^@\s:]+@[^@\s]+$/.test(endpoint),
        protocol,
        "an address, e.g. soc@example.com",
      );
    case "http":
    case "https":
      return must(
        new RegExp(`^${protocol}://\\S+$`).test(endpoint),
        protocol,
        `an address that begins with ${protocol}://`,
      );
    case "sms":
      return must(
        /^\+[1-9]\d{3,14}$/.test(endpoint),
        protocol,
        'a number such as "+491701234567", in quotes (YAML drops the +)',
      );
    case "firehose":
      return "a firehose subscription needs a role, which there is no setting for: use consumers.<name>.firehose, or subscribe the stream to a topic of your own and name that in sns.topicArn";
    case "sqs":
      if (endpoint.endsWith(".fifo")) {
        return "a standard topic delivers to standard queues alone: it is FIFO";
      }
      return mustBeArn(endpoint, protocol);
    case "lambda":
    case "application":
      return mustBeArn(endpoint, protocol);
  }
}

function must(holds: boolean, protocol: string, what: string): string | undefined {
  return holds ? undefined : `an endpoint of protocol ${protocol} must be ${what}`;
}

function mustBeArn(endpoint: string, protocol: keyof typeof ENDPOINTS): string | undefined {
  const rule = ENDPOINTS[protocol];
  const fault = arnFault(endpoint, rule);
  return fault && `an endpoint of protocol ${protocol} must be the ARN of ${rule.what}: ${fault}`;
}

/** What the ARN of a subscriber must be; nothing where subscribers have other addresses. */
export function endpointRule(protocol: unknown): ArnRule | undefined {
  return Object.entries<ArnRule>(ENDPOINTS).find(([name]) => name === protocol)?.[1];
}

/**
 * Subscribers may be of other accounts and Regions, never of another partition.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
 */
const ENDPOINTS = {
  sqs: { what: "a queue", services: ["sqs"], resource: "[\\w-]{1,80}" },
  lambda: {
    what: "a function",
    services: ["lambda"],
    resource: "function:[\\w-]{1,64}(:[\\w$-]{1,128})?",
  },
  application: {
    what: "a mobile app's endpoint",
    services: ["sns"],
    resource: "endpoint/[\\w/.-]+",
  },
} as const satisfies Readonly<Record<string, ArnRule>>;
