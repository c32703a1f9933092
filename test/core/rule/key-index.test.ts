import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  equalTo,
  hasValue,
  NOT_TEXT,
  PRESENT,
  textBy,
  textNotBy,
  type ValueSet,
} from "../../../src/core/condition/value-set.ts";
import { AffixTree } from "../../../src/core/rule/affix-tree.ts";
import { KeyIndex } from "../../../src/core/rule/key-index.ts";

const affixes = suite("AffixTree");

affixes("finds every text that a value starts with", () => {
  const tree = new AffixTree("prefix");
  for (const [position, text] of ["", "Get", "GetO", "Put", "😀"].entries())
    tree.add(text, position);
  assert.equal(found(tree, "GetObject"), [0, 1, 2]);
  assert.equal(found(tree, "Get"), [0, 1]);
  assert.equal(found(tree, ""), [0]);
  assert.equal(found(tree, "😀x"), [0, 4]);
});

affixes("does not find what only another end has", () => {
  const tree = new AffixTree("suffix");
  tree.add("ab", 0);
  assert.equal(found(tree, "xab"), [0]);
  assert.equal(found(tree, "abx"), []);
  assert.equal(found(tree, "b"), []);
});

affixes("finds every text that a value ends with", () => {
  const tree = new AffixTree("suffix");
  for (const [position, text] of ["Denied", "ied", "x"].entries()) tree.add(text, position);
  assert.equal(found(tree, "AccessDenied"), [1, 0]);
  assert.equal(found(tree, "Access"), []);
});

affixes("finds the same as asking each text, however they part", () => {
  const few = fc.string({ unit: fc.constantFrom("a", "b", "é"), maxLength: 6 });
  const ends = fc.constantFrom("prefix" as const, "suffix" as const);
  fc.assert(
    fc.property(ends, fc.array(few, { maxLength: 12 }), few, (end, texts, value) => {
      const tree = new AffixTree(end);
      for (const [position, text] of texts.entries()) tree.add(text, position);
      const asked = texts.flatMap((text, position) =>
        (end === "prefix" ? value.startsWith(text) : value.endsWith(text)) ? [position] : [],
      );
      assert.equal(
        found(tree, value).sort((a, b) => a - b),
        asked,
      );
    }),
  );
});

affixes.run();

const keys = suite("KeyIndex");

const SETS: ValueSet[] = [
  [equalTo("Get"), equalTo(true)],
  [textBy("prefix", "Ge"), NOT_TEXT],
  [textBy("suffix", "t")],
  [textBy("substring", "e")],
  [PRESENT],
  [textNotBy("prefix", "G")],
  [{ ...textBy("prefix", "G"), not: ["Get"] }],
  [equalTo(5), textBy("prefix", "P")],
];

keys("misses no set that has the value", () => {
  const index = new KeyIndex();
  for (const [position, set] of SETS.entries()) index.add(set, position);
  const values = fc.constantFrom("Get", "Put", "G", "", "List", true, false, 5, 0);
  fc.assert(
    fc.property(values, (value) => {
      const positions = found(index, value as string);
      for (const [position, set] of SETS.entries()) {
        if (hasValue(set, value)) assert.ok(positions.includes(position), `${position}: ${value}`);
      }
    }),
  );
});

keys("does not find what a value tells apart", () => {
  const index = new KeyIndex();
  for (const [position, set] of SETS.entries()) index.add(set, position);
  assert.equal(found(index, "List").sort(), [2, 4, 5]);
  assert.equal(found(index, true as never).sort(), [0, 1, 4, 5]);
});

const lookups: [what: string, set: ValueSet, found: unknown[], notFound: unknown[]][] = [
  ["a beginning", [textBy("prefix", "Ge")], ["Get", "Ge"], ["NoGe", "G", true]],
  ["an end", [textBy("suffix", "et")], ["Get", "et"], ["etc", "t", true]],
  ["a beginning in any case", [textBy("prefix", "ge", "lower")], ["GET", "get"], ["Put"]],
  ["an end in any case", [textBy("suffix", "ET", "upper")], ["GET", "get"], ["Put"]],
  ["a part", [textBy("substring", "e")], ["Get"], ["Put", true]],
  ["no text", [NOT_TEXT], [true, 5], ["Get", ""]],
  ["anything", [PRESENT], ["", "Get", true, 5], []],
];

for (const [what, set, values, others] of lookups) {
  keys(`looks up ${what}`, () => {
    const index = new KeyIndex();
    index.add([equalTo("other")], 0);
    index.add(set, 1);
    index.add(set, 2);
    for (const value of values) assert.equal(found(index, value as string), [1, 2], `${value}`);
    for (const value of others) assert.equal(found(index, value as string), [], `${value}`);
    assert.ok(found(index, "other").includes(0));
  });
}

keys("keeps apart who waits for one value", () => {
  const index = new KeyIndex();
  for (const position of [0, 1, 2]) index.add([equalTo("Get")], position);
  assert.equal(found(index, "Get"), [0, 1, 2]);
});

keys.run();

function found(
  index: { collect(value: string, found: number[] | undefined): number[] | undefined },
  value: string,
): number[] {
  return index.collect(value, undefined) ?? [];
}
