import { suite } from "uvu";
import * as assert from "uvu/assert";
import { accountCode, accountText } from "../../../../src/core/slack/text/account-text.ts";

const test = suite("accountText() and accountCode()");

test("are the id alone where the account has no name", () => {
  assert.is(accountText("1", {}), "1");
  assert.is(accountCode("1", {}), "`1`");
});

test("put the name before the id, escaped where it is drawn", () => {
  assert.is(accountText("1", { "1": "a & b" }), "a & b (1)");
  assert.is(accountCode("1", { "1": "a & b" }), "a &amp; b  `1`");
});

test.run();
