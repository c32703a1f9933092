import { suite } from "uvu";
import * as assert from "uvu/assert";
import { secretValue } from "../../../src/core/settings/secret-text.ts";

const test = suite("secretValue()");

for (const text of [
  "",
  "  ",
  "{}",
  "{not json s3cret",
  '{"a":"s3cret","b":"s3cret"}',
  '{"botToken":7}',
  '{"botToken":""}',
]) {
  test(`refuses ${JSON.stringify(text)} without quoting it`, () => {
    assert.throws(
      () => secretValue(text, "botToken"),
      (error: Error) => /^Cannot use secret/.test(error.message) && !/s3cret/.test(error.message),
    );
  });
}

for (const text of [
  "xoxb",
  " xoxb\n",
  '{"botToken":"xoxb"}',
  '{"botToken":"xoxb","x":"y"}',
  '{"token":"xoxb"}',
]) {
  test(`finds the value in ${JSON.stringify(text)}`, () => {
    assert.is(secretValue(text, "botToken"), "xoxb");
  });
}

test.run();
