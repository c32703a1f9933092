import { suite } from "uvu";
import * as assert from "uvu/assert";
import { requireEnv } from "../../src/adapters/env.ts";

const test = suite("requireEnv()");

for (const env of [{}, { QUEUE_URL: "" }]) {
  test(`names the variable that is missing in ${JSON.stringify(env)}`, () => {
    assert.throws(() => requireEnv("QUEUE_URL", env), /Cannot start as .*"QUEUE_URL"/);
  });
}

test("returns the value", () => {
  assert.is(requireEnv("QUEUE_URL", { QUEUE_URL: "https://192.0.2.1/q" }), "https://192.0.2.1/q");
});

test.run();
