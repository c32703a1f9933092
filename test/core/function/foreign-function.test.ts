import { suite } from "uvu";
import * as assert from "uvu/assert";
import { meantFunction } from "../../../src/core/function/foreign-function.ts";
import { FUNCTIONS } from "../../../src/core/function/function.ts";

const test = suite("meantFunction()");

for (const [name, meant] of [
  ...["match", "matches", "regex", "regexp", "regex_match", "test", "search", "rlike"].map(
    (name) => [name, ""] as const,
  ),
  ["isDefined", "exists"],
  ["int", "to_number"],
  ["str", "to_string"],
  ["strip", "trim"],
  ["fnmatch", "like"],
  ["some", "any"],
  ["beginsWith", "starts_with"],
  ["suffix", "ends_with"],
  ["len", "length"],
  ["toLowerCase", "lower"],
  ["to_lower", "lower"],
  ["cidrMatch", "in_cidr"],
  ["coalesce", "not_null"],
  ["nothing_like_it", undefined],
] as const) {
  test(`knows ${name}()`, () => assert.is(meantFunction(name), meant));
}

test("stands in no function's way", () => {
  for (const name of FUNCTIONS.keys()) {
    const meant = meantFunction(name);
    assert.ok(meant === undefined || meant === name, name);
  }
});

test.run();
