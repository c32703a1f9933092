import "../../support/handler-bundles.ts";
import { App, Duration, Stack } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { EventBus, type IEventBus } from "aws-cdk-lib/aws-events";
import { Key } from "aws-cdk-lib/aws-kms";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Topic } from "aws-cdk-lib/aws-sns";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RecordBus } from "../../../infra/bus/record-bus.ts";
import type { RecordBusProps } from "../../../infra/bus/record-bus-props.ts";
import { Trailbridge } from "../../../infra/trailbridge.ts";
import { ENV, grants, resources, synth, synthApp } from "../../support/synth.ts";

const ARN = "arn:aws:events:eu-central-1:111122223333:event-bus/security";

interface Statement {
  readonly Effect: string;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const test = suite("an existing bus");

test("carries records, alerts and consumers' rules, and is not made again", () => {
  const made = synthOn((stack) => imported(stack));
  made.resourceCountIs("AWS::Events::EventBus", 0);
  made.resourceCountIs("AWS::Logs::DeliverySource", 0);
  const rules = Object.values(resources(made, "AWS::Events::Rule")).map(
    ({ Properties }) => Properties.EventBusName,
  );
  assert.ok(rules.filter((name) => name === "security").length >= 4, `${rules}`);
  const granted = grants(made, "TrailbridgeSplitterFunctionRole");
  assert.is(granted["events:PutEvents"], ARN);
  made.hasResourceProperties("AWS::Lambda::Function", {
    Environment: { Variables: Match.objectLike({ EVENT_BUS_NAME: "security" }) },
  });
});

test("has its archive and whom it admits here: its policy keeps what others wrote", () => {
  const made = synthOn((stack) => imported(stack), {
    archiveRetention: Duration.days(30),
    organizationId: "o-a1b2c3d4e5",
    putEvents: "organization",
    putRules: ["444455556666"],
  });
  made.hasResourceProperties("AWS::Events::Archive", { SourceArn: ARN, RetentionDays: 30 });
  const ids = Object.values(resources(made, "AWS::Events::EventBusPolicy")).map(
    ({ Properties: { EventBusName, StatementId, Statement } }) => [
      EventBusName,
      StatementId,
      (Statement as { Sid: string }).Sid,
    ],
  );
  for (const [bus, id, sid] of ids) {
    assert.is(bus, "security");
    assert.is(id, sid);
    assert.match(id as string, /^Test-.*-(others-put-(events|rules)|only-own-records)$/);
    assert.ok((id as string).length <= 64);
  }
  assert.is(new Set(ids.map(([, id]) => id)).size, 3);
});

test("is closed to others' events in the product's name, and to none of their own", () => {
  const made = synthOn((stack) => imported(stack));
  const policies = Object.values(resources(made, "AWS::Events::EventBusPolicy"));
  assert.is(policies.length, 1);
  const [{ Effect, Action, Resource, Condition }] = policies.map(
    ({ Properties }) => Properties.Statement,
  ) as [Statement];
  assert.equal([Effect, Action, Resource], ["Deny", "events:PutEvents", ARN]);
  assert.equal(Condition.StringEquals, { "events:source": "trailbridge" });
  const callers = JSON.stringify(Condition.ArnNotLike?.["aws:PrincipalArn"]);
  assert.match(callers, /SplitterFunctionRole/);
  assert.match(callers, /NotifierFunctionRole/);
});

test("may be of another stack of the app, which then needs not this one", () => {
  const app = new App();
  const owner = new Stack(app, "Owner", { env: ENV });
  const bus = new EventBus(owner, "Bus", { eventBusName: "security" });
  const stack = new Stack(app, "Test", { env: ENV });
  new RecordBus(stack, "Records", {
    eventBus: bus,
    organizationId: "o-a1b2c3d4e5",
    putEvents: "organization",
  }).addQueue("Siem");
  const template = Template.fromStack(stack);
  template.resourceCountIs("AWS::Events::EventBusPolicy", 1);
  Template.fromStack(owner).resourceCountIs("AWS::Events::EventBusPolicy", 0);
  assert.not.match(JSON.stringify(Template.fromStack(owner).toJSON()), "Fn::ImportValue");
});

for (const [what, arn, message] of [
  [
    "another Region",
    ARN.replace("eu-central-1", "us-east-1"),
    /Cannot use eventBus as events are put, .* in us-east-1, the stack in eu-central-1/,
  ],
  [
    "another account",
    ARN.replace("111122223333", "444455556666"),
    /Cannot use eventBus as a bus carries rules and events of its own account: it is of "444455556666", the stack of "111122223333"; forward to it by addEventBus/,
  ],
  ["everybody", ARN.replace("security", "default"), /as the default bus is everybody's/],
] as const) {
  test(`is refused where it is of ${what}`, () => {
    assert.throws(() => synthBus((stack) => ({ eventBus: imported(stack, arn) })), message);
  });
}

test("is refused with what only its owner can say", () => {
  for (const [name, of] of [
    ["eventBusName", () => ({ eventBusName: "other" })],
    ["encryptionKey", (stack: Stack) => ({ encryptionKey: new Key(stack, "Key") })],
    ["logLevel", () => ({ logLevel: "trace" as const })],
    ["logRetention", () => ({ logRetention: 30 })],
  ] as const) {
    assert.throws(
      () => synthBus((stack) => ({ eventBus: imported(stack), ...of(stack) })),
      new RegExp(`Cannot use ${name} as it is for a bus that is made here: eventBus exists`),
    );
  }
});

test("forwards not to itself", () => {
  const made = () =>
    synth(
      (stack) =>
        RecordBus.fromEventBusArn(stack, "Records", ARN).addEventBus("Loop", {
          eventBus: imported(stack),
        }),
      { env: ENV },
    );
  assert.throws(made, /Cannot forward to bus "Loop" as it is this bus/);
});

const other = suite("RecordBus.fromEventBusArn");

other(
  "gives consumers to a bus of another stack: rule, dead letters and alarm are this one's",
  () => {
    const made = synth(
      (stack) => {
        const bus = RecordBus.fromEventBusArn(stack, "Records", ARN);
        bus.addQueue("Siem");
        bus.addLogGroup("Group");
        assert.is(bus.consumers.length, 2);
      },
      { env: ENV },
    );
    made.resourceCountIs("AWS::Events::EventBus", 0);
    made.hasResourceProperties("AWS::Events::Rule", { EventBusName: "security" });
    made.resourceCountIs("AWS::Logs::ResourcePolicy", 1);
  },
);

other("writes to no log group of another Region, which EventBridge would not reach", () => {
  const arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/events/records";
  assert.throws(
    () =>
      synth(
        (stack) =>
          RecordBus.fromEventBusArn(stack, "Records", ARN).addLogGroup("Group", {
            logGroup: LogGroup.fromLogGroupArn(stack, "Existing", arn),
          }),
        { env: ENV },
      ),
    /Cannot use logGroup of consumer "Group" as EventBridge writes to groups of its own Region: it is in us-east-1/,
  );
});

other("knows what its events carry: no consumer is promised a record they lack", () => {
  assert.throws(
    () =>
      synth(
        (stack) =>
          RecordBus.fromRecordBusAttributes(stack, "Records", {
            eventBusArn: ARN,
            includeRecord: false,
          }).addFirehose("Lake"),
        { env: ENV },
      ),
    /Cannot give consumer "Lake" records as includeRecord must be true/,
  );
});

function imported(stack: Stack, arn = ARN): IEventBus {
  return EventBus.fromEventBusArn(stack, "Existing", arn);
}

function synthBus(props: (stack: Stack) => RecordBusProps): Template {
  return synth((stack) => new RecordBus(stack, "Records", props(stack)), { env: ENV });
}

function synthOn(of: (stack: Stack) => IEventBus, bus: RecordBusProps = {}): Template {
  return synthApp((app) => {
    const stack = new Stack(app, "Test", { env: ENV });
    const trailbridge = new Trailbridge(stack, "Trailbridge", {
      logBucket: Bucket.fromBucketName(stack, "Logs", "org-logs"),
      topic: Topic.fromTopicArn(stack, "Topic", "arn:aws:sns:eu-central-1:111122223333:alerts"),
      bus: { eventBus: of(stack), ...bus },
    });
    trailbridge.bus.addQueue("Siem");
    return stack;
  });
}

test.run();
other.run();
