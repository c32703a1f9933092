import { AwsError } from "../protocol/aws-error.ts";
import { type Input, integerMember, type Service, textMember } from "../protocol/service.ts";
import { busNameOf, type Place, ruleArn } from "../wiring/arn.ts";
import type { RuleWiring, SinkWiring, TargetWiring } from "../wiring/wiring.ts";
import type { Buses } from "./buses.ts";
import { targetArn } from "./target.ts";

/**
 * The EventBridge operations that list rules and their targets.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html
 */
export function createRuleLists(
  rules: readonly RuleWiring[],
  sinks: readonly SinkWiring[],
  buses: Pick<Buses, "has">,
  place: Place,
): Service {
  const arnOf = (target: TargetWiring): string =>
    (target.kind === "sink" && sinks.find(({ name }) => name === target.sink)?.arn) ||
    targetArn(target, place);
  const rulesOf = (input: Input) => {
    const bus = busNameOf(String(input.EventBusName ?? "default"), place);
    if (!buses.has(bus)) {
      throw new AwsError("ResourceNotFoundException", `Event bus ${bus} does not exist.`);
    }
    return rules.filter((it) => (it.bus ?? "default") === bus);
  };
  return {
    ListRules(input) {
      const { page, NextToken } = pageOf(rulesOf(input), input);
      const Rules = page.map(({ name, bus = "default", pattern }) => ({
        Name: name,
        Arn: ruleArn(bus, name, place),
        EventBusName: bus,
        EventPattern: JSON.stringify(pattern),
        State: "ENABLED",
      }));
      return { Rules, ...(NextToken && { NextToken }) };
    },
    ListTargetsByRule(input) {
      const name = textMember(input, "Rule");
      const rule = rulesOf(input).find((it) => it.name === name);
      if (rule === undefined) {
        throw new AwsError("ResourceNotFoundException", `Rule ${name} does not exist.`);
      }
      const { page, NextToken } = pageOf(rule.targets, input);
      const Targets = page.map((target) => ({
        Id: `Target${rule.targets.indexOf(target)}`,
        Arn: arnOf(target),
      }));
      return { Targets, ...(NextToken && { NextToken }) };
    },
  };
}

/** One page of a list; the token says where the next begins. */
function pageOf<T>(all: readonly T[], input: Input) {
  const limit = integerMember(
    input,
    "Limit",
    { from: 1, to: 100, otherwise: 100 },
    "ValidationException",
  );
  const from = Number(input.NextToken ?? 0);
  if (!Number.isInteger(from) || from < 0) {
    throw new AwsError("ValidationException", "NextToken is invalid");
  }
  const end = from + limit;
  return {
    page: all.slice(from, end),
    ...(end < all.length && { NextToken: String(end) }),
  };
}
