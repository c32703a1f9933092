import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { EVENT_SOURCE } from "../../../src/contract.ts";
import { alertIdentity } from "../../../src/core/alert/alert-identity.ts";
import { packRuleSet } from "../../../src/core/compiler/pack-groups.ts";
import { toBusEntry, type WholeRecords } from "../../../src/core/entry/bus-entry.ts";
import { viewOfDetail } from "../../../src/core/expression/event-view.ts";
import { patternMatcher } from "../../../src/core/pattern/match.ts";
import { createJudge } from "../../../src/core/rule/judge.ts";
import type { RuleSet } from "../../../src/core/rule/rule.ts";
import { createDetailJudge } from "../../../src/core/verdict/detail-judge.ts";
import { createWholeRecords } from "../../../src/core/verdict/whole-records.ts";
import { rawRecord } from "../../support/raw-record.ts";
import { ruleOf } from "../../support/rules.ts";

type Rec = Record<string, unknown>;

/** How an event comes to people, step by step; a planted defect replaces one. */
interface Way {
  readonly whole: (ruleSet: RuleSet) => WholeRecords | undefined;
  readonly judge: (ruleSet: RuleSet) => (detail: Rec) => readonly string[];
  readonly identity: (detail: Rec) => string;
  readonly patterns: (ruleSet: RuleSet) => readonly unknown[];
}

const PRODUCT: Way = {
  whole: (ruleSet) => createWholeRecords(ruleSet, [])(0),
  judge: (ruleSet) => {
    const judge = createJudge(ruleSet, { self: [], now: 0 });
    const ofDetail = createDetailJudge(ruleSet, judge, []);
    return (detail) => ofDetail(detail).matched;
  },
  identity: alertIdentity,
  patterns: ({ rules }) =>
    packRuleSet(rules, { self: [], accessDenied: false }).packed.map(({ pattern }) => pattern),
};

/** Rules that alert on what is there, whatever else is, and an ignore rule with a negation. */
const MATCHES = [
  "eventName == 'Stop'",
  "contains(requestParameters.policy, 'open')",
  "requestParameters.a.b == 'x'",
  "starts_with(requestParameters.note, 'n') && eventName != 'Other'",
  "length(requestParameters.list[?name == 'evil']) > `0`",
  "requestParameters.size > `100`",
];

const record: fc.Arbitrary<Rec> = fc.record({
  eventID: fc.constantFrom("e-1", "e-2"),
  eventName: fc.constantFrom("Stop", "Other", "Put"),
  requestParameters: fc.record(
    {
      policy: fc.constantFrom("open", "closed"),
      a: fc.record({ b: fc.constantFrom("x", "y") }),
      note: fc.constantFrom("n1", "m1"),
      list: fc.array(fc.record({ name: fc.constantFrom("evil", "good") }), { maxLength: 3 }),
      size: fc.constantFrom(5, 500),
    },
    { requiredKeys: [] },
  ),
});

/** What an attacker adds: bulk, keys that collide, numbers the bus refuses. */
const additions = fc.record({
  bulk: fc.constantFrom(0, 0, 100, 900),
  collides: fc.subarray(["requestParameters.a.b", "requestParameters.policy"]),
  odd: fc.boolean(),
  long: fc.constantFrom(0, 0, 9_000, 40_000),
  before: fc.array(record, { maxLength: 3 }),
});

/** The attacker's text of a record: all that was in it, and more. */
function grown(found: Rec, { bulk, collides, odd, long }: ReturnTypeOf<typeof additions>): string {
  const request = structuredClone(found.requestParameters) as Rec;
  if (typeof request.policy === "string" && long > 0)
    request.policy = `${" ".repeat(long)}${request.policy}`;
  for (let n = 0; n < bulk; n++) request[`tag-${n}`] = "t".repeat(30);
  const more = Object.fromEntries(collides.map((key) => [key, "decoy"]));
  const text = JSON.stringify({ ...found, requestParameters: request, ...more });
  return odd ? text.replace(/"size":500/, '"size":99999999999999999999999') : text;
}

type ReturnTypeOf<A> = A extends fc.Arbitrary<infer T> ? T : never;

/** What of records is told by rule `r`: its identity once; undefined for silence. */
function told(
  way: Way,
  ruleSet: RuleSet,
  texts: readonly string[],
): readonly (string | undefined)[] {
  const whole = way.whole(ruleSet);
  const judge = way.judge(ruleSet);
  const passes = way.patterns(ruleSet).map((pattern) => patternMatcher(pattern));
  const claimed = new Set<string>();
  return texts.map((text) => {
    const entry = toBusEntry(rawRecord(text), { bucket: "b", key: "k" }, ENTRIES, whole);
    const detail = JSON.parse(entry.detail);
    if (!passes.some((match) => match({ source: EVENT_SOURCE, detail }))) return undefined;
    if (!judge(detail).includes("r")) return undefined;
    const identity = way.identity(detail);
    if (claimed.has(identity)) return undefined;
    claimed.add(identity);
    return identity;
  });
}

const ENTRIES = { includeRecord: true, maxBytes: 16_384 };

/** The law: what alerts as it is alerts with all that is added to it, and behind whatever comes first. */
function assertLaw(way: Way, numRuns: number): void {
  let alerts = 0;
  fc.assert(
    fc.property(
      record,
      fc.constantFrom(...MATCHES),
      fc.boolean(),
      additions,
      (found, match, ignores, added) => {
        const rules = [ruleOf("r", { match })];
        const ignoreRules = ignores
          ? [{ id: "q", match: `!(${match})`, reason: "Not it.", owner: "ada" }]
          : [];
        const ruleSet = { rules, ignoreRules };
        const plain = JSON.stringify(found);
        if (told(way, ruleSet, [plain])[0] === undefined) return;
        alerts++;
        const last = grown(found, added);
        const before = added.before.map((it) => JSON.stringify(it)).filter((it) => it !== last);
        const [now] = told(way, ruleSet, [...before, last]).slice(-1);
        assert.ok(now !== undefined, `${match}: ${last.slice(0, 300)}`);
      },
    ),
    { numRuns },
  );
  assert.ok(alerts > numRuns / 10, `only ${alerts} alerts`);
}

const test = suite("nothing hides");

test("a larger record, more keys, other events before it or in its batch never turn an alert into silence", () => {
  assertLaw(PRODUCT, 400);
});

const PLANTED: Readonly<Record<string, Partial<Way>>> = {
  "what is left of a cut record is judged": {
    judge: (ruleSet) => {
      const judge = createJudge(ruleSet, { self: [], now: 0 });
      return (detail) => judge(viewOfDetail(detail)).matched;
    },
  },
  "the last of two values of a path wins": {
    judge: (ruleSet) => {
      const judge = PRODUCT.judge(ruleSet);
      return (detail) =>
        judge(
          Object.fromEntries(
            Object.entries(detail).map(([key, value]) => [
              key,
              Array.isArray(value) ? value.at(-1) : value,
            ]),
          ),
        );
    },
  },
  "the id alone tells events apart": { identity: ({ eventID }) => String(eventID) },
  "cut events pass no pattern of their own": {
    patterns: (ruleSet) =>
      PRODUCT.patterns(ruleSet).filter((it) => !JSON.stringify(it).includes("truncated")),
  },
};

for (const [what, defect] of Object.entries(PLANTED)) {
  test(`finds out where ${what}`, () => {
    assert.throws(() => assertLaw({ ...PRODUCT, ...defect }, 2_000), /Property failed/);
  });
}

test.run();
