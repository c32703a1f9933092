import { suite } from "uvu";
import * as assert from "uvu/assert";
import { FlatText } from "../../../src/core/walk/flat-text.ts";
import { KeyPlace, KeyStep } from "../../../src/core/walk/learned-keys.ts";

const test = suite("FlatText");

const TEXT = '{"a":1,"b":"x","c":{"d":2},"e":null,"f":3}';

function leaf(flat: FlatText, prefix: string, key: string, value: string): void {
  const step = new KeyStep(prefix, key, new Map(), new KeyPlace(prefix));
  const from = TEXT.indexOf(`"${key}":`) + key.length + 3;
  flat.leaf(step, from, from + value.length);
}

test("is empty without leaves", () => {
  const flat = new FlatText();
  flat.begin(TEXT);
  assert.is(flat.end(), "");
});

test("has leaves in their order, by their paths", () => {
  const flat = new FlatText();
  flat.begin(TEXT);
  leaf(flat, "", "a", "1");
  leaf(flat, "", "b", '"x"');
  leaf(flat, "c.", "d", "2");
  leaf(flat, "", "f", "3");
  assert.is(flat.end(), '"a":1,"b":"x","c.d":2,"f":3');
});

test("leaves out what stands between fields that are no neighbours", () => {
  const flat = new FlatText();
  flat.begin(TEXT);
  leaf(flat, "", "b", '"x"');
  leaf(flat, "", "f", "3");
  assert.is(flat.end(), '"b":"x","f":3');
});

test("takes a value that is written otherwise", () => {
  const flat = new FlatText();
  flat.begin(TEXT);
  leaf(flat, "", "a", "1");
  flat.take(new KeyStep("", "b", new Map(), new KeyPlace("")), '"y"');
  assert.is(flat.end(), '"a":1,"b":"y"');
});

test("begins anew", () => {
  const flat = new FlatText();
  flat.begin(TEXT);
  leaf(flat, "", "a", "1");
  flat.begin(TEXT);
  leaf(flat, "c.", "d", "2");
  assert.is(flat.end(), '"c.d":2');
});

test.run();
