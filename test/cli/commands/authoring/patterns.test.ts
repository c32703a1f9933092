import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { patternsCommand } from "../../../../src/cli/commands/authoring/patterns.ts";
import type { GroupedPattern } from "../../../../src/core/compiler/pack-groups.ts";
import { runCli } from "../../../support/cli.ts";

const test = suite("trailbridge patterns");

const EVENTS = [
  '{"eventName":"StopLogging","eventSource":"cloudtrail.amazonaws.com"}',
  "not json",
  '{"eventName":"ListBuckets"}',
  '{"eventName":"GetObject","errorCode":"AccessDenied"}',
].join("\n");

test("refuses operands and a percentage that is none", async () => {
  assert.is((await patterns("x.ndjson")).status, 2);
  for (const percent of ["ten", "101", "-1", ""]) {
    const { status, err } = await patterns(`--max-always=${percent}`);
    assert.is(status, 2, percent);
    assert.match(err, /--max-always/);
  }
});

test("prints each rule's condition and class and the packed patterns", async () => {
  const { status, out } = await patterns();
  assert.is(status, 0);
  assert.match(out, /^9 rules: 8 exact, 1 narrowed, 0 always$/m);
  assert.match(out, /^exact {5}unauthorized-operation\n {2}errorCode: "…UnauthorizedOperation"$/m);
  assert.match(out, /^narrowed {2}console-login-without-mfa$/m);
  assert.match(out, /not said: userIdentity\.arn: excluding text would cost a wildcard/);
  assert.match(out, /^\d+ characters: console-login-without-mfa, .*access-denied metrics$/m);
  assert.match(out, /^\d+ characters, critical: cloudtrail-stop-logging, cloudtrail-/m);
});

test("prints the same as JSON", async () => {
  const { out } = await patterns("--json");
  const { rules, packed, detailType } = JSON.parse(out);
  assert.is(rules.length, 9);
  assert.equal(
    rules.find(({ id }: { id: string }) => id === "unauthorized-operation"),
    {
      id: "unauthorized-operation",
      class: "exact",
      pattern: {
        source: ["trailbridge"],
        detail: { errorCode: [{ suffix: "UnauthorizedOperation" }] },
      },
      reasons: [],
      condition: ['errorCode: "…UnauthorizedOperation"'],
    },
  );
  assert.equal(
    packed.map(({ group, ruleIds }: GroupedPattern) => [group, ruleIds.length]),
    [
      ["critical", 2],
      ["critical", 2],
      ["others", 7],
      ["others", 7],
    ],
  );
  for (const { pattern, characters } of packed)
    assert.is(JSON.stringify(pattern).length, characters);
  assert.equal(detailType, [{ "anything-but": { prefix: "Trailbridge " } }]);
});

test("tries the patterns on events", async () => {
  const { status, out, err } = await patterns("--events", "-", "--json");
  assert.is(status, 1, "one line is no record");
  assert.match(err, /^standard input: line 2 is rejected: it is not JSON/m);
  const { events } = JSON.parse(out);
  assert.equal(events.rules["cloudtrail-stop-logging"], { passed: 1, matched: 1 });
  assert.equal([events.events, events.passed, events.needed, events.missed], [3, 2, 2, 0]);
  const text = (await patterns("--events", "-")).out;
  assert.match(text, /^exact {5}cloudtrail-stop-logging {2}passes 1 event, matches 1$/m);
  assert.match(
    text,
    /^3 events: 2 pass in 2 deliveries, 1\.000 for each that is needed; 2 are needed$/m,
  );
});

test("fails if more rules need every event than are allowed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-patterns-"));
  try {
    writeFileSync(join(folder, "greedy.yaml"), rule("greedy", "length(resources) > `1`"));
    writeFileSync(
      join(folder, "modest.yaml"),
      rule("modest", "eventName == 'A' && length(resources) > `1`"),
    );
    const { status, err } = await patterns("--rules", folder, "--max-always", "49");
    assert.is(status, 1);
    assert.match(err, /50\.0 % of the rules need every event; allowed are 49 %: greedy/);
    assert.is((await patterns("--rules", folder, "--max-always", "50")).status, 0);
    assert.is((await patterns("--rules", folder)).status, 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();

function patterns(...words: string[]) {
  return runCli([patternsCommand], ["patterns", ...words], EVENTS);
}

function rule(id: string, match: string): string {
  return `id: ${id}
title: ${id}
severity: low
match: ${match}
tests:
  - { name: a, expect: match, event: { eventName: A, resources: [1, 2] } }
  - { name: b, expect: no-match, event: { eventName: A } }
`;
}
