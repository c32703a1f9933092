import { HttpParameter, RuleTargetInput } from "aws-cdk-lib/aws-events";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import { alertText, alertWord } from "./alert-field.ts";
import type { AlertFields } from "./alert-pattern.ts";
import { messageTarget, valueOfSecret } from "./api-target.ts";
import type { ConsumerOptions } from "./consumer.ts";

/** What PagerDuty can be told. */
export interface PagerDutyOptions extends Omit<ConsumerOptions, "pattern"> {
  /** Secret with the 32 characters of an "Events API v2" integration's key. Never in the template. */
  readonly routingKey: ISecret;

  /**
   * Field of the secret, when it is JSON.
   *
   * @default - the secret's whole text
   */
  readonly secretField?: string;

  /**
   * Where PagerDuty keeps the account.
   *
   * @default "us"
   */
  readonly serviceRegion?: "us" | "eu";

  /** Which alerts, as their threads begin. @default - every alert */
  readonly only?: Omit<AlertFields, "states">;
}

const ENDPOINTS = {
  us: "https://events.pagerduty.com/v2/enqueue",
  eu: "https://events.eu.pagerduty.com/v2/enqueue",
};

/** An integration takes 120 events a minute. @see https://support.pagerduty.com/main/docs/rate-limits */
const REQUESTS_PER_SECOND = 2;

/**
 * PagerDuty, by its Events API v2: a thread that begins triggers an incident, under its id as
 * `dedup_key`.
 *
 * A thread that closes sends nothing. That no more events come says nothing of whether somebody has
 * looked: to resolve the incident then would take it from the people who are paged.
 *
 * @see https://developer.pagerduty.com/docs/send-alert-event
 */
export function pagerDutyTarget(options: PagerDutyOptions) {
  const { routingKey, secretField, serviceRegion = "us" } = options;
  const key = HttpParameter.fromSecret(valueOfSecret(routingKey, secretField));
  return messageTarget({
    endpoint: ENDPOINTS[serviceRegion],
    requestsPerSecond: REQUESTS_PER_SECOND,
    bodyParameters: { routing_key: key },
    message: EVENT,
  });
}

const EVENT = RuleTargetInput.fromObject({
  event_action: "trigger",
  dedup_key: alertWord("id"),
  client: "trailbridge",
  client_url: alertText("link"),
  links: [{ href: alertText("link"), text: "In the CloudTrail console" }],
  payload: {
    summary: `${alertText("title")}: ${alertText("summary")}`,
    source: alertText("account"),
    severity: alertWord("level"),
    timestamp: alertWord("firstSeen"),
    component: alertText("region"),
    group: alertText("rules"),
    class: alertText("eventName"),
    custom_details: {
      actor: alertText("actor"),
      address: alertText("address"),
      time: alertText("time"),
      resources: alertText("resources"),
      runbook: alertText("runbook"),
      record: alertText("record"),
    },
  },
});
