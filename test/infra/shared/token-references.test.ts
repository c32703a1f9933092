import { Stack, Token } from "aws-cdk-lib";
import { Topic } from "aws-cdk-lib/aws-sns";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RUNTIME_DEFAULTS } from "../../../infra/shared/defaults.ts";
import { externalizeTokens } from "../../../infra/shared/token-references.ts";
import { resolveReferences } from "../../../src/core/settings/env-reference.ts";

const test = suite("externalizeTokens()");

test("leaves a config without tokens as it is", () => {
  const { config, environment } = externalizeTokens(configOf("arn:aws:sns:x:111122223333:a"));
  assert.is(config.settings.destinations.defaults.snsTopicArn, "arn:aws:sns:x:111122223333:a");
  assert.equal(environment, {});
});

test("moves each token to one variable, from where the function gets it back", () => {
  const { topicArn } = new Topic(new Stack(), "Topic");
  assert.ok(Token.isUnresolved(topicArn));

  const { config, environment } = externalizeTokens(configOf(topicArn));

  assert.not.ok(Token.isUnresolved(JSON.stringify(config)));
  assert.equal(environment, { DESTINATION_1: topicArn });
  const { destinations } = config.settings;
  assert.equal(resolveReferences(destinations, { DESTINATION_1: "arn:x" }), {
    defaults: { slackChannel: "C0SECURITY", snsTopicArn: "arn:x" },
    routes: [{ severities: ["critical"], snsTopicArn: "arn:x" }],
  });
});

test.run();

function configOf(snsTopicArn: string) {
  return {
    ruleSet: { rules: [], ignoreRules: [] },
    settings: {
      ...RUNTIME_DEFAULTS,
      destinations: {
        defaults: { slackChannel: "C0SECURITY", snsTopicArn },
        routes: [{ severities: ["critical"] as const, snsTopicArn }],
      },
    },
  };
}
