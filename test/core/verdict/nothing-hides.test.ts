import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type BusVerdict, EVENT_SOURCE } from "../../../src/contract.ts";
import { alertIdentity } from "../../../src/core/alert/alert-identity.ts";
import { packRuleSet } from "../../../src/core/compiler/pack-groups.ts";
import { batchEntries } from "../../../src/core/entry/batch.ts";
import { type BusEntry, toBusEntry, type WholeRecords } from "../../../src/core/entry/bus-entry.ts";
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
  /** The entries that are put on the bus, call by call. */
  readonly batches: (entries: readonly BusEntry[]) => readonly (readonly BusEntry[])[];
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
  batches: (entries) => batchEntries(entries, ENTRIES.maxBytes),
};

/** Rules that alert on what is there, whatever else is, and an ignore rule with a negation. */
const MATCHES = [
  "eventName == 'Stop'",
  "contains(requestParameters.policy, 'open')",
  "requestParameters.a.b == 'x'",
  "starts_with(requestParameters.note, 'n') && eventName != 'Other'",
  "length(requestParameters.list[?name == 'evil']) > `0`",
  "length(requestParameters.list[?starts_with(name, 'ev')]) > `0`",
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

/** What an attacker adds: bulk, keys that collide, numbers the bus refuses, types no rule expects, twins. */
const additions = fc.record({
  bulk: fc.constantFrom(0, 0, 100, 900),
  collides: fc.subarray(["requestParameters.a.b", "requestParameters.policy"]),
  odd: fc.boolean(),
  long: fc.constantFrom(0, 0, 9_000, 40_000),
  mixed: fc.boolean(),
  twin: fc.boolean(),
  before: fc.array(record, { maxLength: 3 }),
});

/** The attacker's text of a record: all that was in it, and more. */
function grown(
  found: Rec,
  { bulk, collides, odd, long, mixed }: ReturnTypeOf<typeof additions>,
): string {
  const request = structuredClone(found.requestParameters) as Rec;
  if (mixed && Array.isArray(request.list))
    request.list = [{ name: 7 }, ...request.list, "evil", null];
  if (typeof request.policy === "string" && long > 0)
    request.policy = `${" ".repeat(long)}${request.policy}`;
  for (let n = 0; n < bulk; n++) request[`tag-${n}`] = "t".repeat(30);
  const more = Object.fromEntries(collides.map((key) => [key, "decoy"]));
  const text = JSON.stringify({ ...found, requestParameters: request, ...more });
  return odd ? text.replace(/"size":500/, '"size":99999999999999999999999') : text;
}

/** Another record that looks the same where it is cut: it ends otherwise, and has the same id. */
function twinOf(text: string): string {
  return text.replace(/"policy":"(\s*\w+)"/, '"policy":"$1."');
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
  const entries = texts.map((text) =>
    toBusEntry(rawRecord(text), { bucket: "b", key: "k" }, ENTRIES, whole),
  );
  const sent = way.batches(entries).flat();
  return entries.map((entry) => {
    if (!sent.includes(entry)) return undefined;
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
        const before = [
          ...added.before.map((it) => (added.twin ? grown(it, added) : JSON.stringify(it))),
          ...(added.twin ? [twinOf(last)] : []),
        ].filter((it) => it !== last);
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
  "an ignore rule is asked about what is left": {
    judge: (ruleSet) => {
      const judge = createJudge(ruleSet, { self: [], now: 0 });
      const ofDetail = PRODUCT.judge(ruleSet);
      return (detail) =>
        judge(viewOfDetail(detail)).ignoredBy === undefined ? ofDetail(detail) : [];
    },
  },
  "what was quoted counts as whole": {
    judge: (ruleSet) => {
      const judge = createJudge(ruleSet, { self: [], now: 0 });
      const ofDetail = PRODUCT.judge(ruleSet);
      return (detail) =>
        (detail.trailbridge as Rec).truncated === undefined
          ? judge(viewOfDetail(detail)).matched
          : ofDetail(detail);
    },
  },
  "the verdict of one record rides along with the next": {
    whole(ruleSet) {
      const whole = PRODUCT.whole(ruleSet);
      let first: BusVerdict | undefined;
      return (
        whole && {
          ...whole,
          judge(record) {
            first ??= whole.judge(record);
            return first;
          },
        }
      );
    },
  },
  "no verdict rides along": { whole: () => undefined },
  "events are told apart by what is left of them": {
    identity: ({ trailbridge: _pointer, ...left }) => alertIdentity(left),
  },
  "an odd element of a list keeps the others from being looked at": {
    judge: (ruleSet) => {
      const judge = PRODUCT.judge(ruleSet);
      return (detail) =>
        typeof detail["requestParameters.list.0.name"] === "number" ? [] : judge(detail);
    },
  },
  "what has no room in a call is left out": {
    batches: (entries) => PRODUCT.batches(entries).slice(0, 1),
  },
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
