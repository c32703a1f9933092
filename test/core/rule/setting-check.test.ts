import { suite } from "uvu";
import * as assert from "uvu/assert";
import { filterProblems, trackedEventProblems } from "../../../src/core/rule/setting-check.ts";

const test = suite("filterProblems()");

for (const [filter, problem] of [
  ["readOnly = `false`", /^Cannot use publish\.filter as .*==/],
  ["readOnly == 'false'", /^Cannot use publish\.filter as readOnly is a boolean/],
  ["readOnly == `false` and eventName != 'Decrypt'", /^Cannot use publish\.filter as .*&&/],
  ["eventSource == 'a.b' && eventSource == 'c.d'", /^Cannot use publish\.filter as .*no event/],
  [
    "!startsWith(eventName, 'Get')",
    /^In publish\.filter: Cannot call startsWith\(\) .*starts_with/,
  ],
  ["like($issuer, $lists.deploymentRoles)", /no list: write the values that \$lists\.deployment/],
  ["!contains($accounts, recipientAccountId)", /no list: write the values that \$accounts has/],
  ["`true`", /write publish: all/],
  [" `false` ", /write a condition/],
] as const) {
  test(`refuses ${filter}`, () => assert.match(filterProblems(filter).join("\n"), problem));
}

test("accepts a condition", () => {
  assert.equal(filterProblems("readOnly == `false` && eventSource != 'kms.amazonaws.com'"), []);
});

test.run();

const tracked = suite("trackedEventProblems()");

tracked("names the setting and the name", () => {
  const [problem] = trackedEventProblems("iam:CreateRole");
  assert.match(problem ?? "", /^Cannot track "iam:CreateRole" in rules\.eventsToTrack/);
});

tracked("accepts a name", () => assert.equal(trackedEventProblems("DeleteBucket"), []));

tracked.run();
