import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseSettings } from "../../src/adapters/settings-file.ts";
import { compilePattern } from "../../src/core/pattern-match.ts";
import { defaultWiring, LOCAL_NAMES } from "../../src/local/default-wiring.ts";
import { checkWiring } from "../../src/local/wiring-check.ts";

const test = suite("defaultWiring()");

const TOPIC = "arn:aws:sns:eu-west-1:444455556666:alerts";
const settings = parseSettings(
  `logs: { bucket: trail, prefix: org/AWSLogs/ }
sns: { topicArn: "${TOPIC}" }
routes: [{ accounts: ["444455556666"], snsTopicArn: "${TOPIC}" }]
splitter: { functionName: my-splitter }`,
  "settings.yaml",
);
const modulePaths = { splitter: "/splitter.mjs", notifier: "/notifier.mjs" };
const wiring = defaultWiring({ settings, modulePaths, slackApiUrl: "http://127.0.0.1:1/api/" });

test("names nothing that is not in it", () => {
  checkWiring(wiring);
});

test("feeds the splitter with new objects under the prefix alone", () => {
  assert.equal(wiring.buckets?.[0]?.notifications, [
    { events: ["s3:ObjectCreated:*"], prefix: "org/AWSLogs/", function: "my-splitter" },
  ]);
});

test("lets removed objects of the bucket through to the buffer, not expired ones", () => {
  const rule = wiring.rules?.find(({ name }) => name === "removed-objects");
  assert.is(rule?.bus, undefined, "S3 tells the default bus");
  const matches = compilePattern(rule?.pattern);
  const event = (bucket: string, key: string, reason: string) => ({
    source: "aws.s3",
    "detail-type": "Object Deleted",
    detail: { bucket: { name: bucket }, object: { key }, reason },
  });
  assert.ok(matches(event("trail", "org/AWSLogs/a.json.gz", "DeleteObject")));
  assert.not(matches(event("trail", "org/AWSLogs/a.json.gz", "Lifecycle Expiration")));
  assert.not(matches(event("trail", "other/a.json.gz", "DeleteObject")));
  assert.not(matches(event("other", "org/AWSLogs/a.json.gz", "DeleteObject")));
});

test("gives a topic of the settings its own ARN, once", () => {
  assert.equal(wiring.topics, [{ name: TOPIC }]);
});

test("counts what the notifier gives up among the dead letters", () => {
  const holding = wiring.queues?.filter(({ holdsDeadLetters }) => holdsDeadLetters);
  assert.equal(
    holding?.map(({ name }) => name),
    [LOCAL_NAMES.notifierDeadLetters],
  );
});

test.run();
