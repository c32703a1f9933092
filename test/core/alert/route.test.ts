import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  alertAt,
  type Destination,
  type DestinationSettings,
  defaultDestinations,
  destinationId,
  destinationOfId,
  type Routable,
  routesFor,
  waysFor,
} from "../../../src/core/alert/route.ts";
import { alertWith } from "../../support/alerts.ts";

const TOPIC = "arn:aws:sns:us-east-1:111122223333:alerts";

const test = suite("routesFor()");

const ids = (alert: Routable, settings: DestinationSettings) =>
  routesFor(alert, settings).map(destinationId);

test("goes nowhere when nothing is configured", () => {
  assert.equal(ids(alertOf(), { defaults: {}, routes: [] }), []);
});

test("goes to the default when no route fits", () => {
  const routes = [{ accounts: ["777788889999"], slackChannel: "C_OTHER" }];
  assert.equal(ids(alertOf(), { defaults: { slackChannel: "C_ALL" }, routes }), ["slack:C_ALL"]);
});

test("takes an event without account to the default, whatever accounts the routes name", () => {
  const routes = [{ accounts: ["111122223333"], slackChannel: "C_ONE" }];
  const { account: _, ...nameless } = alertOf();
  assert.equal(ids(nameless, { defaults: { slackChannel: "C_ALL" }, routes }), ["slack:C_ALL"]);
});

test("has an alert as severe as its route says there, and as it is everywhere else", () => {
  const raised = { severities: ["high"], slackChannel: "C_PAGE", severity: { raise: 3 } } as const;
  const lowered = { severities: ["high"], snsTopicArn: TOPIC, severity: { lower: 1 } } as const;
  const more = { accounts: ["111122223333"], slackChannel: "C_MORE", continue: true } as const;
  const settings = { defaults: { slackChannel: "C_ALL" }, routes: [more, raised, lowered] };
  assert.equal(
    waysFor(alertOf(), settings).map(({ destination, severity }) => [
      destinationId(destination),
      severity,
    ]),
    [
      ["slack:C_MORE", "high"],
      ["slack:C_PAGE", "critical"],
      [`sns:${TOPIC}`, "medium"],
    ],
  );
});

test("takes the most severe where several routes lead to one destination", () => {
  const to = { slackChannel: "C_ALL", continue: true, severities: ["high"] } as const;
  const routes = [
    { ...to, severity: { lower: 1 } },
    { ...to, severity: { raise: 1 } },
  ];
  const settings = { defaults: { slackChannel: "C_ALL" }, routes };
  assert.equal(
    waysFor(alertOf(), settings).map(({ severity }) => severity),
    ["critical"],
  );
});

test("takes the first of several routes that fit", () => {
  const routes = [
    { accounts: ["444455556666"], slackChannel: "C_NO" },
    { accounts: ["111122223333", "444455556666"], slackChannel: "C_FIRST" },
    { accounts: ["111122223333"], slackChannel: "C_SECOND" },
  ];
  assert.equal(ids(alertOf(), { defaults: {}, routes }), ["slack:C_FIRST"]);
});

test("requires every condition of a route", () => {
  const settings = (severity: "high" | "low", rule: string): DestinationSettings => ({
    defaults: { slackChannel: "C_ALL" },
    routes: [
      {
        accounts: ["111122223333"],
        rules: [rule],
        severities: [severity],
        slackChannel: "C_ROUTE",
      },
    ],
  });
  assert.equal(ids(alertOf(), settings("low", "rule-a")), ["slack:C_ALL"]);
  assert.equal(ids(alertOf(), settings("high", "rule-c")), ["slack:C_ALL"]);
  assert.equal(ids(alertOf(), settings("high", "rule-a")), ["slack:C_ROUTE"]);
});

test("goes by the most severe rule: one for a lesser rule takes nothing along", () => {
  const settings = (route: Partial<DestinationSettings["routes"][number]>) => ({
    defaults: { slackChannel: "C_ALL" },
    routes: [{ rules: ["rule-b"], slackChannel: "C_NOISE", ...route }],
  });
  assert.equal(ids(alertOf(), settings({})), ["slack:C_ALL"]);
  assert.equal(ids(alertOf(), settings({ continue: true })), ["slack:C_NOISE", "slack:C_ALL"]);
  assert.equal(ids({ ...alertOf(), ruleIds: ["rule-b"] }, settings({})), ["slack:C_NOISE"]);
});

test("goes wherever one of the most severe rules would", () => {
  const settings: DestinationSettings = {
    defaults: { slackChannel: "C_ALL" },
    routes: [
      { rules: ["rule-b"], slackChannel: "C_B" },
      { rules: ["rule-c"], slackChannel: "C_C" },
    ],
  };
  const alert = { ...alertOf(), ruleIds: ["rule-a", "rule-b", "rule-c"] };
  const leading = (...leadingIds: string[]) => ids({ ...alert, leadingIds }, settings);
  assert.equal(leading("rule-a", "rule-b"), ["slack:C_ALL", "slack:C_B"]);
  assert.equal(leading("rule-b", "rule-c"), ["slack:C_B", "slack:C_C"]);
});

test("treats Slack and SNS as independent media", () => {
  const settings: DestinationSettings = {
    defaults: { slackChannel: "C_ALL", snsTopicArn: TOPIC },
    routes: [{ accounts: ["111122223333"], slackChannel: "C_ONE" }],
  };
  assert.equal(ids(alertOf(), settings), ["slack:C_ONE", `sns:${TOPIC}`]);
});

test("needs no SNS route beside a default topic, and no default beside a route", () => {
  assert.equal(
    ids(alertOf(), { defaults: { slackChannel: "C", snsTopicArn: TOPIC }, routes: [] }),
    ["slack:C", `sns:${TOPIC}`],
  );
  const routes = [{ accounts: ["111122223333"], snsTopicArn: `${TOPIC}-one` }];
  assert.equal(ids(alertOf(), { defaults: { slackChannel: "C" }, routes }), [
    "slack:C",
    `sns:${TOPIC}-one`,
  ]);
});

test("lets a route's webhook stand for the default channel", () => {
  const settings: DestinationSettings = {
    defaults: { slackChannel: "C_ALL" },
    routes: [{ slackWebhookSecretId: "hook" }],
  };
  assert.equal(ids(alertOf(), settings), ["webhook:hook"]);
});

test("goes on behind a route that continues, to the next that fits and no further", () => {
  const settings: DestinationSettings = {
    defaults: { slackChannel: "C_ALL" },
    routes: [
      { severities: ["high"], slackChannel: "C_PAGER", continue: true },
      { severities: ["low"], slackChannel: "C_NO" },
      { severities: ["high"], slackChannel: "C_SECOND" },
      { severities: ["high"], slackChannel: "C_THIRD" },
    ],
  };
  assert.equal(ids(alertOf(), settings), ["slack:C_PAGER", "slack:C_SECOND"]);
});

test("needs one of a route's rules, and no default behind routes that continue", () => {
  const routes = [
    { rules: ["rule-c", "rule-b"], slackChannel: "C_PAGER", continue: true },
    { slackChannel: "C_SECOND", continue: true },
  ];
  assert.equal(ids(alertOf(), { defaults: {}, routes }), ["slack:C_PAGER", "slack:C_SECOND"]);
});

test("goes on to the default where no further route fits", () => {
  const settings: DestinationSettings = {
    defaults: { slackChannel: "C_ALL", snsTopicArn: TOPIC },
    routes: [{ severities: ["high"], slackChannel: "C_PAGER", continue: true }],
  };
  assert.equal(ids(alertOf(), settings), ["slack:C_PAGER", "slack:C_ALL", `sns:${TOPIC}`]);
});

test("goes on for each medium by itself", () => {
  const settings: DestinationSettings = {
    defaults: { slackChannel: "C_ALL", snsTopicArn: TOPIC },
    routes: [
      { severities: ["high"], slackChannel: "C_PAGER", continue: true },
      { severities: ["high"], snsTopicArn: `${TOPIC}-pager` },
    ],
  };
  assert.equal(ids(alertOf(), settings), ["slack:C_PAGER", "slack:C_ALL", `sns:${TOPIC}-pager`]);
});

test("names a destination once, however often routes lead to it", () => {
  const settings: DestinationSettings = {
    defaults: { slackChannel: "C_ALL" },
    routes: [
      { severities: ["high"], slackChannel: "C_ALL", continue: true },
      { accounts: ["111122223333"], slackChannel: "C_ONE", continue: true },
    ],
  };
  assert.equal(ids(alertOf(), settings), ["slack:C_ALL", "slack:C_ONE"]);
});

test.run();

const defaults = suite("defaultDestinations()");

defaults("lists every default target, routes left aside", () => {
  const all: readonly Destination[] = defaultDestinations({
    defaults: { slackChannel: "C_ALL", slackWebhookSecretId: "hook", snsTopicArn: TOPIC },
    routes: [{ slackChannel: "C_ONE" }],
  });
  assert.equal(all.map(destinationId), ["slack:C_ALL", "webhook:hook", `sns:${TOPIC}`]);
});

defaults.run();

const byId = suite("destinationOfId()");

for (const id of ["", "slack", "slack:", "bus:", "email:a@example.com", "slack-app:C1"]) {
  byId(`knows no destination of the name ${JSON.stringify(id)}`, () => {
    assert.is(destinationOfId(id), undefined);
  });
}

byId("finds every kind again by its name, whatever its target is called", () => {
  const all: readonly Destination[] = [
    { kind: "slack-app", channel: "C1" },
    { kind: "slack-webhook", secretId: "arn:aws:secretsmanager:us-east-1:1:secret:sns:x\ny" },
    { kind: "sns", topicArn: TOPIC },
    { kind: "bus" },
  ];
  assert.equal(
    all.map((destination) => destinationOfId(destinationId(destination))),
    all,
  );
});

byId.run();

function alertOf(): Routable {
  return { account: "111122223333", severity: "high", ruleIds: ["rule-a", "rule-b"] };
}

const told = suite("alertAt()");

told("says that the route changed the severity, behind what the rule said", () => {
  const raised = alertAt(alertWith({ severity: "high" }), "critical");
  assert.equal(
    [raised.severity, raised.severityReason],
    ["critical", "Raised from high to critical by the route"],
  );
  const lowered = alertAt(alertWith({ severity: "high", severityReason: "Raised" }), "low");
  assert.is(lowered.severityReason, "Raised; Lowered from high to low by the route");
});

told.run();
