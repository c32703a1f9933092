import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Asked, elementsMeet } from "../../../src/core/pattern/element-search.ts";
import {
  compileField,
  type FieldValue,
  type Membership,
  mergeMembership,
  NO_MEMBERSHIP,
} from "../../../src/core/pattern/event-field.ts";
import { patternMatcher } from "../../../src/core/pattern/match.ts";

const test = suite("elementsMeet()");

const PATHS = ["a.x", "a.y", "a.b.x", "a.b.y", "a.c.x", "b.x", "b.y", "x"];

const leaf = fc.constantFrom(1, 2);
const inner = fc.array(fc.record({ x: leaf, y: leaf }, { requiredKeys: [] }), { maxLength: 3 });
const event = fc.record(
  {
    a: fc.array(fc.record({ x: leaf, y: leaf, b: inner, c: inner }, { requiredKeys: [] }), {
      maxLength: 3,
    }),
    b: inner,
    x: fc.array(leaf, { maxLength: 2 }),
    "a.b": inner,
  },
  { requiredKeys: [], noNullPrototype: true },
);
const question = fc.record({ path: fc.constantFrom(...PATHS), wanted: leaf, absent: fc.boolean() });

test("finds what trying every combination finds", () => {
  let met = 0;
  fc.assert(
    fc.property(
      event,
      fc.uniqueArray(question, { minLength: 2, maxLength: 5, selector: (it) => it.path }),
      (it, questions) => {
        const asked: Asked[] = questions
          .sort((a, b) => (a.path < b.path ? -1 : 1))
          .map(({ path, wanted, absent }) => ({
            test: { matches: (value) => value === wanted, absent },
            values: compileField(path)(it),
          }));
        const expected = tryAll(asked, 0, NO_MEMBERSHIP);
        if (expected) met++;
        assert.is(elementsMeet(asked), expected);
      },
    ),
    { numRuns: 3_000 },
  );
  assert.ok(met > 300, `met ${met}`);
});

test("chooses another element where a field shall be absent from it", () => {
  const pattern = patternMatcher({ a: { b: { x: [1], y: [2] }, x: [{ exists: false }] } });
  const first = { b: [{ y: 2 }] };
  assert.ok(pattern({ a: [first, { x: 2 }], "a.b": [{ x: 1, y: 2 }] }));
  assert.not(pattern({ a: [{ x: 2 }], "a.b": [{ x: 1, y: 2 }] }));
});

test("tests each value a few times, not each combination", () => {
  const size = 2_000;
  const list = (pick: (index: number) => object) =>
    Array.from({ length: size }, (_, at) => pick(at));
  const halves = (index: number) => (index % 2 === 0 ? { x: 1, y: 0 } : { x: 0, y: 1 });
  const hostile = { a: list(halves), b: list(halves), c: list(halves), d: list(halves) };
  const both = { x: [1], y: [1] };
  assert.not(patternMatcher({ a: both })(hostile));
  // What comes before is met by a thousand elements each; the last by none.
  assert.not(patternMatcher({ a: { x: [1] }, b: { x: [1] }, c: { x: [1] }, d: both })(hostile));
  const nested = { a: list((index) => ({ b: [halves(index), halves(index + 1)], c: index })) };
  assert.not(patternMatcher({ a: { b: both, c: [{ exists: true }] } })(nested));
});

test("looks at a value that no array binds once, not for each element of another array", () => {
  const size = 300;
  let reads = 0;
  const value = (membership: Membership): FieldValue => ({
    leaf: 1,
    get membership() {
      reads++;
      return membership;
    },
  });
  const elements = (array: readonly unknown[], step = 1) =>
    Array.from({ length: size / step }, (_, at) =>
      value({ array, index: at * step, outer: undefined }),
    );
  const [own, other] = [[], []];
  const asked = (values: readonly FieldValue[]) => ({
    test: { matches: () => true, absent: false },
    values,
  });
  // Where the first and the last field lie in elements of their own, all are tried in vain.
  const odd = elements(own, 2).map(({ membership }) =>
    value({ ...(membership as Membership), index: (membership as Membership).index + 1 }),
  );
  assert.not(
    elementsMeet([asked(elements(own, 2)), asked([...odd, ...elements(other)]), asked(odd)]),
  );
  assert.ok(reads < 40 * size, `${reads} reads`);
});

test.run();

function tryAll(asked: readonly Asked[], from: number, soFar: Membership): boolean {
  const it = asked[from];
  if (it === undefined) return true;
  const merged = it.values.map(({ leaf: value, membership }) => ({
    value,
    within: mergeMembership(soFar, membership),
  }));
  if (it.test.absent && merged.every(({ within }) => within === undefined)) {
    if (tryAll(asked, from + 1, soFar)) return true;
  }
  return merged.some(
    ({ value, within }) =>
      within !== undefined && it.test.matches(value) && tryAll(asked, from + 1, within),
  );
}
