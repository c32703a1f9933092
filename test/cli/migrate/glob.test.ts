import { suite } from "uvu";
import * as assert from "uvu/assert";
import { globTest } from "../../../src/cli/migrate/glob.ts";
import { TerraformError } from "../../../src/core/terraform/value.ts";

const test = suite("globTest()");

test("refuses classes of characters and backslashes", () => {
  for (const pattern of ["[ab].py", "a]", "a\\*"]) {
    assert.throws(
      () => globTest(pattern),
      (cause: unknown) => cause instanceof TerraformError,
      pattern,
    );
  }
});

const cases: readonly [pattern: string, yes: readonly string[], no: readonly string[]][] = [
  ["*.py", ["a.py", ".py"], ["a.pyc", "a/b.py", "apy"]],
  ["a?.py", ["ab.py"], ["a.py", "abc.py", "a/.py"]],
  ["**/*.py", ["a.py", "a/b.py", "a/b/c.py"], ["a.txt", "a/b.txt"]],
  ["a/**", ["a/b", "a/b/c"], ["b/a"]],
  ["a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["a/x", "a/xb"]],
  ["*.{py,txt}", ["a.py", "a.txt"], ["a.md", "a.{py,txt}"]],
  ["{a,b{c,d}}/x", ["a/x", "bc/x", "bd/x"], ["b/x", "a,b/x"]],
  ["a*b*c", ["abc", "axbxbxc"], ["abcx", "acb"]],
  ["a+(b)$&.py", ["a+(b)$&.py"], ["aab.py"]],
];

for (const [pattern, yes, no] of cases) {
  test(`tells what ${pattern} is for`, () => {
    const isWanted = globTest(pattern);
    assert.equal([yes.filter(isWanted), no.filter(isWanted)], [yes, []]);
  });
}

test.run();
