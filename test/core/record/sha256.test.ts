import { suite } from "uvu";
import * as assert from "uvu/assert";
import { sha256 } from "../../../src/core/record/sha256.ts";

const test = suite("sha256()");

test("is what FIPS 180-2 says of abc, in hex", () => {
  const is = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assert.is(sha256("abc"), is);
});

test("reads a text as UTF-8", () => {
  const is = "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c";
  assert.is(sha256("é"), is);
});

test.run();
