import { suite } from "uvu";
import * as assert from "uvu/assert";
import { contextTexts, severityReason } from "../../../src/core/severity/severity-reason.ts";

const RULE = {
  severity: "high",
  severityBy: [
    { severity: "low", when: "eventName == 'A'", reason: "it is on a list" },
    { severity: "critical", accountTags: ["production", "pci"] },
  ],
} as const;

const test = suite("severityReason()");

test("says nothing where the severity is the rule's own", () => {
  assert.is(severityReason(RULE, { severity: "high" }), undefined);
});

test("says what it was and is, and the reason, or the tags", () => {
  assert.is(
    severityReason(RULE, { severity: "low", by: 0 }),
    "Lowered from high to low: it is on a list",
  );
  assert.is(
    severityReason(RULE, { severity: "critical", by: 1 }),
    "Raised from high to critical: the account is tagged production or pci",
  );
});

test("says no more than it knows of a case that is not there, as another deployment's", () => {
  assert.is(severityReason(RULE, { severity: "low", by: 7 }), "Lowered from high to low");
});

test("says of a case that could not be judged that it could not", () => {
  const why = "a condition that may change it could not be judged";
  assert.is(severityReason(RULE, { severity: "high", unsure: true }), `Kept at high: ${why}`);
  assert.is(
    severityReason(RULE, { severity: "critical", by: 1, unsure: true }),
    `Raised from high to critical: ${why}`,
  );
});

test.run();

const contexts = suite("contextTexts()");

contexts("says in which context a rule has which severity", () => {
  assert.equal(contextTexts(RULE), [
    {
      severity: "low",
      where: "its expression holds",
      when: "eventName == 'A'",
      reason: "it is on a list",
    },
    { severity: "critical", where: "the account is tagged production or pci" },
  ]);
  assert.equal(contextTexts({ severity: "low" }), []);
});

contexts.run();
