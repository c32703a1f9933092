import "../support/handler-bundles.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SETTINGS_SCHEMA } from "../../src/core/settings/schema.ts";
import { sweepCases } from "./cases.ts";
import { settingsFiles, sweep } from "./sweep.ts";
import { loaded } from "./verdict.ts";

/** Another sample each day; the day is told where it fails. */
const SEED = Math.floor(Date.now() / 86_400_000);
/** Of each file: values put in, and of what is accepted how much is synthesized. */
const SAMPLE = { seed: SEED, cases: 400, synths: 3 };

const test = suite("whatever is written at a setting");

test("is put at every key of the schema", () => {
  const keys = new Set(
    sweepCases({ logs: { bucket: "logs" } }, SETTINGS_SCHEMA).map(({ key }) => key.join(".")),
  );
  for (const key of [
    "logs.bucket",
    "consumers.name.http.secretField",
    "routes.0.rules.0",
    "bus.putEvents.0",
    "publish.filter",
    "sns.subscriptions.name",
    "alarms.emails.0",
  ]) {
    assert.ok(keys.has(key), key);
  }
});

test("is told from what deploys by words of the settings, not by the CDK's", () => {
  const key = ["name"];
  const verdict = loaded({ key, what: "", settings: { name: "1", logs: { bucket: "logs" } } });
  assert.match("message" in verdict ? verdict.message : "", "Cannot use name as it must be");
  assert.ok("settings" in loaded({ key, what: "", settings: { logs: { bucket: "logs" } } }));
});

for (const file of settingsFiles()) {
  test(`deploys, or is refused in words that name the setting (${file})`, () => {
    const { bad, refused, accepted } = sweep(file, SAMPLE);
    assert.equal(bad, [], `seed ${SEED}; npm run settings-sweep tries all`);
    assert.ok(refused > 100 && accepted > 3);
  });
}

test.run();
