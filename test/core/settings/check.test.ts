// Longer than other files: its tables, of what is refused and of where, belong to each other.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseSettings, SettingsError } from "../../../src/adapters/settings-file.ts";
import { settingProblems } from "../../../src/core/settings/check.ts";

const BASE = `
account: "111122223333"
region: eu-central-1
slack: { app: { botTokenSecretId: bot, channel: C0SECURITY } }
`;
const LOGS = "logs: { bucket: org-logs }";
const QUEUE = "arn:aws:sqs:eu-central-1:111122223333:files";
const QUEUE_KEY = "arn:aws:kms:eu-central-1:111122223333:key/1a2b3c4d-1111-2222-3333-444455556666";

const test = suite("settingProblems()");

const wrong: [name: string, yaml: string, message: RegExp][] = [
  [
    "a topic for another log source",
    'logs: { bucket: org-logs, topicArn: "arn:aws:sns:eu-central-1:111122223333:t" }',
    /Cannot use logs\.topicArn "arn:.*" as logs\.via must be sns for it: it is s3/,
  ],
  [
    "a queue for another log source",
    `logs: { bucket: org-logs, via: sns, queueArn: "${QUEUE}" }`,
    /Cannot use logs\.queueArn .* as logs\.via must be sqs for it: it is sns/,
  ],
  [
    "a bucket of another account that should invoke the splitter",
    'logs: { bucket: org-logs, bucketAccount: "444455556666" }',
    /Cannot use logs\.via "s3" as only its own account .*"444455556666", and the stack is of "111122223333".*; take sns, sqs or eventbridge/,
  ],
  [
    "a bucket that is read by another account's role and should invoke the splitter",
    'logs: { bucket: org-logs, readRoleArn: "arn:aws:iam::444455556666:role/log-reader" }',
    /Cannot use logs\.via "s3" as only its own account .*"444455556666"/,
  ],
  [
    "an external id that no role asks for",
    "logs: { bucket: org-logs, readRoleExternalId: a-b }",
    /Cannot use logs\.readRoleExternalId "a-b" as logs\.readRoleArn must name what it belongs to: it is missing/,
  ],
  [
    "the key of a queue that is not named",
    `logs: { bucket: org-logs, via: sqs, queueKmsKeyArn: "${QUEUE_KEY}" }`,
    /Cannot use logs\.queueKmsKeyArn .* as logs\.queueArn must name what it belongs to/,
  ],
  [
    "the key of dead letters that are not named",
    `${LOGS}\ndeadLetterKmsKeyArn: "${QUEUE_KEY}"`,
    /Cannot use deadLetterKmsKeyArn .* as deadLetterArn must name what it belongs to/,
  ],
  [
    "one name for both functions",
    `${LOGS}\nsplitter: { functionName: f }\nnotifier: { functionName: f }`,
    /Cannot use notifier\.functionName "f" as each function needs a name of its own: splitter\.functionName is the same/,
  ],
  [
    "the default name of the other function",
    `${LOGS}\nnotifier: { functionName: trailbridge-splitter }`,
    /notifier\.functionName "trailbridge-splitter"/,
  ],
  [
    "less time for the splitter than the largest log file asks for",
    `${LOGS}\nsplitter: { timeoutSeconds: 19 }`,
    /Cannot use splitter\.timeoutSeconds 19 as .*: that takes 20 seconds at splitter\.memoryMiB 512/,
  ],
  [
    "less CPU for the splitter than the largest log file asks for",
    `${LOGS}\nsplitter: { timeoutSeconds: 79, memoryMiB: 128 }`,
    /splitter\.timeoutSeconds 79 as .*: that takes 80 seconds at splitter\.memoryMiB 128/,
  ],
  [
    "an organisation that is given nothing on the bus",
    `${LOGS}\nbus: { organizationId: o-a1b2c3d4e5 }`,
    /Cannot use bus\.organizationId "o-a1b2c3d4e5" as it admits nobody by itself: name in bus\.putEvents/,
  ],
  [
    "less reserved concurrency than the queues may start",
    `${LOGS}\nnotifier: { reservedConcurrency: 15 }`,
    /Cannot use notifier\.reservedConcurrency 15 as it must be at least 16, .*: notifier\.maxConcurrency, 5, for each of two queues of events, 5 for turns, 1 for the sweep/,
  ],
  [
    "the default bus, which is everybody's",
    `${LOGS}\nbus: { arn: "arn:aws:events:eu-central-1:111122223333:event-bus/default" }`,
    /Cannot use bus\.arn ".*" as the default bus is everybody's/,
  ],
  [
    "a name for a bus that exists",
    `${LOGS}\nbus: { arn: "arn:aws:events:eu-central-1:111122223333:event-bus/a", name: b }`,
    /Cannot use bus\.name "b" as it is for a bus that is made here: bus\.arn names one/,
  ],
  [
    "a consumer that is the existing bus itself",
    `${LOGS}\nbus: { arn: "arn:aws:events:eu-central-1:111122223333:event-bus/a" }\nconsumers: { loop: { bus: { arn: "arn:aws:events:eu-central-1:111122223333:event-bus/a" } } }`,
    /Cannot use consumers\.loop\.bus\.arn .* as a bus must not forward to itself: .*\(setting bus\.arn\)/,
  ],
  [
    "less reserved concurrency than the splitter's queues may start",
    `${LOGS}\nsplitter: { reservedConcurrency: 2 }`,
    /Cannot use splitter\.reservedConcurrency 2 as it must be at least 3, .*: splitter\.maxConcurrency, 2, for the queue of files that go on, 1 for whoever invokes it besides/,
  ],
  [
    "less reserved concurrency than a queue of log files may start",
    `${LOGS.replace("}", ", via: sqs }")}\nsplitter: { reservedConcurrency: 10, maxConcurrency: 6 }`,
    /Cannot use splitter\.reservedConcurrency 10 as it must be at least 13, /,
  ],
  [
    "more reserved concurrency than Lambda lets an account reserve",
    `${LOGS}\nsplitter: { reservedConcurrency: 900 }\nnotifier: { reservedConcurrency: 16 }`,
    /Cannot use splitter\.reservedConcurrency 900 as Lambda keeps 100 of the account's 1000 executions unreserved, so that at most 900 can be reserved: 900 of the splitter \+ 16 of the notifier = 916 would be\. .* say so in accountConcurrency/,
  ],
  [
    "less reserved concurrency than the destinations may need turns",
    `${LOGS}\nnotifier: { reservedConcurrency: 17 }\nsns: { subscriptions: { "a@example.com": email } }\nroutes: [${[1, 2, 3, 4].map((n) => `{ rules: [r${n}], slackChannel: C0${n} }`)}]`,
    /notifier\.reservedConcurrency 17 as it must be at least 18, .*, 7 for turns/,
  ],
  [
    "a route that another takes everything from",
    `${LOGS}\nroutes: [{ rules: [a], slackChannel: C1A }, { rules: [a], slackChannel: C2A }]`,
    /Cannot use routes\[1\] as .* routes\[0\]/,
  ],
  [
    "a subscriber that its protocol does not reach",
    `${LOGS}\nsns: { subscriptions: { soc: email } }`,
    /Cannot use sns\.subscriptions\.soc/,
  ],
  [
    "a record for a consumer that gets whole events",
    `${LOGS}\nconsumers: { logs: { logGroup: {}, deliver: record } }`,
    /Cannot use consumers\.logs\.deliver "record" as a log group or a bus gets the whole event/,
  ],
  [
    "records that are switched off",
    `${LOGS}\nincludeRecord: false\nconsumers: { lake: { firehose: {} } }`,
    /Cannot use consumers\.lake\.deliver "record" as includeRecord must be true for it/,
  ],
  [
    "a severity that no alert has",
    `${LOGS}\nconsumers: { soar: { queue: {}, alerts: true, only: { severity: [critcal] } } }`,
    /Cannot use consumers\.soar\.only\.severity\[0\] as it must be one of info, .*, critical: it is "critcal"/,
  ],
  [
    "a field of records where alerts are selected",
    `${LOGS}\nconsumers: { soar: { queue: {}, alerts: true, only: { severities: [critical] } } }`,
    /Cannot use consumers\.soar\.only\.severities as alerts are selected by severity, rule, account, state; did you mean severity\?/,
  ],
  [
    "an operator where alerts are selected",
    `${LOGS}\nconsumers: { soar: { queue: {}, alerts: true, only: { rule: [{ prefix: root }] } } }`,
    /consumers\.soar\.only\.rule\[0\] as it must be the id of a rule: it is \{"prefix":"root"\}/,
  ],
  [
    "an account that is none",
    `${LOGS}\nconsumers: { soar: { queue: {}, alerts: true, only: { account: [prod] } } }`,
    /consumers\.soar\.only\.account\[0\] as it must be an account id: 12 digits, in quotes: it is "prod"/,
  ],
  [
    "a field of alerts where records are selected",
    `${LOGS}\nconsumers: { soar: { queue: {}, only: { severity: [critical] } } }`,
    /consumers\.soar\.only/,
  ],
  [
    "alerts for a consumer where none are on the bus",
    `${LOGS}\nalertEvents: false\nconsumers: { soar: { queue: {}, alerts: true } }`,
    /Cannot use consumers\.soar as alertEvents must be true for it: no alert would come/,
  ],
  [
    "PagerDuty where no alerts are on the bus",
    `${LOGS}\nalertEvents: false\nconsumers: { pager: { pagerduty: { routingKeySecretId: k } } }`,
    /Cannot use consumers\.pager as alertEvents must be true/,
  ],
  [
    "PagerDuty for records",
    `${LOGS}\nconsumers: { pager: { pagerduty: { routingKeySecretId: k }, alerts: false } }`,
    /Cannot use consumers\.pager\.alerts as PagerDuty and Teams get alerts and nothing else/,
  ],
  [
    "an end of a thread for PagerDuty",
    `${LOGS}\nconsumers: { pager: { pagerduty: { routingKeySecretId: k }, only: { state: [closed] } } }`,
    /consumers\.pager\.only\.state as a thread triggers PagerDuty when it begins, and never else/,
  ],
  [
    "another message for PagerDuty",
    `${LOGS}\nconsumers: { pager: { pagerduty: { routingKeySecretId: k }, deliver: event } }`,
    /consumers\.pager\.deliver as its message is made of the alert: leave it out/,
  ],
  [
    "a record of an alert",
    `${LOGS}\nconsumers: { soar: { queue: {}, alerts: true, deliver: record } }`,
    /consumers\.soar\.deliver as an alert is no record: leave it out/,
  ],
  [
    "a bus that forwards to itself",
    `${LOGS}\nbus: { name: all }\nconsumers: { hub: { bus: { arn: "arn:aws:events:eu-central-1:111122223333:event-bus/all" } } }`,
    /Cannot use consumers\.hub\.bus\.arn ".*" as a bus must not forward to itself/,
  ],
  [
    "a consumer that feeds the log files' queue",
    `logs: { bucket: org-logs, via: sqs, queueArn: "${QUEUE}" }\nconsumers: { q: { queue: { arn: "${QUEUE}" } } }`,
    /Cannot use consumers\.q\.queue\.arn .* is read as news of log files/,
  ],
  [
    "dead letters in the log files' queue",
    `logs: { bucket: org-logs, via: sqs, queueArn: "${QUEUE}" }\ndeadLetterArn: "${QUEUE}"`,
    /Cannot use deadLetterArn .* is read as news of log files/,
  ],
];

for (const [name, yaml, message] of wrong) {
  test(`refuses ${name}`, () => {
    assert.throws(
      () => parseSettings(BASE + yaml, "settings.yaml"),
      (error: Error) => {
        assert.instance(error, SettingsError);
        assert.match(error.message, message);
        assert.match(error.message, /"settings\.yaml" as a setting is wrong:\n {2}line \d+: /);
        return true;
      },
    );
  });
}

test("refuses a route to a channel without the app that posts there", () => {
  assert.throws(
    () => parseSettings(`${LOGS}\nroutes: [{ rules: [a], slackChannel: C1A }]`, "s.yaml"),
    /Cannot use routes\[0\]\.slackChannel "C1A" as slack\.app must name the app/,
  );
});

const right: [name: string, yaml: string][] = [
  [
    "keys of a queue and of dead letters that exist",
    `logs: { bucket: org-logs, via: sqs, queueArn: "${QUEUE}", queueKmsKeyArn: "${QUEUE_KEY}" }\ndeadLetterArn: "${QUEUE}-dead"\ndeadLetterKmsKeyArn: "${QUEUE_KEY}"`,
  ],
  [
    "a landing zone's bucket by a role of its account, told by a topic",
    'logs: { bucket: org-logs, via: sns, readRoleArn: "arn:aws:iam::444455556666:role/log-reader", readRoleExternalId: a-b }',
  ],
  [
    "an own bucket that is read by an own role",
    'logs: { bucket: org-logs, readRoleArn: "arn:aws:iam::111122223333:role/log-reader" }',
  ],
  ["a short time with much memory", `${LOGS}\nsplitter: { timeoutSeconds: 5, memoryMiB: 2048 }`],
  ["little memory with the default time", `${LOGS}\nsplitter: { memoryMiB: 128 }`],
  [
    "as much reserved concurrency as the queues may start",
    `${LOGS}\nnotifier: { reservedConcurrency: 16, maxConcurrency: 5 }\nsplitter: { reservedConcurrency: 1500 }\naccountConcurrency: 2000`,
  ],
  [
    "a bus of the same name in another account",
    `${LOGS}\nbus: { name: all }\nconsumers: { hub: { bus: { arn: "arn:aws:events:eu-central-1:444455556666:event-bus/all" } } }`,
  ],
  [
    "another bus of the same account",
    `${LOGS}\nbus: { name: all }\nconsumers: { hub: { bus: { arn: "arn:aws:events:eu-central-1:111122223333:event-bus/default" } } }`,
  ],
  [
    "the bucket's account where it is the stack's",
    'logs: { bucket: b-1, bucketAccount: "111122223333" }',
  ],
  [
    "alerts for consumers of every kind, where records are switched off too",
    `${LOGS}\nincludeRecord: false\nconsumers:
  a: { queue: {}, alerts: true, only: { severity: [high], rule: [r], account: ["111122223333"], state: [closed] } }
  b: { http: { url: "https://a.example.com", header: A, secretId: s }, alerts: true, deliver: event }
  c: { firehose: {}, alerts: true }
  d: { logGroup: {}, alerts: true }
  e: { pagerduty: { routingKeySecretId: k }, only: { severity: [critical] } }
  f: { teams: { workflowUrl: "https://a.example.com/w?sp=1", signatureSecretId: k }, alerts: true }`,
  ],
  [
    "accounts and an organisation on the bus",
    `${LOGS}\nbus: { organizationId: o-a1b2c3d4e5, putEvents: organization, putRules: ["444455556666"] }`,
  ],
  [
    "events for consumers where records are switched off",
    `${LOGS}\nincludeRecord: false\nconsumers: { lake: { firehose: {}, deliver: event }, team: { queue: {} } }`,
  ],
];

for (const [name, yaml] of right) {
  test(`takes ${name}`, () => {
    parseSettings(BASE + yaml, "settings.yaml");
  });
}

test("checks nothing that rests on a setting of the wrong shape", () => {
  const settings = { splitter: null, notifier: { functionName: "f" } };
  assert.equal(
    settingProblems(settings, [
      ["splitter"],
      ["logs"],
      ["bus"],
      ["slack"],
      ["rules"],
      ["routes"],
      ["notifier", "maxConcurrency"],
      ["sns"],
      ["consumers"],
    ]),
    [],
  );
  assert.equal(settingProblems(["no settings"], [[]]), []);
});

const SOUND = parseSettings(BASE + LOGS, "settings.yaml");

/** Changed settings → where the problem is, and settings without which it cannot be told. */
const places: [change: object, field: string, ...reads: string[]][] = [
  [{ logs: { ...SOUND.logs, prefix: "/x" } }, "logs.prefix", "logs.prefix", "logs"],
  [{ logs: { ...SOUND.logs, topicArn: "t" } }, "logs.topicArn", "account", "logs"],
  [{ bus: { ...SOUND.bus, putEvents: "organization" } }, "bus.putEvents", "bus"],
  [{ logs: { ...SOUND.logs, queueArn: "t" } }, "logs.queueArn", "account", "logs"],
  [{ logs: { ...SOUND.logs, bucketAccount: "444455556666" } }, "logs.via", "account"],
  [{ publish: { filter: "eventName = 'a'" } }, "publish.filter", "publish"],
  [
    { rules: { ...SOUND.rules, eventsToTrack: ["CreateUser", "iam:CreateUser"] } },
    "rules.eventsToTrack.1",
    "rules",
  ],
  [
    { consumers: { lake: { queue: {}, only: { eventname: ["A"] } } } },
    "consumers.lake.only.eventname",
    "consumers",
  ],
  [
    { consumers: { lake: { queue: {}, only: { $or: [{}, { readOnly: ["true"] }] } } } },
    "consumers.lake.only.$or.1.readOnly.0",
    "consumers.lake",
  ],
  [
    { consumers: { lake: { queue: {}, only: { eventName: [{ prefix: 1 }] } } } },
    "consumers.lake.only",
    "consumers",
  ],
  [
    { splitter: { ...SOUND.splitter, timeoutSeconds: 5 } },
    "splitter.timeoutSeconds",
    "splitter.timeoutSeconds",
    "splitter.memoryMiB",
  ],
  [
    { notifier: { ...SOUND.notifier, functionName: "trailbridge-splitter" } },
    "notifier.functionName",
    "notifier.functionName",
    "splitter.functionName",
    "name",
  ],
  [
    { splitter: { ...SOUND.splitter, functionName: "trailbridge-notifier" } },
    "splitter.functionName",
    "splitter",
  ],
  [
    { notifier: { ...SOUND.notifier, reservedConcurrency: 4 } },
    "notifier.reservedConcurrency",
    "notifier.reservedConcurrency",
    "notifier.maxConcurrency",
  ],
  [
    { slack: {}, routes: [{ accounts: ["111122223333"] }, { rules: ["a"], slackChannel: "C1A" }] },
    "routes.1.slackChannel",
    "slack.app",
    "routes",
  ],
  [
    { includeRecord: false, consumers: { lake: { http: {} } } },
    "consumers.lake.deliver",
    "includeRecord",
    "consumers",
  ],
  [
    {
      bus: { name: "all" },
      consumers: {
        plain: { queue: {} },
        hub: { bus: { arn: "arn:aws:events:eu-central-1:111122223333:event-bus/all" } },
      },
    },
    "consumers.hub.bus.arn",
    "account",
    "region",
    "bus.name",
    "consumers",
  ],
  [
    { logs: { ...SOUND.logs, via: "sqs", queueArn: QUEUE }, deadLetterArn: QUEUE },
    "deadLetterArn",
    "logs.queueArn",
    "deadLetterArn",
  ],
  [
    {
      logs: { ...SOUND.logs, via: "sqs", queueArn: QUEUE },
      consumers: { lake: { firehose: {} }, team: { queue: { arn: QUEUE } } },
    },
    "consumers.team.queue.arn",
    "consumers",
  ],
];

for (const [change, field, ...reads] of places) {
  const settings = { ...SOUND, ...change };
  test(`names ${field} in ${JSON.stringify(change).slice(0, 90)}`, () => {
    assert.equal(
      settingProblems(settings).map((problem) => problem.field.join(".")),
      [field],
    );
  });
  for (const read of reads) {
    test(`says nothing of ${field} where ${read} is of the wrong shape`, () => {
      const found = settingProblems(settings, [read.split(".")]);
      assert.equal(
        found.map((problem) => problem.field.join(".")),
        [],
      );
    });
  }
}

test("says what EventBridge would refuse in a consumer's pattern", () => {
  const consumers = { lake: { queue: {}, only: { eventName: "A" } } };
  assert.equal(
    settingProblems({ ...SOUND, consumers }).map(({ message }) => message),
    [
      'Cannot use consumers.lake.only as EventBridge would refuse it: Cannot compile event pattern at "detail.eventName" as a field must be an array of values or an object: "A"',
    ],
  );
});

for (const [what, change] of [
  ["an empty pattern", { consumers: { lake: { queue: {}, only: {} } } }],
  ["a filter that asks something", { publish: { filter: "eventName == 'a'" } }],
  [
    "a bucket of another account by SNS",
    {
      logs: { ...SOUND.logs, via: "sns", bucketAccount: "444455556666" },
    },
  ],
  [
    "a bus of the same name in another Region",
    {
      bus: { name: "all" },
      consumers: { hub: { bus: { arn: "arn:aws:events:us-east-1:111122223333:event-bus/all" } } },
    },
  ],
  [
    "the name of a bus where none is set",
    {
      bus: {},
      consumers: {
        hub: { bus: { arn: "arn:aws:events:eu-central-1:111122223333:event-bus/undefined" } },
      },
    },
  ],
  ["dead letters in a queue that is no log files' queue", { deadLetterArn: QUEUE }],
] as const) {
  test(`finds nothing wrong with ${what}`, () => {
    assert.equal(settingProblems({ ...SOUND, ...change }), []);
  });
}

test("names the stack's account only where it is known", () => {
  const logs = { ...SOUND.logs, bucketAccount: "444455556666" };
  const [found] = settingProblems({ ...SOUND, account: undefined, logs });
  assert.match(found?.message ?? "", /that is "444455556666"; take sns, sqs or eventbridge$/);
});

test.run();
