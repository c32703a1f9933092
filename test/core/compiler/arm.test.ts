import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  armOf,
  armText,
  type PatternArm,
  toArm,
  toPattern,
} from "../../../src/core/compiler/arm.ts";
import { ABSENT, equalTo, textBy, textNotBy } from "../../../src/core/condition/value-set.ts";

const term = suite("toArm()");

term("writes keys in one order", () => {
  const arm = toArm(
    new Map([
      ["b", [equalTo("x")]],
      ["a", [ABSENT]],
      ["c", [equalTo(1)]],
    ]),
  );
  assert.equal(
    [...arm.fields],
    [
      ["a", [{ exists: false }]],
      ["b", ["x"]],
      ["c", [1]],
    ],
  );
  assert.is(arm.wildcards, 0);
});

term("is the arm that every event passes for a term without keys", () => {
  const widened = new Set<string>();
  const arm = toArm(new Map(), widened);
  assert.equal([arm.fields.size, arm.wildcards, [...widened]], [0, 0, []]);
});

term("leaves the search out of an exclusion where another key says something", () => {
  const widened = new Set<string>();
  const arm = toArm(
    new Map([
      ["a", [equalTo("x")]],
      ["b", [ABSENT, textNotBy("substring", "y")]],
    ]),
    widened,
  );
  assert.equal([...arm.fields], [["a", ["x"]]]);
  assert.equal([...widened], ["b: excluding text would cost a wildcard"]);
});

term("spends a wildcard on an exclusion where every event would pass else", () => {
  const widened = new Set<string>();
  const arm = toArm(new Map([["b", [ABSENT, textNotBy("substring", "y")]]]), widened);
  assert.equal(
    [...arm.fields],
    [["b", [{ "anything-but": { wildcard: "*y*" } }, { exists: false }]]],
  );
  assert.equal([arm.wildcards, [...widened]], [1, []]);
});

term("counts the wildcards of all fields", () => {
  const arm = toArm(
    new Map([
      ["a", [textBy("substring", "x"), textBy("substring", "y")]],
      ["b", [textBy("wildcard", "z*z")]],
    ]),
  );
  assert.is(arm.wildcards, 3);
});

term("says of each key why it is widened", () => {
  const widened = new Set<string>(["known"]);
  toArm(
    new Map([
      ["a", [equalTo("192.0.2.7")]],
      ["b", [equalTo(6e9)]],
    ]),
    widened,
  );
  assert.equal(
    [...widened],
    ["known", "a: any spelling of an address passes", "b: a number beyond the range of patterns"],
  );
});

term.run();

const text = suite("armText()");

text("differs by key and by value", () => {
  const texts = [arm({ a: ["x"] }), arm({ a: ["y"] }), arm({ b: ["x"] }), arm({})].map(armText);
  assert.equal(texts, ['[["a",["x"]]]', '[["a",["y"]]]', '[["b",["x"]]]', "[]"]);
});

text.run();

const pattern = suite("toPattern()");

const LONG = "a-value-that-is-long-enough-to-stand-once";

/** Arms → detail of the pattern. */
const written: [name: string, arms: readonly PatternArm[], detail: unknown][] = [
  ["no arm as every event", [], undefined],
  ["an arm without fields as every event", [arm({})], undefined],
  ["any arm beside one without fields as every event", [arm({ a: ["x"] }), arm({})], undefined],
  ["one arm as itself", [arm({ a: ["x"], b: ["y"] })], { a: ["x"], b: ["y"] }],
  [
    "two arms as alternatives",
    [arm({ a: ["x"] }), arm({ b: ["y"] })],
    { $or: [{ a: ["x"] }, { b: ["y"] }] },
  ],
  [
    "what all share beside the alternatives",
    [arm({ a: ["x"], b: ["y"] }), arm({ b: ["y"], c: ["z"] })],
    { b: ["y"], $or: [{ a: ["x"] }, { c: ["z"] }] },
  ],
  [
    "what all share alone where an arm says no more",
    [arm({ a: ["x"], b: ["y"] }), arm({ b: ["y"] })],
    { b: ["y"] },
  ],
  [
    "another list of the same field inside",
    [arm({ a: ["x"], b: ["y"] }), arm({ a: ["x", "z"], b: ["y"] })],
    { b: ["y"], $or: [{ a: ["x"] }, { a: ["x", "z"] }] },
  ],
  [
    "what some share beside alternatives of their own, where that is shorter",
    [
      arm({ a: [LONG], b: ["1"] }),
      arm({ c: ["2"] }),
      arm({ a: [LONG], d: ["3"] }),
      arm({ e: ["4"] }),
    ],
    {
      $or: [{ a: [LONG], $or: [{ b: ["1"] }, { d: ["3"] }] }, { c: ["2"] }, { e: ["4"] }],
    },
  ],
  [
    "what some share each time, where that is shorter",
    [arm({ a: ["x"], b: ["1"] }), arm({ c: ["2"] }), arm({ a: ["x"], d: ["3"] })],
    { $or: [{ a: ["x"], b: ["1"] }, { c: ["2"] }, { a: ["x"], d: ["3"] }] },
  ],
  [
    "first what saves most",
    [
      arm({ a: [LONG], b: [`${LONG}-and-longer`] }),
      arm({ a: [LONG], c: ["1"] }),
      arm({ b: [`${LONG}-and-longer`], d: ["2"] }),
    ],
    {
      $or: [
        { b: [`${LONG}-and-longer`], $or: [{ a: [LONG] }, { d: ["2"] }] },
        { a: [LONG], c: ["1"] },
      ],
    },
  ],
];

for (const [name, arms, detail] of written) {
  pattern(`writes ${name}`, () => {
    assert.equal(toPattern(arms), {
      source: ["trailbridge"],
      ...(detail !== undefined && { detail }),
    });
  });
}

pattern("groups two arms as soon as what they share is longer than a $or", () => {
  const grouped = (value: string) =>
    toPattern([arm({ a: [value], b: ["1"] }), arm({ a: [value], c: ["2"] }), arm({ d: ["3"] })])
      .detail;
  assert.equal(grouped("x"), {
    $or: [{ a: ["x"], b: ["1"] }, { a: ["x"], c: ["2"] }, { d: ["3"] }],
  });
  assert.equal(grouped("xx"), {
    $or: [{ a: ["xx"], $or: [{ b: ["1"] }, { c: ["2"] }] }, { d: ["3"] }],
  });
});

pattern.run();

function arm(fields: Record<string, readonly string[]>): PatternArm {
  return armOf(new Map(Object.entries(fields)));
}
