import { suite } from "uvu";
import * as assert from "uvu/assert";
import { accountName } from "../../../src/core/alert/account-name.ts";

const test = suite("accountName()");

test("has none for an account the settings do not name, nor for a word every object has", () => {
  assert.is(accountName({ "111122223333": "prod" }, "444455556666"), undefined);
  assert.is(accountName({}, "constructor"), undefined);
});

test("is the name the settings give", () => {
  assert.is(accountName({ "111122223333": "prod" }, "111122223333"), "prod");
});

test.run();
