import { suite } from "uvu";
import * as assert from "uvu/assert";
import { requireEnv, requireSafeEnv } from "../../src/adapters/env.ts";

const test = suite("requireEnv()");

for (const env of [{}, { QUEUE_URL: "" }]) {
  test(`names the variable that is missing in ${JSON.stringify(env)}`, () => {
    assert.throws(() => requireEnv("QUEUE_URL", env), /Cannot start as .*"QUEUE_URL"/);
  });
}

test("returns the value", () => {
  assert.is(requireEnv("QUEUE_URL", { QUEUE_URL: "https://192.0.2.1/q" }), "https://192.0.2.1/q");
});

const safe = suite("requireSafeEnv()");

safe("names the variable that could send the token elsewhere, and not its value", () => {
  const env = { AWS_REGION: "eu-central-1", SLACK_API_URL: "https://taker.example.com/?s3cret" };
  assert.throws(
    () => requireSafeEnv(env),
    ({ message }: Error) =>
      message.startsWith('Cannot start as environment variable "SLACK_API_URL" must be') &&
      !message.includes("s3cret"),
  );
});

safe("takes other settings than the asset's from nowhere but the local stack", () => {
  const env = { TRAILBRIDGE_CONFIG: "/opt/config.json" };
  assert.throws(() => requireSafeEnv(env), /"TRAILBRIDGE_CONFIG" must not be set/);
  requireSafeEnv({ ...env, AWS_ENDPOINT_URL: "http://127.0.0.1:4000" });
});

safe("takes what Lambda sets, and what the stack does", () => {
  requireSafeEnv({ AWS_LAMBDA_FUNCTION_NAME: "n", NODE_PATH: "/opt", EVENT_BUS_NAME: "bus" });
});

test.run();
safe.run();
