import { Duration } from "aws-cdk-lib";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { Key } from "aws-cdk-lib/aws-kms";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { BusLogLevel } from "../../../infra/bus/log.ts";
import { RecordBus, type RecordBusProps } from "../../../infra/bus/record-bus.ts";
import { resource, resources, synth } from "../../support/synth.ts";

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

test("lets an organisation put events and rules of its own, none in the name of trailbridge", () => {
  const template = synthBus({ organizationId: "o-a1b2c3d4e5" });
  const statements = Object.values(resources(template, "AWS::Events::EventBusPolicy")).map(
    ({ Properties }) => Properties.Statement as Record<string, Record<string, unknown>>,
  );
  assert.is(statements.length, 2);
  for (const statement of statements) {
    assert.equal(statement.Condition?.StringEquals, { "aws:PrincipalOrgID": "o-a1b2c3d4e5" });
  }
  const [events, rules] = statements;
  assert.equal(events?.Condition?.StringNotEquals, { "events:source": "trailbridge" });
  assert.equal(rules?.Condition?.StringEqualsIfExists, {
    "events:creatorAccount": ["$", "{aws:PrincipalAccount}"].join(""),
  });
});

test.run();

function synthBus(props: RecordBusProps = {}): Template {
  return synth((stack) => new RecordBus(stack, "Bus", props));
}
