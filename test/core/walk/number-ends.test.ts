import { suite } from "uvu";
import * as assert from "uvu/assert";
import { NumberEnds } from "../../../src/core/walk/number-ends.ts";
import { LEFT } from "../../../src/core/walk/string-ends.ts";

const test = suite("NumberEnds");

/** Characters of the number that begins a text with something behind it, and how JSON writes it otherwise. */
function found(text: string, behind = ","): [length: number, otherwise: string | undefined] {
  const numbers = new NumberEnds();
  numbers.open(text + behind, Buffer.from(text + behind));
  return [numbers.end(0), numbers.otherwise];
}

for (const text of ["", "x", "-", ".5", "+1", "12345678901234567890", "1e400", "-x"]) {
  test(`leaves ${JSON.stringify(text)}`, () => assert.is(found(text)[0], LEFT));
}

for (const [text, length] of [
  ["01", 1],
  ["1.", 1],
  ["1.0.0", 3],
  ["1e", 1],
  ["00.0", 1],
] as const) {
  test(`ends ${text} where it is no number any more`, () => assert.is(found(text)[0], length));
}

for (const text of ["0", "7", "717", "123456789012345"]) {
  for (const behind of [",", "}", "]"]) {
    test(`takes ${text}${behind} as it is`, () => {
      assert.equal(found(text, behind), [text.length, undefined]);
    });
  }
}

for (const text of [
  "0.0",
  "717.0",
  "1.00",
  "-0",
  "-17",
  "1e3",
  "0.5",
  "1E-2",
  "123456789012345.0",
]) {
  test(`writes ${text} as JSON does`, () => {
    assert.equal(found(text), [text.length, JSON.stringify(JSON.parse(text))]);
  });
}

test.run();
