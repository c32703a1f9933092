import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LeafBudget } from "../../../../src/core/entry/trim/shortest-leaves.ts";

const test = suite("LeafBudget");

test("keeps each value of a path that has several, once", () => {
  const { leaves } = budget(1_000);
  for (let i = 0; i < 100; i++) leaves.add("a", String(i % 3), i);
  assert.equal(
    leaves.members().map(({ json }) => json),
    ['"a":[0,1,2]'],
  );
  assert.is(leaves.bytes, 12);
});

test("keeps the earlier leaf of a path whose later one is too long, and says what it drops", () => {
  const { leaves, dropped } = budget(50);
  leaves.add("a", '"short"', 0);
  assert.not(leaves.admits("a", 100));
  assert.equal([leaves.members().length, dropped], [1, ["a"]]);
});

test("admits nothing as long as what it had to drop", () => {
  const { leaves } = budget(40);
  for (let i = 0; i < 9; i++) leaves.add(`k${i}`, '"xxx"', i);
  assert.not(leaves.admits("k9", 5));
  assert.ok(leaves.admits("k9", 1));
});

test("keeps the shortest leaves that fit, and names each one dropped", () => {
  const leaf = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.string({ maxLength: 30 }));
  fc.assert(
    fc.property(fc.array(leaf, { maxLength: 80 }), fc.nat(400), (items, room) => {
      const { leaves, dropped } = budget(room);
      for (const [i, [key, text]] of items.entries()) {
        const path = `k${key}`;
        const literal = JSON.stringify(text);
        if (leaves.admits(path, literal.length)) leaves.add(path, literal, i);
      }
      leaves.shrink(room);
      const kept = leaves.members();
      const bytes = kept.map(({ json }) => Buffer.byteLength(json) + 1);
      assert.is(leaves.bytes, sum(bytes));
      assert.ok(leaves.bytes <= room);
      assert.equal(
        new Set([...kept.map(({ path }) => path), ...dropped]),
        new Set(items.map(([key]) => `k${key}`)),
      );
    }),
  );
});

test.run();

function budget(bytes: number) {
  const dropped: string[] = [];
  return { leaves: new LeafBudget(bytes, (path) => dropped.push(path)), dropped };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
