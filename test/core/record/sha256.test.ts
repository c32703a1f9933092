import { suite } from "uvu";
import * as assert from "uvu/assert";
import { rememberedSha256, sha256, shortHash } from "../../../src/core/record/sha256.ts";

const test = suite("sha256()");

test("is what FIPS 180-2 says of abc, in hex", () => {
  const is = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assert.is(sha256("abc"), is);
});

test("reads a text as UTF-8", () => {
  const is = "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c";
  assert.is(sha256("é"), is);
});

test("is the same where it is remembered, and once it was forgotten", () => {
  for (let n = 0; n < 45_000; n++) {
    const text = `text ${n % 22_000}`;
    if (n % 1_000 === 0) assert.is(shortHash(text), sha256(text).slice(0, 24));
    assert.is(rememberedSha256(text), sha256(text));
  }
});

test.run();
