import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { armOf, type PatternArm, toPattern } from "../../../src/core/compiler/arm.ts";
import { beside, containsArm, disjointArms, joined } from "../../../src/core/compiler/disjoint.ts";
import { patternProblems } from "../../../src/core/compiler/pattern-check.ts";

const VALUES = ["P", "Q", "R", "S"];

const FIELDS = ["a", "b", "c"];

const test = suite("disjointArms()");

test("lets through what the arms do, and no two clash", () => {
  fc.assert(
    fc.property(arms(), (given) => {
      const widened = new Set<string>();
      const apart = disjointArms(given, widened);
      assert.equal([...widened], []);
      for (const event of events()) {
        assert.is(passes(apart, event), passes(given, event), JSON.stringify(event));
      }
      if (apart.length > 1) assert.equal(problemsOf(apart), []);
      assert.ok(
        apart.every(({ fields }) => [...fields.values()].every(({ length }) => length > 0)),
      );
    }),
    { numRuns: 300 },
  );
});

test("takes two lists that cross apart on one field after the other", () => {
  const apart = disjointArms([arm({ a: "PQ", b: "PQ" }), arm({ a: "QR", b: "QR" })], new Set());
  assert.equal(apart.map(plain), [
    { a: ["P", "Q"], b: ["P", "Q"] },
    { a: ["R"], b: ["Q", "R"] },
    { a: ["Q"], b: ["R"] },
  ]);
});

test("drops an arm that another contains, wherever it stands", () => {
  const [wide, narrow] = [arm({ a: "PQR" }), arm({ a: "PQ" })];
  assert.equal(disjointArms([wide, narrow], new Set()).map(plain), [plain(wide)]);
  assert.equal(disjointArms([narrow, wide], new Set()).map(plain), [plain(narrow), { a: ["R"] }]);
});

test("keeps arms as they are of other fields, and that differ wholly in one", () => {
  const given = [
    arm({ a: "P" }),
    arm({ b: "P" }),
    arm({ a: "P", b: "P" }),
    arm({ a: "P", c: "P" }),
    arm({ a: "Q", b: "PQ" }),
  ];
  assert.equal(disjointArms(given, new Set()).map(plain), given.map(plain));
});

test("keeps any number of arms that do not clash", () => {
  const given = Array.from({ length: 250 }, (_, n) => armOf(new Map([["a", [n]]])));
  const widened = new Set<string>();
  assert.equal(disjointArms(given, widened).map(plain), given.map(plain));
  assert.equal([...widened], []);
});

test("says so where it lets more through, as there would be too many arms", () => {
  const of = (valuesOf: (field: number) => number[]) =>
    armOf(new Map([0, 1, 2, 3, 4, 5].map((field) => [`f${field}`, valuesOf(field)])));
  const many = [
    // The third makes one of the first two, which do not clash.
    of(() => [1000]),
    of(() => [1001]),
    of(() => [1000, 1001]),
    ...Array.from({ length: 30 }, (_, n) =>
      of((field) => [n, n + 1, 100 + field, 200 + ((n * (field + 3)) % 7)]),
    ),
  ];
  const widened = new Set<string>();
  const apart = disjointArms(many, widened);
  assert.equal([...widened], ["its cases overlap in too many ways for one pattern"]);
  assert.equal(
    apart.map(({ fields }) => fields.get("f0")?.length),
    [2, 31 + 1 + 7],
  );
  for (const given of many) {
    const event = Object.fromEntries([...given.fields].map(([key, values]) => [key, values[0]]));
    assert.ok(passes(apart, event as Record<string, string>));
  }
});

test.run();

const pieces = suite("beside()");

pieces("gives up where an arm would become more arms than wanted", () => {
  const given = arm({ a: "PQ", b: "PQ", c: "PQ" });
  const others = [arm({ a: "PR", b: "PR", c: "PR" })];
  assert.is(beside(given, others, 2), undefined);
  assert.is(beside(given, others, 3)?.length, 3);
});

pieces("gives nothing of an arm that another contains", () => {
  assert.equal(beside(arm({ a: "P" }), [arm({ a: "PQ" })], 4), []);
});

pieces.run();

const within = suite("containsArm()");

within("looks at the fields that the outer arm has", () => {
  assert.ok(containsArm(arm({ a: "PQ" }), arm({ a: "P", b: "Q" })));
  assert.not(containsArm(arm({ a: "PQ", b: "Q" }), arm({ a: "P" })));
  assert.not(containsArm(arm({ a: "P" }), arm({ a: "PQ" })));
});

within("takes an item for the same however it is spelled", () => {
  const [outer, inner] = ["2001:db8::1", "2001:DB8::1"].map((text) =>
    armOf(new Map([["a", [text]]])),
  );
  assert.ok(containsArm(outer as PatternArm, inner as PatternArm));
});

within.run();

const either = suite("joined()");

either("lists the values of both once, in one order", () => {
  assert.equal(joined(["b", "a", 1], ["c", "a", { prefix: "x" }, true]), [
    "a",
    "b",
    "c",
    1,
    true,
    { prefix: "x" },
  ]);
  assert.equal(joined([{ prefix: "x" }, 2], ["a"]), joined(["a", 2], [{ prefix: "x" }]));
});

either.run();

function arm(fields: Record<string, string>): PatternArm {
  return armOf(new Map(Object.entries(fields).map(([key, values]) => [key, values.split("")])));
}

function arms(): fc.Arbitrary<PatternArm[]> {
  const values = fc.subarray(VALUES, { minLength: 1 });
  const one = fc
    .tuple(fc.subarray(FIELDS, { minLength: 1 }), values, values, values)
    .map(([fields, ...lists]) => armOf(new Map(fields.map((key, at) => [key, lists[at] ?? []]))));
  return fc.array(one, { minLength: 1, maxLength: 5 });
}

function* events(): Generator<Record<string, string>> {
  for (const a of VALUES) for (const b of VALUES) for (const c of VALUES) yield { a, b, c };
}

function passes(all: readonly PatternArm[], event: Record<string, string>): boolean {
  return all.some(({ fields }) =>
    [...fields].every(([key, values]) => values.includes(event[key] ?? "")),
  );
}

function problemsOf(all: readonly PatternArm[]): readonly string[] {
  return patternProblems(toPattern(all)).filter((problem) => problem.includes("share a value"));
}

function plain({ fields }: PatternArm): Record<string, unknown> {
  return Object.fromEntries(fields);
}
