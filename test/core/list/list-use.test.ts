import { suite } from "uvu";
import * as assert from "uvu/assert";
import { listUseProblems, listUses } from "../../../src/core/list/list-use.ts";
import { type ListKind, mergeLists } from "../../../src/core/list/value-list.ts";

const uses = suite("listUses()");

const found: [text: string, uses: string[]][] = [
  ["eventName == '$lists.a'", []],
  ["contains($lists.a, eventName)", ["a by contains"]],
  ["like($issuer, $lists.a) && !in_cidr(sourceIPAddress, $lists.b)", ["a by like", "b by in_cidr"]],
  ["contains($accounts, recipientAccountId)", ["accounts by contains"]],
  ["length($lists.a) > `0`", ["a by undefined"]],
  ["any(resources, &contains($lists.a, ARN))", ["a by contains"]],
  ["let $x = $lists.a in contains($x, eventName)", ["a by undefined"]],
];

for (const [text, expected] of found) {
  uses(`finds those of ${text}`, () => {
    assert.equal(
      listUses(text).map(({ name, by }) => `${name} by ${by}`),
      expected,
    );
  });
}

uses.run();

const problems = suite("listUseProblems()");

const KINDS: [id: string, kind: ListKind][] = [
  ["trustedRoles", "patterns"],
  ["networks", "networks"],
  ["accounts", "accounts"],
  ["regions", "exact"],
];
const LISTS = mergeLists(
  KINDS.map(([id, kind]) => ({ path: `${id}.yaml`, field: [], id, kind, entries: [] })),
);

const refused: [text: string, why: RegExp][] = [
  ["like($issuer, $lists.trustdRoles)", /did you mean \$lists\.trustedRoles\?/],
  ["contains($lists.zebras, eventName)", /there are accounts, networks, regions, trustedRoles/],
  ["contains($lists.trustedRoles, userIdentity.arn)", /write like\(field, \$lists\.trustedRoles\)/],
  ["like(sourceIPAddress, $lists.networks)", /write in_cidr\(field, \$lists\.networks\)/],
  ["contains($lists.networks, sourceIPAddress)", /write in_cidr/],
  ["in_cidr(sourceIPAddress, $lists.regions)", /write contains\(\$lists\.regions, field\)/],
  ["like(recipientAccountId, $accounts)", /write contains/],
];

for (const [text, why] of refused) {
  problems(`refuses ${text}`, () => {
    const [problem, ...others] = listUseProblems(text, LISTS);
    assert.equal(others, []);
    assert.match(problem?.message ?? "", why);
    assert.ok(text.slice(problem?.start, problem?.end).startsWith("$"));
  });
}

for (const text of [
  "like($issuer, $lists.trustedRoles)",
  "like(awsRegion, $lists.regions)",
  "contains($lists.regions, awsRegion)",
  "in_cidr(sourceIPAddress, $lists.networks)",
  "contains($accounts, recipientAccountId)",
  "length($lists.networks) == `0`",
]) {
  problems(`takes ${text}`, () => assert.equal(listUseProblems(text, LISTS), []));
}

problems.run();
