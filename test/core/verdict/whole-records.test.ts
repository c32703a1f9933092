import { suite } from "uvu";
import * as assert from "uvu/assert";
import { toBusEntry } from "../../../src/core/entry/bus-entry.ts";
import type { RuleSet } from "../../../src/core/rule/rule.ts";
import { createWholeRecords } from "../../../src/core/verdict/whole-records.ts";
import { rawRecord } from "../../support/raw-record.ts";
import { ruleOf } from "../../support/rules.ts";

const OBJECT = { bucket: "logs", key: "AWSLogs/a.json.gz" };
const SMALL = { includeRecord: true, maxBytes: 16_384 };

const RULES: RuleSet = {
  rules: [
    ruleOf("public", {
      severity: "critical",
      match: "contains(requestParameters.policyDocument, '\"*\"')",
    }),
  ],
  ignoreRules: [
    {
      id: "narrow",
      match: "!contains(not_null(requestParameters.policyDocument, ''), '\"*\"')",
      reason: "Nobody else is let in.",
      owner: "ada",
      expires: "2026-01-24",
    },
  ],
};

const test = suite("createWholeRecords()");

test("judges what the entry has no room for", () => {
  const policyDocument = `${" ".repeat(40_000)}"*"`;
  const { truncated, verdict } = pointerOf({ requestParameters: { policyDocument } });
  assert.equal(truncated, ["record", "requestParameters.policyDocument"]);
  assert.equal(verdict.matched, ["public"]);
  assert.is(verdict.ignoredBy, undefined);
});

test("lets an ignore rule hold for the whole record, up to its last day", () => {
  const record = { requestParameters: { policyDocument: "{}", tags: "x".repeat(40_000) } };
  const last = Date.UTC(2026, 0, 24, 23);
  const rides = createWholeRecords(RULES, []);
  const at = (now: number) =>
    pointerOf(record, rides(now)).verdict as { readonly ignoredBy?: string };
  assert.is(at(last).ignoredBy, "narrow");
  assert.is(at(last + 3_600_000).ignoredBy, undefined);
});

test("keeps what rules name before what they do not, however long it is", () => {
  const tags = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`t${n}`, "x".repeat(40)]));
  const requestParameters = { tags, policyDocument: "p".repeat(5_000) };
  const { detail } = toBusEntry(rawRecord({ requestParameters }), OBJECT, SMALL, whole());
  assert.is(JSON.parse(detail)["requestParameters.policyDocument"], "p".repeat(5_000));
});

test("leaves an entry that is all of its record alone", () => {
  const record = { requestParameters: { policyDocument: '"*"' } };
  assert.equal(pointerOf(record), { ...OBJECT, index: 0, version: "1" });
});

test("tells records by their content where they are cut", () => {
  const record = (end: string) => ({ requestParameters: { note: "x".repeat(40_000) + end } });
  const [a, b, again] = ["a", "b", "a"].map((end) => pointerOf(record(end)).content);
  assert.match(a, /^[0-9a-f]{64}$/);
  assert.is.not(a, b);
  assert.is(a, again);
});

test.run();

function whole() {
  return createWholeRecords(RULES, [])(0);
}

function pointerOf(record: object, rides = whole()) {
  return JSON.parse(toBusEntry(rawRecord(record), OBJECT, SMALL, rides).detail).trailbridge;
}
