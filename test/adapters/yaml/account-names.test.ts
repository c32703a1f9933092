import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withAccountNames } from "../../../src/adapters/yaml/account-names.ts";

const test = suite("withAccountNames");

const A = { id: "111122223333", name: "prod" };
const B = { id: "444455556666", name: 'a "b" #c' };
const QUOTED_B = String.raw`"a \"b\" #c"`;

test("refuses what it cannot add to", () => {
  assert.throws(
    () => withAccountNames("{ logs: { bucket: trail } }\n", [A]),
    /^Cannot add to the accounts .* must stand a line each below accounts/,
  );
  assert.throws(
    () => withAccountNames('accounts:\n  "111122223333": { tags: [a] }\n', [A]),
    /Cannot name account 111122223333 as its entry must have a name/,
  );
});

const CASES: readonly [what: string, before: string, after: string][] = [
  ["an empty file", "", `accounts:\n  "111122223333": "prod"\n  "444455556666": ${QUOTED_B}\n`],
  [
    "a file without accounts, and without a last line break",
    "logs: a # b",
    `logs: a # b\naccounts:\n  "111122223333": "prod"\n  "444455556666": ${QUOTED_B}\n`,
  ],
  [
    "accounts of nothing",
    "accounts: # none yet\nlogs: a\n",
    `accounts: # none yet\n  "111122223333": "prod"\n  "444455556666": ${QUOTED_B}\nlogs: a\n`,
  ],
  [
    "empty braces",
    "accounts: {}\nlogs: a\n",
    `accounts: { "111122223333": "prod", "444455556666": ${QUOTED_B} }\nlogs: a\n`,
  ],
  [
    "braces",
    "accounts: { '444455556666': old }  # c\n",
    `accounts: { '444455556666': ${QUOTED_B}, "111122223333": "prod" }  # c\n`,
  ],
  [
    "braces that end with a comma",
    "accounts: {\n  '1': old,\n}\n",
    `accounts: {\n  '1': old, "111122223333": "prod", "444455556666": ${QUOTED_B} }\n`,
  ],
  [
    "lines with comments, other quotes and another indent",
    "accounts:\n    # one\n    '444455556666':   old   # two\n    \"1\": x\n# three\nlogs: a\n",
    `accounts:\n    # one\n    '444455556666':   ${QUOTED_B}   # two\n    "1": x\n    "111122223333": "prod"\n# three\nlogs: a\n`,
  ],
  [
    "accounts with other keys",
    'accounts:\n  "444455556666":\n    name: old\n    tags: [a, b]\n  "1": { name: y, tags: [c] }\nlogs: a\n',
    `accounts:\n  "444455556666":\n    name: ${QUOTED_B}\n    tags: [a, b]\n  "1": { name: y, tags: [c] }\n  "111122223333": "prod"\nlogs: a\n`,
  ],
  [
    "a last account of several lines",
    'accounts:\n  "1":\n    name: >-\n      long\n      name\nlogs: a\n',
    `accounts:\n  "1":\n    name: >-\n      long\n      name\n  "111122223333": "prod"\n  "444455556666": ${QUOTED_B}\nlogs: a\n`,
  ],
  [
    "line breaks of Windows",
    'accounts:\r\n  "1": x\r\nlogs: a\r\n',
    `accounts:\r\n  "1": x\r\n  "111122223333": "prod"\r\n  "444455556666": ${QUOTED_B}\r\nlogs: a\r\n`,
  ],
];

for (const [what, before, after] of CASES) {
  test(`writes names into ${what}`, () => {
    assert.is(withAccountNames(before, [A, B]), after);
    assert.is(withAccountNames(before, []), before);
  });
}

test.run();
