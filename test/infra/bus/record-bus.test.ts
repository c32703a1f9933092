import { Duration } from "aws-cdk-lib";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { Key } from "aws-cdk-lib/aws-kms";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { BusLogLevel } from "../../../infra/bus/log.ts";
import { RecordBus } from "../../../infra/bus/record-bus.ts";
import type { RecordBusProps } from "../../../infra/bus/record-bus-props.ts";
import type { BusAccess } from "../../../src/core/deployment/bus-access.ts";
import { resource, resources, synth } from "../../support/synth.ts";

const ORGANIZATION = "o-a1b2c3d4e5";

const test = suite("RecordBus");

test("has no archive, no policy and no key by default, and logs errors without events", () => {
  const template = synthBus();
  template.hasResourceProperties("AWS::Events::EventBus", {
    LogConfig: { Level: "ERROR", IncludeDetail: "NONE" },
    KmsKeyIdentifier: Match.absent(),
  });
  template.resourceCountIs("AWS::Events::Archive", 0);
  template.resourceCountIs("AWS::Events::EventBusPolicy", 0);
  template.resourceCountIs("AWS::Logs::DeliverySource", 1);
  template.hasResourceProperties("AWS::Logs::DeliverySource", { LogType: "ERROR_LOGS" });
});

test("delivers each kind of log its level includes", () => {
  const types = (logLevel: BusLogLevel) =>
    Object.values(resources(synthBus({ logLevel }), "AWS::Logs::DeliverySource")).map(
      ({ Properties }) => Properties.LogType,
    );
  assert.equal(types("off"), []);
  assert.equal(types("trace"), ["ERROR_LOGS", "INFO_LOGS", "TRACE_LOGS"]);
});

test("archives every event, notices too, for the days asked for", () => {
  synthBus({ archiveRetention: Duration.days(30) }).hasResourceProperties("AWS::Events::Archive", {
    RetentionDays: 30,
    EventPattern: { source: ["trailbridge"] },
  });
});

test("encrypts bus and archive with a key whose policy names the bus, without a circle", () => {
  const template = synth((stack) => {
    const encryptionKey = new Key(stack, "Key");
    new RecordBus(stack, "Bus", { encryptionKey, archiveRetention: Duration.days(1) });
  });
  const key = { "Fn::GetAtt": [Match.stringLikeRegexp("^Key"), "Arn"] };
  template.hasResourceProperties("AWS::Events::EventBus", {
    KmsKeyIdentifier: key,
    DeadLetterConfig: { Arn: Match.anyValue() },
  });
  template.hasResourceProperties("AWS::Events::Archive", { KmsKeyIdentifier: key });
  const policy = JSON.stringify(resource(template, "AWS::KMS::Key").Properties.KeyPolicy);
  assert.match(policy, ":event-bus/");
  assert.match(policy, "kms:ReEncrypt*");
  assert.not.match(policy, '"Fn::GetAtt":["Bus');
});

test("makes the deliveries of its log one after another, as at once they would conflict", () => {
  const deliveries = resources(synthBus({ logLevel: "trace" }), "AWS::Logs::Delivery");
  const before = Object.values(deliveries).map(({ DependsOn = [] }) =>
    [DependsOn].flat().filter((id) => id in deliveries),
  );
  assert.equal(before.map((ids) => ids.length).sort(), [0, 1, 1]);
  assert.is(new Set(before.flat()).size, 2);
});

test("keeps its log readable under a key of its own, for EventBridge and log delivery", () => {
  const template = synth((stack) => {
    const bus = new RecordBus(stack, "Bus", { encryptionKey: new Key(stack, "Key") });
    assert.equal(bus.keyStatements, []);
  });
  const policy = resource(template, "AWS::KMS::Key").Properties.KeyPolicy as {
    Statement: Record<string, unknown>[];
  };
  const [log, delivery] = ["TrailbridgeBusLog", "TrailbridgeLogDelivery"].map((sid) =>
    policy.Statement.find(({ Sid }) => Sid === sid),
  );
  assert.is(log?.Action, "kms:GenerateDataKey");
  assert.equal(delivery?.Action, ["kms:Decrypt", "kms:GenerateDataKey"]);
  assert.match(JSON.stringify(delivery?.Condition), "kms:EncryptionContext:SourceArn");
});

test("says what the policy of another's key must hold, for bus, archive and log", () => {
  synth((stack) => {
    const arn = "arn:aws:kms:eu-central-1:111122223333:key/1a2b3c4d";
    const sids = (props: RecordBusProps) =>
      new RecordBus(stack, `Bus${props.logLevel}`, {
        ...props,
        encryptionKey: Key.fromKeyArn(stack, `Key${props.logLevel}`, arn),
      }).keyStatements.map(({ sid }) => sid);
    assert.equal(sids({ logLevel: "off" }), ["TrailbridgeBus"]);
    assert.equal(sids({ logLevel: "error", archiveRetention: Duration.days(1) }), [
      "TrailbridgeBus",
      "TrailbridgeArchive",
      "TrailbridgeBusLog",
      "TrailbridgeLogDelivery",
    ]);
  });
});

const nobody: readonly [what: string, access: BusAccess, message: RegExp][] = [
  ["an organisation to which nothing is given", { organizationId: ORGANIZATION }, /admits nobody/],
  ["all of an organisation that is not named", { putRules: "organization" }, /is missing/],
  ["an account that is none", { putEvents: ["prod"] }, /"prod" is no account id/],
];

for (const [what, access, message] of nobody) {
  test(`refuses ${what}`, () => assert.throws(() => synthBus(access), message));
}

test("opens nothing to another account unless told to whom", () => {
  assert.equal(admitted({}), []);
});

test("takes events of the accounts named and lets nobody put a rule", () => {
  const [events, ...others] = admitted({ putEvents: ["444455556666", "777788889999"] });
  assert.equal(others, []);
  assert.is(events?.Action, "events:PutEvents");
  assert.match(JSON.stringify(events?.Principal), /444455556666.*777788889999/);
  assert.not.match(JSON.stringify(events?.Principal), '"*"');
  assert.equal(events?.Condition, { StringNotEquals: { "events:source": "trailbridge" } });
});

test("lets one account put rules that it alone can change, and no events", () => {
  const [rules, ...others] = admitted({
    putRules: ["444455556666"],
    organizationId: ORGANIZATION,
  });
  assert.equal(others, []);
  assert.match(JSON.stringify(rules?.Action), '"events:PutRule"');
  assert.not.match(JSON.stringify(rules?.Action), "PutEvents");
  assert.match(JSON.stringify(rules?.Principal), "444455556666");
  assert.equal(rules?.Condition, {
    StringEquals: { "aws:PrincipalOrgID": ORGANIZATION },
    StringEqualsIfExists: { "events:creatorAccount": ["$", "{aws:PrincipalAccount}"].join("") },
  });
});

test("lets a whole organisation in where that is said, and nobody outside of it", () => {
  const statements = admitted({
    organizationId: ORGANIZATION,
    putEvents: "organization",
    putRules: "organization",
  });
  assert.is(statements.length, 2);
  for (const { Principal, Condition } of statements) {
    assert.equal(Principal, { AWS: "*" });
    assert.equal(Condition?.StringEquals, { "aws:PrincipalOrgID": ORGANIZATION });
  }
});

test.run();

/** Statements of the bus's policy. */
function admitted(access: BusAccess) {
  return Object.values(resources(synthBus(access), "AWS::Events::EventBusPolicy")).map(
    ({ Properties }) => Properties.Statement as Record<string, Record<string, unknown>>,
  );
}

function synthBus(props: RecordBusProps = {}): Template {
  return synth((stack) => new RecordBus(stack, "Bus", props));
}
