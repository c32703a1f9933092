import { Ajv } from "ajv";
import type { Stack } from "aws-cdk-lib";
import type { Template } from "aws-cdk-lib/assertions";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RecordBus } from "../../../infra/bus/record-bus.ts";
import { type AlertFields, alertPattern } from "../../../infra/consumer/alert-pattern.ts";
import { noticePattern, recordPattern } from "../../../infra/consumer/pattern.ts";
import { alertEvent } from "../../../src/core/alert-event/alert-event.ts";
import { alertEntry } from "../../../src/core/alert-event/entry.ts";
import { patternMatcher } from "../../../src/core/pattern/match.ts";
import { tallyOf } from "../../../src/core/thread/tally.ts";
import { inputTransformer } from "../../../src/local/events/input-transformer.ts";
import { createRoutedEvent, type RoutedEvent } from "../../../src/local/events/routed-event.ts";
import { alertWith } from "../../support/alerts.ts";
import { memberWith } from "../../support/members.ts";
import {
  PAGERDUTY_EVENT,
  TEAMS_MESSAGE,
  TEAMS_MESSAGE_BYTES,
} from "../../support/paging-schemas.ts";
import { resource, synth } from "../../support/synth.ts";

const ajv = new Ajv({ allErrors: true, strict: true });
const WORKFLOW =
  "https://prod-1.westeurope.logic.azure.com:443/workflows/a1/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0";

const pattern = suite("alertPattern()");

const wrong: [name: string, fields: object, message: RegExp][] = [
  [
    "a severity there is not",
    { severities: ["hgih"] },
    /severities as each must be one of info, .*: "hgih"/,
  ],
  [
    "a state there is not",
    { states: ["open"] },
    /states as each must be one of began, closed: "open"/,
  ],
  ["an account that is none", { accounts: ["prod"] }, /accounts as each must be 12 digits: "prod"/],
  ["a rule without an id", { ruleIds: [""] }, /ruleIds as each must be a rule's id: ""/],
  ["an empty list", { severities: [] }, /severities as it must list at least one: it is \[\]/],
];

for (const [name, fields, message] of wrong) {
  pattern(`refuses ${name}`, () => {
    assert.throws(() => alertPattern(fields as AlertFields), message);
  });
}

const selections: [name: string, fields: AlertFields, isSelected: boolean][] = [
  ["every alert", {}, true],
  ["by severity", { severities: ["critical", "high"] }, true],
  ["no other severity", { severities: ["critical"] }, false],
  ["by rule", { ruleIds: ["other", "rule"] }, true],
  ["no other rule", { ruleIds: ["other"] }, false],
  ["by account", { accounts: ["111122223333"] }, true],
  ["no other account", { accounts: ["444455556666"] }, false],
  ["by state", { states: ["began"] }, true],
  ["no other state", { states: ["closed"] }, false],
];

for (const [name, fields, isSelected] of selections) {
  pattern(`selects ${name}`, () => {
    assert.is(selects(alertPattern(fields), routed()), isSelected);
  });
}

pattern("and those of records and notices share nothing", () => {
  const alert = routed();
  assert.not.ok(selects(recordPattern(), alert));
  assert.not.ok(selects(noticePattern(), alert));
  const record = { ...alert.parsed, "detail-type": "AWS API Call via CloudTrail" };
  assert.not.ok(selects(alertPattern(), { ...alert, parsed: record }));
});

pattern.run();

const pagerDuty = suite("addPagerDuty()");

pagerDuty("sends what PagerDuty takes, whatever the alert's texts hold", () => {
  const template = synthBus((bus, stack) => {
    bus.addPagerDuty("Pager", { routingKey: secretOf(stack) });
  });
  const validate = ajv.compile(PAGERDUTY_EVENT);
  forOddAlerts((event) => {
    const body = { ...bodyOf(template, event), routing_key: "R".repeat(32) };
    validate(body);
    assert.equal(validate.errors, null);
  });
});

pagerDuty("triggers an incident under the thread's id, as severe as the alert", () => {
  const template = synthBus((bus, stack) => {
    bus.addPagerDuty("Pager", { routingKey: secretOf(stack) });
  });
  const { event_action, dedup_key, payload } = bodyOf(template, routed()) as {
    event_action: string;
    dedup_key: string;
    payload: Record<string, unknown>;
  };
  assert.equal([event_action, dedup_key], ["trigger", "window-1"]);
  const { custom_details: _, ...shown } = payload;
  assert.equal(shown, {
    summary:
      "HIGH · Trail stopped · production: ada called StopLogging on cloudtrail from 192.0.2.10, which succeeded",
    source: "production (111122223333)",
    severity: "error",
    timestamp: "1970-01-01T00:00:00.500Z",
    component: "us-east-1",
    group: "rule",
    class: "StopLogging",
  });
});

pagerDuty("selects threads that begin, and never one that closes", () => {
  const template = synthBus((bus, stack) => {
    const only = { severities: ["critical", "high"] } as const;
    bus.addPagerDuty("Pager", { routingKey: secretOf(stack), only });
  });
  const { EventPattern } = resource(template, "AWS::Events::Rule").Properties;
  assert.equal(EventPattern, {
    source: ["trailbridge"],
    "detail-type": ["Trailbridge Alert"],
    detail: { severity: ["critical", "high"], state: ["began"] },
  });
});

pagerDuty("has its key from the secret, in the body, and keeps to PagerDuty's rate", () => {
  const template = synthBus((bus, stack) => {
    bus.addPagerDuty("Pager", { routingKey: secretOf(stack), serviceRegion: "eu" });
  });
  const { AuthParameters } = resource(template, "AWS::Events::Connection").Properties as {
    AuthParameters: { InvocationHttpParameters: object };
  };
  const [parameter] = (AuthParameters.InvocationHttpParameters as { BodyParameters: object[] })
    .BodyParameters as { Key: string; Value: unknown; IsValueSecret: boolean }[];
  assert.equal([parameter?.Key, parameter?.IsValueSecret], ["routing_key", true]);
  assert.match(JSON.stringify(parameter?.Value), "{{resolve:secretsmanager:");
  const { InvocationEndpoint, InvocationRateLimitPerSecond } = resource(
    template,
    "AWS::Events::ApiDestination",
  ).Properties;
  assert.equal(
    [InvocationEndpoint, InvocationRateLimitPerSecond],
    ["https://events.eu.pagerduty.com/v2/enqueue", 2],
  );
});

pagerDuty.run();

const teams = suite("addTeams()");

const badUrls: [name: string, url: string, message: RegExp][] = [
  ["an address without TLS", "http://example.com/a", /must begin with https/],
  ["no address", "example", /must begin with https/],
  ["an address with a user", "https://a@example.com/a", /have no user/],
  ["an address with its signature", `${WORKFLOW}&sig=abc`, /leave its sig out/],
];

for (const [name, workflowUrl, message] of badUrls) {
  teams(`refuses ${name}, and does not repeat it`, () => {
    assert.throws(
      () =>
        synthBus((bus, stack) => {
          bus.addTeams("Chat", { workflowUrl, signature: secretOf(stack) });
        }),
      (error: Error) => message.test(error.message) && !error.message.includes("sig=abc"),
    );
  });
}

teams("sends what Teams takes, whatever the alert's texts hold", () => {
  const template = synthTeams();
  const validate = ajv.compile(TEAMS_MESSAGE);
  forOddAlerts((event) => {
    const body = bodyOf(template, event);
    validate(body);
    assert.equal(validate.errors, null);
    assert.ok(Buffer.byteLength(JSON.stringify(body)) < TEAMS_MESSAGE_BYTES);
  });
});

teams("keeps the signature out of the address, and the address's other parameters in", () => {
  const template = synthTeams();
  const { AuthParameters } = resource(template, "AWS::Events::Connection").Properties as {
    AuthParameters: { InvocationHttpParameters: { QueryStringParameters: object[] } };
  };
  const parameters = AuthParameters.InvocationHttpParameters.QueryStringParameters as {
    Key: string;
    Value: string;
    IsValueSecret: boolean;
  }[];
  assert.equal(
    parameters.map(({ Key, IsValueSecret }) => [Key, IsValueSecret]),
    [
      ["api-version", false],
      ["sp", false],
      ["sv", false],
      ["sig", true],
    ],
  );
  assert.is(parameters[1]?.Value, "/triggers/manual/run");
  assert.is(
    resource(template, "AWS::Events::ApiDestination").Properties.InvocationEndpoint,
    WORKFLOW.replace(/\?.*/, "").replace(":443", ""),
  );
});

teams("posts when a thread begins, and when it closes where that is asked for", () => {
  const states = (template: Template) =>
    (resource(template, "AWS::Events::Rule").Properties.EventPattern as { detail: object }).detail;
  assert.equal(states(synthTeams()), { state: ["began"] });
  const both = synthTeams({ states: ["began", "closed"] });
  assert.equal(states(both), { state: ["began", "closed"] });
});

teams.run();

const hook = suite("addApiDestination() of alerts");

hook("posts the alert by itself", () => {
  const template = synthBus((bus, stack) => {
    bus.addApiDestination("Hook", {
      endpoint: "https://hooks.example.com/alerts",
      authorization: { header: "Authorization", secret: secretOf(stack) },
      pattern: alertPattern(),
      deliver: "alert",
    });
  });
  const [target] = resource(template, "AWS::Events::Rule").Properties.Targets as [
    { InputPath: string },
  ];
  assert.is(target.InputPath, "$.detail");
});

hook.run();

function synthTeams(only?: AlertFields): Template {
  return synthBus((bus, stack) => {
    const signature = secretOf(stack);
    bus.addTeams("Chat", { workflowUrl: WORKFLOW, signature, ...(only && { only }) });
  });
}

function synthBus(add: (bus: RecordBus, stack: Stack) => void): Template {
  return synth((stack) => add(new RecordBus(stack, "Bus"), stack));
}

function secretOf(stack: Stack) {
  return Secret.fromSecretNameV2(stack, "Secret", "trailbridge/key");
}

/** What the one rule's target gets of an event, before its connection adds the secret. */
function bodyOf(template: Template, event: RoutedEvent): Record<string, unknown> {
  const [target] = resource(template, "AWS::Events::Rule").Properties.Targets as [
    { InputTransformer: { InputPathsMap: Record<string, string>; InputTemplate: string } },
  ];
  const { InputPathsMap: paths, InputTemplate: text } = target.InputTransformer;
  const transform = inputTransformer({ paths, template: text });
  return JSON.parse(transform(event, { name: "rule", arn: "arn" }));
}

function forOddAlerts(check: (event: RoutedEvent) => void): void {
  const odd = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc.constantFrom(
      '"',
      "\\",
      '","event_action":"resolve',
      "<id>",
      "\n",
      "\ud800",
      "x".repeat(5_000),
    ),
  );
  fc.assert(
    fc.property(odd, odd, odd, (a, b, c) => {
      const fields = { title: a, eventName: b, sourceIp: c, region: a, account: b, errorCode: c };
      check(routed({ ...fields, actor: { name: a, session: b }, ruleIds: [c] }));
    }),
  );
}

/** An alert as it comes from the bus. */
function routed(fields: Parameters<typeof alertWith>[0] = {}): RoutedEvent {
  const progress = {
    id: "window-1",
    state: "began",
    severity: "high",
    tally: tallyOf([memberWith()]),
  } as const;
  const context = { accountNames: { "111122223333": "production" }, ruleById: () => undefined };
  const entry = alertEntry(alertEvent(alertWith(fields), progress, context));
  const place = { account: "111122223333", region: "eu-central-1" };
  const detail = JSON.parse(entry.detail);
  return createRoutedEvent({ ...entry, detail, detailText: entry.detail, time: 0 }, place);
}

function selects({ detailType, ...rest }: ReturnType<typeof alertPattern>, event: RoutedEvent) {
  return patternMatcher({ ...rest, "detail-type": detailType })(event.parsed);
}
