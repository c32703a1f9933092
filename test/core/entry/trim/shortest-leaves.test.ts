import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LeafPath, LeafPlace } from "../../../../src/core/entry/trim/leaf-path.ts";
import { PathNode } from "../../../../src/core/entry/trim/path-node.ts";
import { LeafBudget } from "../../../../src/core/entry/trim/shortest-leaves.ts";
import { queueText } from "../../../../src/core/record/queue-text.ts";

const test = suite("LeafBudget");

test("keeps each value of a path that has several, once", () => {
  const { leaves, at } = budget(1_000);
  for (let i = 0; i < 100; i++) leaves.add(at("a"), String(i % 3), i);
  assert.equal(
    leaves.members().map(({ json }) => json),
    ['"a":[0,1,2]'],
  );
  assert.is(leaves.bytes, 12);
});

test("keeps the earlier leaf of a path whose later one is too long, and says what it drops", () => {
  const { leaves, dropped, at } = budget(50);
  leaves.add(at("a"), '"short"', 0);
  assert.not(leaves.admits(at("a"), 100));
  assert.equal([leaves.members().length, dropped], [1, ["a"]]);
});

test("admits nothing as long as what it had to drop", () => {
  const { leaves, at } = budget(40);
  for (let i = 0; i < 9; i++) leaves.add(at(`k${i}`), '"xxx"', i);
  assert.not(leaves.admits(at("k9"), 5));
  assert.ok(leaves.admits(at("k9"), 1));
});

test("keeps the shortest leaves that fit, and names each one dropped", () => {
  const leaf = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.string({ maxLength: 30 }));
  fc.assert(
    fc.property(fc.array(leaf, { maxLength: 80 }), fc.nat(400), (items, room) => {
      const { leaves, dropped, at } = budget(room);
      for (const [i, [key, text]] of items.entries()) {
        const path = at(`k${key}`);
        const literal = JSON.stringify(text);
        if (leaves.admits(path, literal.length)) leaves.add(path, literal, i);
      }
      leaves.shrink(room);
      const kept = leaves.members();
      const bytes = kept.map(({ json }) => Buffer.byteLength(json) + 1);
      assert.is(leaves.bytes, sum(bytes));
      assert.ok(leaves.bytes <= room);
      assert.equal(
        new Set([...kept.map(({ path }) => textOf(path)), ...dropped]),
        new Set(items.map(([key]) => `k${key}`)),
      );
    }),
  );
});

/** As the name says: it writes all, and looks up paths by their texts. */
class WrittenLeaves {
  readonly members = new Map<string, { json: string; bytes: number; literals: string[] }>();
  readonly dropped: string[] = [];
  readonly budget: number;
  limit: number;

  constructor(budget: number) {
    this.budget = budget;
    this.limit = budget + 1;
  }

  take(path: string, literal: string, characters: number): void {
    if (path.length + characters + 4 >= this.limit) {
      this.dropped.push(path);
      return;
    }
    const literals = [...new Set([...(this.members.get(path)?.literals ?? []), literal])];
    const value = literals.length === 1 ? literal : `[${literals.join(",")}]`;
    const json = `${queueText(JSON.stringify(path))}:${value}`;
    this.members.delete(path);
    this.members.set(path, { json, bytes: Buffer.byteLength(json) + 1, literals });
    if (this.bytes > 2 * this.budget) this.shrink();
  }

  get bytes(): number {
    return sum([...this.members.values()].map(({ bytes }) => bytes));
  }

  shrink(): void {
    for (const [path, { bytes }] of [...this.members].sort(([, a], [, b]) => b.bytes - a.bytes)) {
      if (this.bytes <= this.budget) return;
      this.members.delete(path);
      this.dropped.push(path);
      this.limit = bytes;
    }
  }
}

test("keeps and drops what it would if each path were written", () => {
  const key = fc.constantFrom("a", "a.b", "b", "", "é", '"', "\uffff", "long".repeat(5), 0, 11);
  const literal = fc.constantFrom("1", "2", "true", '"x"', '"é"', '"xxxxxxxxxxxx"');
  const leaf = fc.tuple(fc.array(key, { minLength: 1, maxLength: 3 }), literal);
  fc.assert(
    fc.property(fc.array(leaf, { maxLength: 60 }), fc.nat(300), (items, room) => {
      const { leaves, dropped, top } = budget(room);
      const written = new WrittenLeaves(room);
      for (const [i, [keys, literal]] of items.entries()) {
        const place = keys.slice(0, -1).reduce<LeafPlace>((it, key) => it.below(key), top);
        const path = new LeafPath(place, keys.at(-1) as string | number);
        const characters = literal.startsWith('"') ? literal.length - 2 : 1;
        if (leaves.admits(path, characters)) leaves.add(path, literal, i);
        written.take(keys.join("."), literal, characters);
      }
      leaves.shrink(room);
      written.shrink();
      const members = leaves.members();
      assert.equal(
        members.map(({ json }) => json),
        [...written.members.values()].map(({ json }) => json),
      );
      assert.equal([leaves.bytes, dropped], [written.bytes, written.dropped]);
    }),
    { numRuns: 1_000 },
  );
});

test.run();

function budget(bytes: number) {
  const dropped: string[] = [];
  const top = new LeafPlace("", "", 0, new PathNode());
  const leaves = new LeafBudget(bytes, (path) => dropped.push(textOf(path)));
  return { leaves, dropped, top, at: (key: string) => new LeafPath(top, key) };
}

function textOf(path: LeafPath): string {
  return path.slice(0, path.length);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
