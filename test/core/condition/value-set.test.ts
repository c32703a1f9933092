// Longer than other files: one set of values after another, and the laws that hold for all of them.
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { TextTest } from "../../../src/core/condition/text-test.ts";
import {
  ABSENT,
  containsSet,
  equalTo,
  hasValue,
  intersect,
  isEverything,
  isNotText,
  NOT_TEXT,
  NUMBER,
  PRESENT,
  TEXT,
  TRUTHY_VALUE,
  textBy,
  textNotBy,
  unite,
  type ValueMember,
  type ValueSet,
} from "../../../src/core/condition/value-set.ts";
import type { Scalar } from "../../../src/core/record/flatten.ts";

const TEXTS = ["", "a", "ab", "abc", "bc", "c", "ba", "aba", "AB", "192.0.2.7"];

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
    [[textBy("prefix", "ab", "lower")], ["ab", "abc", "aba", "AB"]],
    [[textBy("suffix", "c")], ["abc", "bc", "c"]],
    [[textBy("substring", "b")], ["ab", "abc", "bc", "ba", "aba"]],
    [[textBy("wildcard", "a*a")], ["aba"]],
    [[textBy("cidr", "192.0.2.0/24")], ["192.0.2.7"]],
    [[textNotBy("prefix", "a")], [true, false, 0, 1, "", "bc", "c", "ba", "AB", "192.0.2.7"]],
    [[TEXT], TEXTS],
    [[NOT_TEXT], [true, false, 0, 1]],
    [[NUMBER], [0, 1]],
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

test("unite to the same values however they are spelled, as far as tests can tell", () => {
  fc.assert(
    fc.property(sets(), sets(), (a, b) => {
      const all = unite([...a, ...b]);
      for (const spelled of [
        unite([...unite(a), ...unite(b)]),
        unite([...all, ...a]),
        unite([...b, ...a, ...all, ...b]),
      ]) {
        assert.equal([without(all, spelled), without(spelled, all)], [[], []]);
      }
      assert.equal(unite(all), all);
    }),
    { numRuns: 500 },
  );
});

test("are never empty where one of their members has a value", () => {
  fc.assert(
    fc.property(sets(), (set) => {
      const has = VALUES.some((value) => hasValue(set, value));
      if (has) assert.ok(unite(set).length > 0);
    }),
    { numRuns: 1_000 },
  );
});

const spellings: [name: string, set: ValueSet, united: ValueSet][] = [
  [
    "an exclusion that another test excludes falls away",
    [{ ...textBy("prefix", "Delete"), none: [{ by: "prefix", text: "Describe" }] }],
    [textBy("prefix", "Delete")],
  ],
  [
    "of two members that contain each other one stays",
    [
      { ...textBy("prefix", "Delete"), none: [{ by: "prefix", text: "Describe" }] },
      textBy("prefix", "Delete"),
    ],
    [textBy("prefix", "Delete")],
  ],
  [
    "blocks of the same addresses are one",
    [textBy("cidr", "10.0.0.0/8"), textBy("cidr", "10.1.2.3/8")],
    [textBy("cidr", "10.0.0.0/8")],
  ],
  [
    "what one leaves out and another has is left out no more",
    [{ ...PRESENT, not: ["a", "b"] }, equalTo("a")],
    [{ ...PRESENT, not: ["b"] }],
  ],
  [
    "what is no text, and text but one value, are anything but it",
    [NOT_TEXT, { ...TEXT, not: ["192.0.2.7"] }, textNotBy("cidr", "192.0.2.0/24")],
    [{ ...PRESENT, not: ["192.0.2.7"] }],
  ],
  [
    "a family that is left out and had again is had",
    [textNotBy("prefix", "a"), textBy("prefix", "a")],
    [PRESENT],
  ],
  [
    "all but one and all but another are all",
    [
      { ...PRESENT, not: ["a"] },
      { ...PRESENT, not: ["b"] },
    ],
    [PRESENT],
  ],
  [
    "all but a family and all but one of it are all but that one",
    [textNotBy("prefix", "a"), { ...PRESENT, not: ["ab"] }],
    [{ ...PRESENT, not: ["ab"] }],
  ],
  [
    "of two families left out, each had again but for what the other has, not both are had",
    [
      {
        ...PRESENT,
        none: [
          { by: "prefix", text: "ab" },
          { by: "prefix", text: "a", fold: "lower" },
        ],
      },
      { ...PRESENT, not: ["abc"] },
    ],
    [{ ...PRESENT, not: ["abc"] }],
  ],
  ["text and what is no text are all", [TEXT, NOT_TEXT], [PRESENT]],
  ["no text but the empty one", [textBy("equals", ""), textBy("wildcard", "")], [equalTo("")]],
  ["zero has one sign", [equalTo(-0)], [equalTo(0)]],
  ["letters of the other case are in no text of a case", [textBy("prefix", "A", "lower")], []],
];

for (const [name, set, united] of spellings) {
  test(`unite: ${name}`, () => {
    assert.equal(unite(set), united);
    assert.equal(unite([...set].reverse()), united);
  });
}

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

/** What is in one set and not in another. */
function without(set: ValueSet, other: ValueSet): ValueSet {
  return other.reduce((left, member) => intersect(left, complement(member)), set);
}

function complement(member: ValueMember): ValueSet {
  if (member.kind === "absent") return [PRESENT];
  if (member.kind === "equals") return [ABSENT, { ...PRESENT, not: [member.value] }];
  return [
    ABSENT,
    ...member.all.map((test) => ({ ...PRESENT, none: [test] })),
    ...member.none.map((test) => ({ ...PRESENT, all: [test] })),
    ...member.not.map(equalTo),
  ];
}

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
  const oddTest: fc.Arbitrary<TextTest> = fc.constantFrom<TextTest>(
    { by: "equals", text: "ab", fold: "lower" },
    { by: "prefix", text: "a", fold: "lower" },
    { by: "prefix", text: "A", fold: "upper" },
    { by: "wildcard", text: "a*a" },
    { by: "wildcard", text: "a*" },
    { by: "cidr", text: "192.0.2.0/24" },
    { by: "cidr", text: "192.0.0.0/16" },
  );
  const anyTest = fc.oneof({ weight: 3, arbitrary: textTest }, { weight: 1, arbitrary: oddTest });
  const value = fc.constantFrom<Scalar>(true, false, 0, 1, ...TEXTS);
  const member = fc.oneof(
    fc.constant(ABSENT),
    value.map(equalTo),
    fc.record(
      {
        kind: fc.constant("present" as const),
        all: fc.array(anyTest, { maxLength: 2 }),
        none: fc.array(anyTest, { maxLength: 2 }),
        not: fc.array(value, { maxLength: 2 }),
      },
      plain,
    ),
  );
  return fc.array<ValueMember>(member, { maxLength: 3 });
}

const members = suite("members of values");

members("are no text only where they leave out all text and nothing else", () => {
  assert.ok(isNotText(NOT_TEXT));
  for (const other of [
    PRESENT,
    TEXT,
    textNotBy("prefix", "a"),
    { ...NOT_TEXT, not: [true] },
    { ...NOT_TEXT, all: textBy("prefix", "a").all },
  ]) {
    assert.not(isNotText(other), JSON.stringify(other));
  }
});

members("keep the case they are compared in", () => {
  assert.equal(textBy("prefix", "a", "lower").all, [{ by: "prefix", text: "a", fold: "lower" }]);
  assert.equal(textNotBy("prefix", "a", "lower").none, [
    { by: "prefix", text: "a", fold: "lower" },
  ]);
  assert.equal(textNotBy("prefix", "a").none, [{ by: "prefix", text: "a" }]);
});

members("lie in a set where each lies in one of its members", () => {
  const set = [textBy("prefix", "A"), equalTo("B")];
  assert.ok(containsSet(set, set));
  assert.ok(containsSet(set, [equalTo("AB"), equalTo("B")]));
  assert.ok(containsSet(set, []));
  assert.not(containsSet(set, [equalTo("AB"), equalTo("C")]));
  assert.not(containsSet([textNotBy("prefix", "A")], [textNotBy("prefix", "B")]));
  assert.ok(containsSet([textNotBy("prefix", "AB")], [textNotBy("prefix", "A")]));
  assert.ok(containsSet([textNotBy("prefix", "A")], [textBy("prefix", "B")]));
  assert.ok(containsSet([{ ...PRESENT, not: ["a"] }], [textBy("prefix", "b")]));
  assert.not(containsSet([{ ...PRESENT, not: ["a"] }], [textBy("prefix", "")]));
});

members.run();
