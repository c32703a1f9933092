import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  busVerdictOf,
  isAltered,
  MAX_VERDICT_BYTES,
  ruleSetHash,
  toBusVerdict,
} from "../../../src/core/verdict/bus-verdict.ts";
import { ruleOf, ruleSetOf } from "../../support/rules.ts";

const shape = suite("busVerdictOf()");

shape("takes nothing that is no verdict", () => {
  const verdict = { rules: "h", matched: ["a"] };
  for (const odd of [
    undefined,
    null,
    "all is well",
    [],
    {},
    { ...verdict, matched: undefined },
    { ...verdict, matched: "a" },
    { ...verdict, matched: [7] },
    { ...verdict, rules: 7 },
    { ...verdict, ignoredBy: ["quiet"] },
    { ...verdict, faults: ["a"] },
    { ...verdict, faults: [{ ruleId: "a" }] },
    { ...verdict, more: "many" },
    { ...verdict, severities: [] },
    { ...verdict, severities: { a: "high" } },
    { ...verdict, severities: { a: { severity: "worst" } } },
    { ...verdict, steps: ["a"] },
    { ...verdict, steps: { a: 1 } },
    { ...verdict, steps: { a: ["1"] } },
  ]) {
    assert.is(busVerdictOf({ trailbridge: { verdict: odd } }), undefined, JSON.stringify(odd));
  }
  assert.is(busVerdictOf({ trailbridge: "verdict", "trailbridge.verdict": verdict }), undefined);
  assert.equal(busVerdictOf({ trailbridge: { verdict } }), verdict);
});

shape.run();

const altered = suite("isAltered()");

altered("tells an event that is not all of its record", () => {
  assert.ok(isAltered({ trailbridge: { truncated: ["record"] } }));
  assert.ok(isAltered({ trailbridge: { quoted: ["a"] } }));
  assert.not(isAltered({ trailbridge: { index: 0 } }));
  assert.not(isAltered({ "trailbridge.truncated": "a", truncated: "a" }));
});

altered.run();

const bounded = suite("toBusVerdict()");

bounded("keeps what is most severe where there is no room for all, and counts the rest", () => {
  const severities = ["low", "critical", "medium", "high", "info"] as const;
  const rules = Array.from({ length: 400 }, (_, n) =>
    ruleOf(`rule-of-some-length-${n}`, { severity: severities[n % 5] ?? "low" }),
  );
  const matched = rules.slice(0, 300).map(({ id }) => id);
  const faults = rules.slice(300).map(({ id }) => ({ ruleId: id, message: "€".repeat(5_000) }));
  const verdict = toBusVerdict({ matched, faults }, { rules }, "h");
  assert.ok(Buffer.byteLength(JSON.stringify(verdict)) <= MAX_VERDICT_BYTES);
  assert.is(verdict.matched.length + (verdict.faults?.length ?? 0) + (verdict.more ?? 0), 400);
  assert.ok(verdict.matched.length > 50);
  assert.is(verdict.matched[0], "rule-of-some-length-1");
});

bounded("says all of an ordinary one", () => {
  const fault = { ruleId: "b", message: "It cannot." };
  const { rules } = ruleSetOf(ruleOf("a"), ruleOf("b"));
  assert.equal(toBusVerdict({ matched: ["a"], faults: [fault] }, { rules }, "h"), {
    rules: "h",
    matched: ["a"],
    faults: [fault],
  });
  assert.equal(toBusVerdict({ matched: [], ignoredBy: "quiet", faults: [] }, { rules }, "h"), {
    rules: "h",
    matched: [],
    ignoredBy: "quiet",
  });
});

bounded.run();

const hash = suite("ruleSetHash()");

hash("changes with what decides, and with nothing else", () => {
  const ruleSet = ruleSetOf(ruleOf("a"));
  const quiet = { id: "quiet", match: "a", reason: "r", owner: "o" };
  assert.is(ruleSetHash(ruleSetOf(ruleOf("a", { title: "Other" }))), ruleSetHash(ruleSet));
  const others = [
    ruleSetOf(),
    ruleSetOf(ruleOf("b")),
    ruleSetOf(ruleOf("a", { match: "eventName == 'A'" })),
    ruleSetOf(ruleOf("a", { severity: "low" })),
    { ...ruleSet, ignoreRules: [quiet] },
    { ...ruleSet, ignoreRules: [{ ...quiet, rules: ["a"] }] },
    { ...ruleSet, ignoreRules: [{ ...quiet, expires: "2030-01-01" }] },
  ];
  const hashes = new Set([ruleSet, ...others].map(ruleSetHash));
  assert.is(hashes.size, others.length + 1);
});

hash.run();

const context = suite("toBusVerdict() of rules with contexts");

context("has the severities of those it names, and none of others", () => {
  const severities = { b: { severity: "critical", by: 0 } } as const;
  const ruleSet = ruleSetOf(ruleOf("a"), ruleOf("b", { severity: "low" }));
  const verdict = toBusVerdict({ matched: ["a", "b"], severities, faults: [] }, ruleSet, "h");
  assert.equal(verdict, { rules: "h", matched: ["b", "a"], severities });
  assert.equal(busVerdictOf({ trailbridge: { verdict } }), verdict);
});

context("stays within its bytes, and leaves out the least severe in its context", () => {
  const ids = Array.from({ length: 200 }, (_, n) => `rule-${n}-${"x".repeat(30)}`);
  const ruleSet = ruleSetOf(...ids.map((id) => ruleOf(id, { severity: "medium" })));
  const severities = Object.fromEntries(
    ids.map((id, n) => [id, { severity: n < 150 ? "low" : "high", by: 1 } as const]),
  );
  const verdict = toBusVerdict({ matched: ids, severities, faults: [] }, ruleSet, "h".repeat(16));
  assert.ok(Buffer.byteLength(JSON.stringify(verdict)) <= MAX_VERDICT_BYTES);
  assert.ok(verdict.matched.length > 10);
  assert.ok(verdict.matched.every((id) => ids.indexOf(id) >= 150));
  assert.equal(Object.keys(verdict.severities ?? {}), [...verdict.matched]);
});

context.run();

const contextHash = suite("ruleSetHash() of rules with contexts");

contextHash("tells rules apart by their contexts and the accounts these mean", () => {
  const of = (accounts: readonly string[]) =>
    ruleSetHash(
      ruleSetOf(
        ruleOf("a", { severityBy: [{ severity: "low", accountTags: ["production"], accounts }] }),
      ),
    );
  assert.is.not(of([]), ruleSetHash(ruleSetOf(ruleOf("a"))));
  assert.is.not(of([]), of(["111122223333"]));
});

contextHash.run();
