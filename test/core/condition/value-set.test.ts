import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  ABSENT,
  containsSet,
  equalTo,
  hasValue,
  intersect,
  isEverything,
  PRESENT,
  TRUTHY_VALUE,
  textBy,
  textNotBy,
  unite,
  type ValueMember,
  type ValueSet,
} from "../../../src/core/condition/value-set.ts";
import type { Scalar } from "../../../src/core/record/flatten.ts";

const TEXTS = ["", "a", "ab", "abc", "bc", "c", "ba", "aba"];

const VALUES: (Scalar | undefined)[] = [undefined, true, false, 0, 1, ...TEXTS];

const test = suite("value sets");

test("know their values", () => {
  const table: [set: ValueSet, inside: (Scalar | undefined)[]][] = [
    [[], []],
    [[ABSENT], [undefined]],
    [[PRESENT], [true, false, 0, 1, ...TEXTS]],
    [[TRUTHY_VALUE], [true, 0, 1, ...TEXTS.filter((text) => text !== "")]],
    [
      [equalTo("a"), ABSENT],
      [undefined, "a"],
    ],
    [[equalTo(1)], [1]],
    [[textBy("prefix", "ab")], ["ab", "abc", "aba"]],
    [[textBy("suffix", "c")], ["abc", "bc", "c"]],
    [[textBy("substring", "b")], ["ab", "abc", "bc", "ba", "aba"]],
    [[textNotBy("prefix", "a")], [true, false, 0, 1, "", "bc", "c", "ba"]],
  ];
  for (const [set, inside] of table) {
    assert.equal(
      VALUES.filter((value) => hasValue(set, value)),
      inside,
    );
  }
});

test("intersect to the values in both", () => {
  fc.assert(
    fc.property(sets(), sets(), (a, b) => {
      const both = intersect(a, b);
      for (const value of VALUES) {
        assert.is(hasValue(both, value), hasValue(a, value) && hasValue(b, value));
      }
    }),
  );
});

test("unite to the values of all, in one order", () => {
  fc.assert(
    fc.property(sets(), sets(), (a, b) => {
      const all = unite([...a, ...b]);
      assert.equal(unite([...b, ...a]), all);
      for (const value of VALUES) {
        assert.is(hasValue(all, value), hasValue(a, value) || hasValue(b, value));
      }
    }),
  );
});

test("contain only what they surely contain", () => {
  fc.assert(
    fc.property(sets(), sets(), (a, b) => {
      if (!containsSet(a, b)) return;
      for (const value of VALUES) if (hasValue(b, value)) assert.ok(hasValue(a, value));
    }),
  );
});

test("are everything only if nothing is outside", () => {
  fc.assert(
    fc.property(sets(), (set) => {
      if (isEverything(set)) for (const value of VALUES) assert.ok(hasValue(set, value));
    }),
  );
  assert.ok(isEverything([ABSENT, PRESENT]));
  assert.not(isEverything([ABSENT, TRUTHY_VALUE]));
});

test("lose what others contain", () => {
  assert.equal(unite([equalTo("abc"), textBy("prefix", "a"), textBy("prefix", "ab")]), [
    textBy("prefix", "a"),
  ]);
  assert.equal(intersect([textBy("prefix", "a")], [textBy("prefix", "ab")]), [
    textBy("prefix", "ab"),
  ]);
  assert.equal(intersect([textBy("prefix", "a")], [textBy("prefix", "b")]), []);
  assert.equal(intersect([textBy("prefix", "ab")], [textNotBy("prefix", "a")]), []);
});

test.run();

function sets(): fc.Arbitrary<ValueSet> {
  const text = fc.constantFrom(...TEXTS);
  // Plain objects, as the code makes them: the assertion tells prototypes apart.
  const plain = { noNullPrototype: true } as const;
  const textTest = fc.record(
    {
      by: fc.constantFrom("prefix" as const, "suffix" as const, "substring" as const),
      text,
    },
    plain,
  );
  const value = fc.constantFrom<Scalar>(true, false, 0, 1, ...TEXTS);
  const member = fc.oneof(
    fc.constant(ABSENT),
    value.map(equalTo),
    fc.record(
      {
        kind: fc.constant("present" as const),
        all: fc.array(textTest, { maxLength: 2 }),
        none: fc.array(textTest, { maxLength: 2 }),
        not: fc.array(value, { maxLength: 2 }),
      },
      plain,
    ),
  );
  return fc.array<ValueMember>(member, { maxLength: 3 });
}
