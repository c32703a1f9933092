import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { anchorsOf } from "../../../src/core/condition/anchor.ts";
import {
  ALWAYS,
  allows,
  both,
  type Condition,
  either,
  NEVER,
  on,
} from "../../../src/core/condition/condition.ts";
import {
  ABSENT,
  equalTo,
  NOT_TEXT,
  PRESENT,
  textBy,
  type ValueSet,
} from "../../../src/core/condition/value-set.ts";
import { type EventView, viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { createRuleIndex, type RuleIndex } from "../../../src/core/rule/index.ts";
import { createJudge } from "../../../src/core/rule/judge.ts";
import { expression } from "../../support/expression-arbitrary.ts";
import { record } from "../../support/record-arbitrary.ts";

const test = suite("createRuleIndex()");

const CONDITIONS: readonly Condition[] = [
  on("eventName", [equalTo("A"), equalTo("B")]),
  on("eventName", [textBy("prefix", "A")]),
  ALWAYS,
  NEVER,
  on("errorCode", [ABSENT, equalTo("x")]),
  on("errorCode", [PRESENT]),
  either([on("eventName", [equalTo("A")]), on("readOnly", [equalTo(true)])]),
];

const lookups: [record: Record<string, unknown>, positions: number[]][] = [
  [{}, [2, 4]],
  [{ eventName: "A" }, [0, 1, 2, 4, 6]],
  [{ eventName: "AB" }, [1, 2, 4]],
  [{ eventName: "B", errorCode: "x" }, [0, 2, 4, 5]],
  [{ readOnly: true }, [2, 4, 6]],
  [{ eventName: "A", readOnly: true }, [0, 1, 2, 4, 6]],
  [{ toString: "A" }, [2, 4]],
];

for (const [event, positions] of lookups) {
  test(`finds ${positions.join(", ")} for ${JSON.stringify(event)}`, () => {
    assert.equal(indexOf(CONDITIONS)(viewOfRecord(event)), positions);
  });
}

/** Two fields of one condition → the one an event is looked up by. */
const tellingFirst: [by: [string, ValueSet], rather: [string, ValueSet]][] = [
  [
    ["eventName", [equalTo("A")]],
    ["errorCode", [equalTo("A")]],
  ],
  [
    ["errorCode", [equalTo("A")]],
    ["userIdentity.type", [equalTo("A")]],
  ],
  [
    ["userIdentity.type", [equalTo("A")]],
    ["eventSource", [equalTo("A")]],
  ],
  [
    ["eventSource", [equalTo("A")]],
    ["awsRegion", [equalTo("A")]],
  ],
  [
    ["eventName", [textBy("prefix", "A")]],
    ["awsRegion", [equalTo("A")]],
  ],
  [
    ["eventName", [NOT_TEXT]],
    ["awsRegion", [equalTo("A")]],
  ],
  [
    ["awsRegion", [equalTo("A")]],
    ["eventName", [textBy("substring", "A")]],
  ],
  [
    ["awsRegion", [equalTo("A"), equalTo("B")]],
    ["eventName", [equalTo("A"), textBy("substring", "A")]],
  ],
  [
    ["awsRegion", [textBy("substring", "A")]],
    ["eventName", [PRESENT]],
  ],
  [
    ["awsRegion", [PRESENT]],
    ["eventName", [equalTo("A"), ABSENT]],
  ],
];

for (const [[key, set], [other, less]] of tellingFirst) {
  test(`looks up by ${key} (${kinds(set)}) rather than by ${other} (${kinds(less)})`, () => {
    for (const condition of [
      both(on(key, set), on(other, less)),
      both(on(other, less), on(key, set)),
    ]) {
      const index = indexOf([condition]);
      assert.equal(index(viewOfRecord(recordOf(other, "A"))), []);
      const value = set.includes(NOT_TEXT) ? true : "A";
      assert.equal(index(viewOfRecord(recordOf(key, value))), [0]);
    }
  });
}

function kinds(set: ValueSet): string {
  return set.map(({ kind }) => kind).join(", ");
}

function recordOf(key: string, value: unknown): Record<string, unknown> {
  const [first = "", second] = key.split(".");
  return { [first]: second === undefined ? value : { [second]: value } };
}

function indexOf(conditions: readonly Condition[]): RuleIndex {
  return createRuleIndex(conditions.map(anchorsOf));
}

test("finds the same again and again", () => {
  const index = indexOf(CONDITIONS);
  for (let round = 0; round < 3; round++) {
    assert.equal(index(viewOfRecord({ eventName: "A" })), [0, 1, 2, 4, 6]);
  }
});

test("misses no condition that allows the event", () => {
  const index = indexOf(CONDITIONS);
  fc.assert(
    fc.property(record, (event) => {
      const view = viewOfRecord(event);
      const found = index(view);
      for (const [position, condition] of CONDITIONS.entries()) {
        if (allows(condition, (key) => view.scalar(key))) assert.ok(found.includes(position));
      }
    }),
  );
});

test("finds an event's rules among thousands without looking at the others", () => {
  let looked = 0;
  const scalar = (key: string) => {
    looked++;
    return key === "eventName" ? "E77" : undefined;
  };
  const counting: EventView = {
    scalar,
    single: scalar,
    nested: {},
    collisions: new Map(),
    isAmbiguous: false,
    reading: () => counting,
    whole: {},
  };
  const conditions = Array.from({ length: 5_000 }, (_, n) => on("eventName", [equalTo(`E${n}`)]));
  assert.equal(indexOf(conditions)(counting), [77]);
  assert.is(looked, 1);
});

test.run();

const judge = suite("createJudge() with and without its index");

judge("gives the same verdicts, faults included", () => {
  const rules = fc.array(expression, { minLength: 1, maxLength: 12 });
  const events = fc.array(record, { minLength: 10, maxLength: 10 });
  fc.assert(
    fc.property(rules, rules, events, (matches, ignores, records) => {
      const ruleSet = {
        rules: matches.map((match, n) => ({
          id: `r${n}`,
          title: "",
          description: "",
          severity: "low" as const,
          match,
          tags: [],
          references: [],
        })),
        ignoreRules: ignores.map((match, n) => ({
          id: `i${n}`,
          match,
          reason: "",
          owner: "",
          ...(n % 2 === 0 && { rules: [`r${n}`, "r1"] }),
        })),
      };
      const [indexed, plain] = [true, false].map((it) =>
        createJudge(ruleSet, { self: [], now: 0, indexed: it }),
      );
      for (const event of records) {
        const view = viewOfRecord(event);
        assert.equal(indexed?.(view), plain?.(view));
      }
    }),
    { numRuns: 150 },
  );
});

judge.run();
