import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { plainQueueText, queueText } from "../../../src/core/record/queue-text.ts";

/** What SQS takes: the characters of XML 1.0. */
const ALLOWED = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

const odd = fc.string({
  unit: fc.constantFrom(
    "a",
    "\\",
    '"',
    "\u0000",
    "\u001f",
    "\u007f",
    "\u0085",
    "\ud800",
    "\udfff",
    "\ufffe",
    "\uffff",
    "\ufffd",
    "😀",
  ),
});

const json = suite("queueText()");

json("means the same and holds nothing that a queue refuses", () => {
  fc.assert(
    fc.property(fc.dictionary(odd, odd), (value) => {
      const text = queueText(JSON.stringify(value));
      assert.match(text, ALLOWED);
      assert.equal(JSON.parse(text), JSON.parse(JSON.stringify(value)));
    }),
  );
});

json("leaves what is escaped already", () => {
  assert.is(queueText('["\\ufffe"]'), '["\\ufffe"]');
});

json.run();

const plain = suite("plainQueueText()");

plain("replaces what a queue refuses, and that alone", () => {
  fc.assert(
    fc.property(odd, (text) => {
      const made = plainQueueText(text);
      assert.match(made, ALLOWED);
      if (ALLOWED.test(text)) assert.is(made, text);
      assert.is([...made].length, [...text].length);
    }),
  );
});

plain.run();
