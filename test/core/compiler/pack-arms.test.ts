import { suite } from "uvu";
import * as assert from "uvu/assert";
import { armOf, toPattern } from "../../../src/core/compiler/arm.ts";
import type { OwnedArm } from "../../../src/core/compiler/owned-arm.ts";
import {
  charactersOf,
  MAX_PACKED_CHARACTERS,
  packArms,
} from "../../../src/core/compiler/pack-arms.ts";
import type { PatternValue } from "../../../src/core/compiler/text-operator.ts";

const test = suite("packArms()");

type Fields = Record<string, readonly PatternValue[]>;

test("packs nothing into nothing", () => {
  assert.equal(packArms([]), []);
});

test("puts arms that fit into one pattern, with all their owners", () => {
  assert.equal(packed(owned({ b: ["2"] }, "q"), owned({ a: ["1"] }, "p")), [
    { arms: [{ a: ["1"] }, { b: ["2"] }], owners: ["p", "q"] },
  ]);
});

test("takes from an arm what another of the pattern lets through, and keeps its owner", () => {
  assert.equal(packed(owned({ a: ["x", "y"] }, "p"), owned({ a: ["x", "z"] }, "q")), [
    { arms: [{ a: ["x", "y"] }, { a: ["z"] }], owners: ["p", "q"] },
  ]);
});

test("names the owner of an arm that the pattern lets through already", () => {
  assert.equal(packed(owned({ a: ["x", "y"] }, "p"), owned({ a: ["y"] }, "q")), [
    { arms: [{ a: ["x", "y"] }], owners: ["p", "q"] },
  ]);
});

test("takes an arm apart into at most four", () => {
  const keys = ["a", "b", "c", "d", "e"];
  const crossing = (count: number) =>
    packed(
      owned(Object.fromEntries(keys.slice(0, count).map((key) => [key, ["1", "2"]])), "p"),
      owned(Object.fromEntries(keys.slice(0, count).map((key) => [key, ["2", "3"]])), "q"),
    );
  assert.equal(
    crossing(4).map(({ arms }) => arms.length),
    [5],
  );
  assert.equal(
    crossing(5).map(({ arms, owners }) => [arms.length, owners]),
    [
      [1, ["p"]],
      [1, ["q"]],
    ],
  );
});

test("keeps arms with a wildcard apart from others, five to a pattern", () => {
  const wild = Array.from({ length: 6 }, (_, n) =>
    owned({ [`w${n}`]: [{ wildcard: "*x*" }] }, "w"),
  );
  assert.equal(
    packed(...wild, owned({ a: ["1"] }, "p")).map(({ arms, owners }) => [arms.length, owners]),
    [
      [1, ["p"]],
      [5, ["w"]],
      [1, ["w"]],
    ],
  );
});

test("splits a list of more than five wildcards in halves", () => {
  const list = (count: number) =>
    owned({ a: Array.from({ length: count }, (_, n) => ({ wildcard: `*${n}*` })) }, "p");
  assert.equal(
    packed(list(5)).map(({ arms }) => arms.map(({ a }) => a?.length)),
    [[5]],
  );
  assert.equal(
    packed(list(6)).map(({ arms }) => arms.map(({ a }) => a?.length)),
    [[3], [3]],
  );
});

test("fills a pattern up to the last character", () => {
  const frame = charactersOf(toPattern([owned({ a: [""] }, "p").arm]));
  const room = MAX_PACKED_CHARACTERS - frame;
  const fits = packed(owned({ a: ["x".repeat(room)] }, "p"));
  assert.equal(
    fits.map(({ arms }) => arms.map(({ a }) => String(a?.[0]).length)),
    [[room]],
  );
  assert.equal(packed(owned({ a: ["x".repeat(room + 1)] }, "p")), [{ arms: [{}], owners: ["p"] }]);
});

test("counts characters exactly before it leaves an arm to another pattern", () => {
  const first = owned({ a: ["1"], z: ["x".repeat(900)] }, "p");
  const shared = charactersOf(
    toPattern([first.arm, owned({ b: [""], z: ["x".repeat(900)] }, "q").arm]),
  );
  const second = (more: number) =>
    owned({ b: ["y".repeat(MAX_PACKED_CHARACTERS - shared + more)], z: ["x".repeat(900)] }, "q");
  assert.is(packed(first, second(0)).length, 1);
  assert.is(packed(first, second(1)).length, 2);
});

test("splits the longest list of an arm that is too long", () => {
  const names = Array.from({ length: 30 }, (_, n) => `${n}`.padStart(90, "n"));
  const packs = packed(owned({ a: names, b: ["1", "2"] }, "p"));
  assert.equal(
    packs.map(({ arms }) => arms.map(({ a, b }) => [a?.length, b])),
    [[[15, ["1", "2"]]], [[15, ["1", "2"]]]],
  );
});

test("splits a list where it is no list that is longest", () => {
  const arm = owned({ a: ["x".repeat(1500)], b: ["y".repeat(300), "z".repeat(300)] }, "p");
  assert.equal(
    packed(arm).map(({ arms }) => arms.map(({ a, b }) => [a?.length, b])),
    [[[1, ["y".repeat(300)]]], [[1, ["z".repeat(300)]]]],
  );
});

test("lets the longest field go where no list can be split", () => {
  const arm = owned({ a: ["1"], b: ["x".repeat(1100)], c: ["y".repeat(1000)] }, "p");
  assert.equal(packed(arm), [{ arms: [{ a: ["1"], c: ["y".repeat(1000)] }], owners: ["p"] }]);
});

test("tries a pattern no more once an arm did not fit, so that arms that are alike stay together", () => {
  const long = (letter: string, length: number) =>
    owned({ [letter]: [letter.repeat(length)] }, letter);
  const packs = packed(long("a", 1500), long("b", 1000), long("c", 10));
  assert.equal(
    packs.map(({ owners }) => owners),
    [["a"], ["b", "c"]],
  );
});

test.run();

function owned(fields: Fields, owner: string): OwnedArm {
  return { arm: armOf(new Map(Object.entries(fields))), owners: [owner] };
}

/** Packs as plain objects. */
function packed(...arms: readonly OwnedArm[]): { arms: Fields[]; owners: string[] }[] {
  return packArms(arms).map((pack) => ({
    arms: pack.arms.map(({ fields }) => Object.fromEntries(fields)),
    owners: [...pack.owners].sort(),
  }));
}
