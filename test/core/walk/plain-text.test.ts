import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isPlainText } from "../../../src/core/walk/plain-text.ts";

const test = suite("isPlainText()");

test("finds each byte that is not plain, wherever it stands", () => {
  for (let byte = 0; byte < 256; byte++) {
    for (let at = 0; at < 45; at++) {
      const bytes = Buffer.alloc(45, "a");
      bytes[at] = byte;
      assert.is(isPlainText(bytes, 0, 45), byte >= 0x20 && byte < 0x80, `${byte} at ${at}`);
    }
  }
});

test("looks at the bytes it is asked for alone, wherever they lie in memory", () => {
  const some = fc.uint8Array({ min: 0x1e, max: 0x82, maxLength: 60 });
  fc.assert(
    fc.property(some, fc.nat(7), fc.nat(60), fc.nat(60), (found, offset, a, b) => {
      const memory = Buffer.concat([Buffer.alloc(offset, 0), found]);
      const bytes = memory.subarray(offset);
      const [from, to] = [a, b].map((it) => Math.min(it, found.length)).sort((x, y) => x - y);
      const expected = found.slice(from, to).every((byte) => byte >= 0x20 && byte < 0x80);
      assert.is(isPlainText(bytes, from ?? 0, to ?? 0), expected);
    }),
  );
});

test.run();
