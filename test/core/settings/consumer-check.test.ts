import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fieldName } from "../../../src/core/record/field-problem.ts";
import {
  alertConsumerProblems,
  checkConsumers,
  takesAlerts,
} from "../../../src/core/settings/consumer-check.ts";
import type { ConsumerSettings } from "../../../src/core/settings/settings.ts";

/** A consumer as the settings have it; a test gives the fields that matter. */
type Consumer = { readonly [Key in keyof ConsumerSettings]?: unknown };

const PAGER = { pagerduty: { routingKeySecretId: "key" } };
const TEAMS = { teams: { workflowUrl: "https://a.example.com/w", signatureSecretId: "sig" } };
const ONE = "111122223333";

const problems = suite("alertConsumerProblems()");

const wrong: [name: string, consumer: Consumer, told: string][] = [
  [
    "PagerDuty for records",
    { ...PAGER, alerts: false },
    "alerts as PagerDuty and Teams get alerts and nothing else",
  ],
  [
    "Teams for records",
    { ...TEAMS, alerts: false },
    "alerts as PagerDuty and Teams get alerts and nothing else",
  ],
  [
    "another message for PagerDuty",
    { ...PAGER, deliver: "event" },
    "deliver as its message is made of the alert: leave it out",
  ],
  [
    "a record as the message of Teams",
    { ...TEAMS, deliver: "record" },
    "deliver as its message is made of the alert: leave it out",
  ],
  [
    "a record of an alert",
    { queue: {}, alerts: true, deliver: "record" },
    "deliver as an alert is no record: leave it out",
  ],
  [
    "an end of a thread for PagerDuty",
    { ...PAGER, only: { state: ["closed"] } },
    "only.state as a thread triggers PagerDuty when it begins, and never else",
  ],
  [
    "a severity that no alert has",
    { alerts: true, only: { severity: ["high", "critcal"] } },
    'only.severity[1] as it must be one of info, low, medium, high, critical: it is "critcal"',
  ],
  [
    "a state that no alert has",
    { alerts: true, only: { state: ["open"] } },
    'only.state[0] as it must be one of began, closed: it is "open"',
  ],
  [
    "a rule without a name",
    { alerts: true, only: { rule: [""] } },
    'only.rule[0] as it must be the id of a rule: it is ""',
  ],
  [
    "an operator where alerts are selected",
    { alerts: true, only: { rule: [{ prefix: "root" }] } },
    'only.rule[0] as it must be the id of a rule: it is {"prefix":"root"}',
  ],
  ...["prod", "11112222333", "1111222233334", "x111122223333", "111122223333x", 111122223333].map(
    (account): [string, Consumer, string] => [
      `${JSON.stringify(account)} as an account`,
      { alerts: true, only: { account: [account] } },
      `only.account[0] as it must be an account id: 12 digits, in quotes: it is ${JSON.stringify(account)}`,
    ],
  ),
  [
    "a field of records where alerts are selected",
    { alerts: true, only: { severities: ["critical"] } },
    "only.severities as alerts are selected by severity, rule, account, state; did you mean severity?",
  ],
  [
    "a field that resembles none",
    { alerts: true, only: { eventSource: ["iam.amazonaws.com"] } },
    "only.eventSource as alerts are selected by severity, rule, account, state",
  ],
  [
    "a field of every object",
    { alerts: true, only: { constructor: ["a"] } },
    "only.constructor as alerts are selected by severity, rule, account, state",
  ],
];

for (const [name, consumer, told] of wrong) {
  problems(`refuses ${name}`, () => {
    const [problem, ...more] = problemsOf({ plain: { queue: {} }, soar: consumer });
    assert.is(problem?.message, `Cannot use consumers.soar.${told}`);
    assert.is(fieldName(problem?.field ?? []), `consumers.soar.${told.split(" as ")[0]}`);
    assert.equal(more, []);
  });
}

for (const [name, consumer] of [
  ["alerts", { queue: {}, alerts: true }],
  ["PagerDuty", PAGER],
  ["Teams", TEAMS],
] as const) {
  problems(`refuses ${name} where no alerts are on the bus`, () => {
    assert.equal(
      problemsOf({ soar: consumer }, false).map(({ message }) => message),
      ["Cannot use consumers.soar as alertEvents must be true for it: no alert would come"],
    );
  });
}

problems("tells everything that is wrong with every consumer", () => {
  const only = { severity: ["x", "high", "y"], color: [] };
  assert.equal(
    problemsOf({ a: { alerts: true, only }, b: { ...PAGER, alerts: false, deliver: "event" } }).map(
      ({ field }) => fieldName(field),
    ),
    [
      "consumers.a.only.severity[0]",
      "consumers.a.only.severity[2]",
      "consumers.a.only.color",
      "consumers.b.alerts",
      "consumers.b.deliver",
    ],
  );
});

const right: [name: string, consumer: Consumer][] = [
  [
    "alerts by every field that selects them",
    {
      alerts: true,
      only: { severity: ["info", "critical"], rule: ["r"], account: [ONE], state: ["closed"] },
    },
  ],
  ["whole alerts", { http: {}, alerts: true, deliver: "event" }],
  ["PagerDuty, said to get alerts", { ...PAGER, alerts: true, only: { severity: ["critical"] } }],
  ["the end of a thread for Teams", { ...TEAMS, only: { state: ["closed"] } }],
  ["a consumer of records, whatever it selects", { queue: {}, only: { eventName: ["A"] } }],
  ["records for a consumer that gets no alerts", { queue: {}, alerts: false, deliver: "record" }],
];

for (const [name, consumer] of right) {
  problems(`takes ${name}`, () => {
    assert.equal(problemsOf({ soar: consumer }), []);
  });
}

problems("has nothing to say of consumers of records where no alerts are on the bus", () => {
  assert.equal(problemsOf({ a: { queue: {}, only: { severity: ["x"] } } }, false), []);
});

problems.run();

const takes = suite("takesAlerts()");

for (const [consumer, is] of [
  [{ alerts: true, queue: {} }, true],
  [PAGER, true],
  [TEAMS, true],
  [{ queue: {} }, false],
  [{ queue: {}, alerts: false }, false],
] as [Consumer, boolean][]) {
  takes(`is ${is} for ${JSON.stringify(consumer)}`, () => {
    assert.is(takesAlerts(consumer as ConsumerSettings), is);
  });
}

takes.run();

const check = suite("checkConsumers()");

const RULES = { rules: [{ id: "root-activity" }, { id: "access-denied" }], ignoreRules: [] };

const checked = (consumers: Record<string, Consumer>) =>
  checkConsumers(consumers as never, RULES as never, ["self-code"]);

check("names every rule that is not there, and which is meant", () => {
  assert.throws(
    () =>
      checked({
        a: { alerts: true, only: { rule: ["root-activity", "root-activty", "self-code"] } },
        b: { ...PAGER, only: { rule: ["something-of-our-own"] } },
      }),
    (error: Error) =>
      error.message ===
      [
        'Cannot use consumers.a.only.rule[1] as there must be a rule with this id: "root-activty" is none; did you mean "root-activity"?',
        'Cannot use consumers.a.only.rule[2] as there must be a rule with this id: "self-code" is disabled (setting rules.disable)',
        'Cannot use consumers.b.only.rule[0] as there must be a rule with this id: "something-of-our-own" is none',
      ].join("\n"),
  );
});

check("takes rules that are there, and what names none or is no consumer of alerts", () => {
  checked({
    a: { alerts: true, only: { rule: ["access-denied"] } },
    b: { alerts: true, only: { severity: ["high"] } },
    c: TEAMS,
    d: { queue: {}, only: { rule: ["x"] } },
  });
});

check.run();

function problemsOf(consumers: Record<string, Consumer>, alertEvents = true) {
  return [...alertConsumerProblems({ consumers, alertEvents } as never)];
}
