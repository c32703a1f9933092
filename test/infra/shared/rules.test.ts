import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadRuleSet, requireRules } from "../../../infra/shared/rules.ts";

const test = suite("loadRuleSet()");

test("loads the default pack by default", () => {
  assert.ok(loadRuleSet().rules.length > 0);
});

test("refuses to deploy without a rule and names the folder that holds none", () => {
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-rules-"));
  try {
    writeFileSync(join(folder, "notes.txt"), "rules come here");
    assert.throws(
      () => loadRuleSet({ packs: [], directories: [folder] }),
      (error: Error) =>
        /no rule file \(\.yaml\)/.test(error.message) && error.message.includes(folder),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("refuses to deploy without packs, folders and tracked events", () => {
  assert.throws(() => loadRuleSet({ packs: [] }), /Cannot deploy without a rule.*There is no rule/);
});

test("takes tracked events for a rule", () => {
  assert.is(loadRuleSet({ packs: [], eventsToTrack: ["DeleteBucket"] }).rules.length, 1);
});

test("refuses a tracked event that no event is called", () => {
  assert.throws(
    () => loadRuleSet({ eventsToTrack: ["iam:CreateRole"] }),
    /Cannot track "iam:CreateRole" in rules\.eventsToTrack/,
  );
});

test.run();

const required = suite("requireRules()");

required("refuses an empty set of rules", () => {
  assert.throws(() => requireRules({ rules: [], ignoreRules: [] }), /There is no rule/);
});

required.run();
