import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { Budget } from "../../../src/core/function/budget.ts";
import { SEVERITIES, type Severity } from "../../../src/core/severity/severity.ts";
import type { SeverityCase } from "../../../src/core/severity/severity-case.ts";
import { createSeverityJudge } from "../../../src/core/severity/severity-judge.ts";

const PRODUCTION = "111122223333";
const OWN: Severity = "medium";

function judged(
  severityBy: readonly SeverityCase[],
  record: Readonly<Record<string, unknown>>,
  own: Severity = OWN,
): { readonly said: unknown; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const judge = createSeverityJudge({ severity: own, severityBy }, { self: [], now: 0 });
  const said = judge(
    viewOfRecord(record),
    () => new Budget(),
    (message) => faults.push(message),
  );
  return { said, faults };
}

const tagged = (severity: Severity): SeverityCase => ({
  severity,
  accountTags: ["production"],
  accounts: [PRODUCTION],
});
/** A text is no answer. */
const FAULTY = "requestParameters.a";

const test = suite("createSeverityJudge()");

test("never takes a case that cannot be judged for the lower severity, and says so", () => {
  const record = { requestParameters: { a: "text" } };
  const lower = { severity: "low", when: FAULTY, reason: "r" } as const;
  const { said, faults } = judged([lower], record);
  assert.equal(said, { severity: OWN, unsure: true });
  assert.is(faults.length, 1);
  assert.match(faults[0] ?? "", /^severityBy\[0\]: Cannot judge by expression/);
  // Neither where a later case would make it less.
  const last = { severity: "info", when: "requestParameters.a == 'text'", reason: "r" } as const;
  assert.equal(judged([lower, last], record).said, { severity: OWN, unsure: true });
});

test("takes a case that cannot be judged for the higher severity", () => {
  const record = { requestParameters: { a: "text" } };
  const raise = { severity: "critical", when: FAULTY, reason: "r" } as const;
  assert.equal(judged([raise], record).said, { severity: "critical", by: 0, unsure: true });
  const higher = { severity: "high", when: "requestParameters.a == 'text'", reason: "r" } as const;
  const lower = { severity: "low", when: FAULTY, reason: "r" } as const;
  assert.equal(judged([lower, higher], record).said, { severity: "high", by: 1, unsure: true });
});

test("lowers only where a condition holds of every element, and raises where it does of one", () => {
  const record = { requestParameters: { items: ["1", 5] } };
  const when = "any(requestParameters.items, &@ + `1` == `6`)";
  const lowered = judged([{ severity: "low", when, reason: "r" }], record);
  assert.equal(lowered.said, { severity: OWN, unsure: true });
  const raised = judged([{ severity: "high", when, reason: "r" }], record);
  assert.equal(raised.said, { severity: "high", by: 0 });
});

test("does not let an exception that a later case would raise hold for one element alone", () => {
  const record = { requestParameters: { items: ["1", 5] }, recipientAccountId: PRODUCTION };
  const when = "any(requestParameters.items, &@ + `1` == `6`)";
  const cases = [{ severity: OWN, when, reason: "r" }, tagged("critical")] as const;
  assert.equal(judged(cases, record).said, { severity: "critical", by: 1, unsure: true });
});

test("lowers by no key that collides with another of the record", () => {
  const when = "requestParameters.role == 'trusted'";
  const lower = { severity: "low", when, reason: "r" } as const;
  const record = { requestParameters: { role: "other" }, "requestParameters.role": "trusted" };
  assert.is(judged([lower], record).said, undefined);
});

test("goes by the account whose event it is, else by the caller's", () => {
  const cases = [tagged("high")];
  const high = { severity: "high", by: 0 };
  assert.equal(judged(cases, { recipientAccountId: PRODUCTION }).said, high);
  assert.equal(judged(cases, { userIdentity: { accountId: PRODUCTION } }).said, high);
  const elsewhere = {
    recipientAccountId: "444455556666",
    userIdentity: { accountId: PRODUCTION },
  };
  assert.is(judged(cases, elsewhere).said, undefined);
  assert.is(judged(cases, {}).said, undefined);
});

test("takes the first case that holds, and all conditions of it", () => {
  const both = { ...tagged("critical"), when: "eventName == 'A'", reason: "r" };
  const cases = [both, tagged("high")];
  const record = { recipientAccountId: PRODUCTION };
  assert.equal(judged(cases, { ...record, eventName: "A" }).said, { severity: "critical", by: 0 });
  assert.equal(judged(cases, { ...record, eventName: "B" }).said, { severity: "high", by: 1 });
  assert.is(judged([both], { eventName: "A" }).said, undefined);
});

test("knows a tag of which no account is known as none of this one's", () => {
  const cases = [{ severity: "high", accountTags: ["production"] }] as const;
  assert.is(judged(cases, { recipientAccountId: PRODUCTION }).said, undefined);
});

test("lowers by a list only what is on it today", () => {
  const lists = { trusted: [{ value: "a" }, { value: "b", expires: "1969-12-30", owner: "o" }] };
  const when = "contains($lists.trusted, userIdentity.userName)";
  const cases = [{ severity: "low", when, lists, reason: "r" }] as const;
  const by = (userName: string) => judged(cases, { userIdentity: { userName } }).said;
  assert.equal(by("a"), { severity: "low", by: 0 });
  assert.is(by("b"), undefined);
});

const severity = fc.constantFrom(...SEVERITIES);
const verdicts = fc.constantFrom("holds", "fails", "faults");

test("is, of any cases, what the first that holds says, and with faults never less than may be", () => {
  const texts = { holds: "eventName == 'A'", fails: "eventName == 'B'", faults: FAULTY };
  const record = { eventName: "A", requestParameters: { a: "text" } };
  fc.assert(
    fc.property(
      severity,
      fc.array(fc.tuple(severity, verdicts), { maxLength: 6 }),
      (own, cases) => {
        const severityBy = cases.map(([it, verdict]) => ({
          severity: it,
          when: texts[verdict],
          reason: "r",
        }));
        const said = judged(severityBy, record, own).said as { severity: Severity } | undefined;
        const rank = (it: Severity) => SEVERITIES.indexOf(it);
        // Every way in which the cases that fault might have gone.
        const ways = (rest: typeof cases): readonly Severity[] => {
          const [first, ...others] = rest;
          if (first === undefined) return [own];
          if (first[1] === "holds") return [first[0]];
          return first[1] === "fails" ? ways(others) : [first[0], ...ways(others)];
        };
        const most = Math.max(...ways(cases).map(rank));
        const given = rank(said?.severity ?? own);
        const faults = cases
          .slice(0, cases.findIndex(([, it]) => it === "holds") + 1 || cases.length)
          .some(([, it]) => it === "faults");
        assert.is(given, faults ? Math.max(most, rank(own)) : most);
      },
    ),
  );
});

test.run();
