import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { code, codeBlock, escaped, link } from "../../../../src/core/slack/text/text.ts";

const HOSTILE = fc.string({
  unit: fc.constantFrom(..."`*_~<>&!@#|\\\n\r\t 'a😀\u202E\u0000\uD83D", "```", "<!channel>"),
});

const texts = suite("escaped()");

texts("lets no mention, channel ping or link through", () => {
  assert.is(
    escaped("<!channel> <@U012> <https://x.example|y> a&b", 200),
    "&lt;!channel&gt; &lt;@U012&gt; &lt;https://x.example|y&gt; a&amp;b",
  );
});

texts("writes out what would deceive the reader", () => {
  assert.is(
    escaped("a\u202Eb\u0000c\uD800d\u2028e\r\nf", 200),
    "a\\u202eb\\u0000c\\ud800d\\u2028e\nf",
  );
});

texts("cuts between characters, never inside an escape or a pair", () => {
  assert.is(escaped("ab<cd", 6), "ab…");
  assert.is(escaped("ab<cd", 7), "ab&lt;…");
  assert.is(escaped("a😀😀", 4), "a😀…");
  assert.is(escaped("a😀😀", 5), "a😀😀");
  assert.is(escaped("\r\r\r\r\r\r\r😀😀", 8), "…");
});

texts("keeps every limit, whatever the text", () => {
  fc.assert(
    fc.property(HOSTILE, fc.integer({ min: 1, max: 60 }), (text, max) => {
      const result = escaped(text, max);
      assert.ok(result.length <= max);
      assert.not.match(result, /[<>]|&(?!amp;|lt;|gt;)/);
      assert.not.match(result, /\p{Cs}/u);
    }),
  );
});

texts.run();

const inline = suite("code()");

inline("stays one code span on one line", () => {
  assert.is(code("a`b\n*c*", 100), "`aˋb *c*`");
  assert.is(code(" \n", 100), "`(empty)`");
});

inline("has its two back-ticks and no third, within the limit", () => {
  fc.assert(
    fc.property(HOSTILE, fc.integer({ min: 4, max: 60 }), (text, max) => {
      assert.match(code(text, max), /^`[^`\n]+`$/);
      assert.ok(code(text, max).length <= max);
    }),
  );
});

inline.run();

const fenced = suite("codeBlock()");

fenced("cannot be left from inside", () => {
  const block = codeBlock("a\n```\n<!here> ````", 200);
  assert.is(block.split("```").length - 1, 2);
  assert.match(block, "&lt;!here&gt;");
});

fenced("has exactly two fences whatever is inside, within the limit", () => {
  fc.assert(
    fc.property(HOSTILE, fc.integer({ min: 12, max: 90 }), (text, max) => {
      const block = codeBlock(text, max);
      assert.ok(block.length <= max);
      assert.is(block.split("```").length - 1, 2);
    }),
  );
});

fenced.run();

const links = suite("link()");

links("refuses what is no plain https address", () => {
  for (const url of ["http://x.example", "javascript:alert(1)", "https://x|y", "https://a b", ""]) {
    assert.is(link(url, "x"), undefined);
  }
});

links("escapes address and label", () => {
  assert.is(
    link("https://x.example/?a=1&b=2", "<a|b>"),
    "<https://x.example/?a=1&amp;b=2|&lt;a¦b&gt;>",
  );
});

links.run();
