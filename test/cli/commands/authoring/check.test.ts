import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { packNames } from "../../../../src/adapters/pack-folder.ts";
import { checkCommand } from "../../../../src/cli/commands/authoring/check.ts";
import { runCli } from "../../../support/cli.ts";

const test = suite<{ folder: string }>("trailbridge check");

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "trailbridge-check-"));
  mkdirSync(join(context.folder, "rules"));
  mkdirSync(join(context.folder, "ignore"));
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }));

const run = (words: readonly string[], input = "") =>
  runCli([checkCommand], ["check", ...words], input);

/** A rule that nothing is to be said of, with some lines in place of others. */
function ruleText(id: string, change: Readonly<Record<string, string>> = {}): string {
  const lines = {
    id,
    title: "A",
    description: "What it finds.",
    severity: "low",
    match: `eventName == '${id}'`,
    references: "[https://example.com/]",
    ...change,
  };
  return `${Object.entries(lines)
    .map(([key, value]) => (value === "" ? "" : `${key}: ${value}\n`))
    .join("")}tests:
  - { name: yes, expect: match, event: { eventName: ${id} } }
  - { name: no, expect: no-match, event: { eventName: other } }
`;
}

const IGNORE = `id: quiet
reason: r
owner: o@example.com
expires: "2020-01-01"
match: eventName == 'a'
tests:
  - { name: yes, expect: match, event: { eventName: a } }
  - { name: no, expect: no-match, event: { eventName: other } }
`;

const SETTINGS = `logs: { bucket: org-logs }
slack: { app: { botTokenSecretId: slack-token, channel: C0SECURITY } }
rules: { packs: [], directories: [rules], ignoreDirectories: [ignore] }
`;

/** Writes files into the folder and checks its settings. */
async function checked(
  folder: string,
  files: Readonly<Record<string, string>>,
  ...words: string[]
) {
  for (const [name, text] of Object.entries({ "my.yaml": SETTINGS, ...files })) {
    writeFileSync(join(folder, name), text);
  }
  const { status, out } = await run(["--settings", join(folder, "my.yaml"), "--json", ...words]);
  const { findings, ...counts } = JSON.parse(out) as {
    findings: { id: string; path: string; line: number; message: string }[];
    rules: number;
    ignoreRules: number;
    budgets?: { wildcards: unknown };
  };
  const found = findings.map(
    ({ id, path, line }) => `${path.slice(folder.length + 1)}:${line} ${id}`,
  );
  return { status, found, findings, ...counts };
}

test("says which file is not there, and exits with 2", async ({ folder }) => {
  for (const words of [["--settings", join(folder, "none.yaml")], [join(folder, "none")]]) {
    const { status, err } = await run(words);
    assert.is(status, 2);
    assert.match(err, /must exist/);
  }
});

test("refuses findings that there are none of, and rules in two ways", async ({ folder }) => {
  assert.match((await run(["--off", "no-referense"])).err, `did you mean "no-reference"?`);
  assert.is((await run(["--off", "cannot-load"])).status, 2);
  assert.is((await run([folder, "--settings", "my.yaml"])).status, 2);
});

test("finds nothing in sound settings and rules, and says what they use up", async ({ folder }) => {
  const ignore = IGNORE.replace("2020", "2999").replace("== 'a'", "== 'a' && readOnly");
  const { status, found, rules, ignoreRules, budgets } = await checked(folder, {
    "rules/a.yaml": ruleText("a"),
    "ignore/quiet.yaml": ignore.replace("{ eventName: a }", "{ eventName: a, readOnly: true }"),
  });
  assert.equal([status, found, rules, ignoreRules], [0, [], 1, 1]);
  assert.equal(budgets?.wildcards, { used: 0, limit: 30 });
});

test("finds what is wrong with settings, rules, ignore rules and routes at once", async ({
  folder,
}) => {
  const routes = `routes:
  - { rules: [b], slackChannel: C0OTHER }
  - { rules: [a], severities: [critical], slackChannel: C0OTHER }
`;
  const { status, found } = await checked(folder, {
    "my.yaml": SETTINGS + routes,
    "rules/a.yaml": ruleText("a", { references: "" }),
    "rules/c.yaml": ruleText("c", { match: "eventName = 'c'" }),
    "rules/d.yaml": ruleText("d", { severity: "loud" }),
    "rules/e.yaml": "id: [",
    "ignore/quiet.yaml": IGNORE,
  });
  assert.is(status, 1);
  assert.equal(found, [
    "ignore/quiet.yaml:4 expired-ignore",
    "my.yaml:5 cannot-route",
    "my.yaml:6 idle-route",
    "rules/a.yaml:1 no-reference",
    "rules/c.yaml:5 cannot-load",
    "rules/d.yaml:4 cannot-load",
    "rules/e.yaml:1 cannot-load",
  ]);
});

test("looks at the rules of settings that are wrong elsewhere", async ({ folder }) => {
  const { found, findings } = await checked(folder, {
    "my.yaml": `${SETTINGS}chanel: C1\n`,
    "rules/a.yaml": ruleText("a", { match: "eventname == 'a'" }),
  });
  assert.ok(found.includes("my.yaml:4 cannot-load"));
  assert.ok(found.includes("rules/a.yaml:5 cannot-load"));
  assert.ok(findings.some(({ message }) => message.includes("did you mean eventName?")));
});

test("finds folders without rules", async ({ folder }) => {
  const { found } = await checked(folder, {});
  assert.equal(found, ["my.yaml:1 no-rules", "my.yaml:1 no-rules", "my.yaml:1 no-rules"]);
});

test("looks for no finding that is switched off", async ({ folder }) => {
  const files = {
    "rules/a.yaml": ruleText("a", { references: "" }),
    "rules/b.yaml": ruleText("b"),
  };
  const off = async (more: Readonly<Record<string, string>>, ...words: string[]) =>
    (await checked(folder, { ...files, ...more }, ...words)).found.filter((it) =>
      it.startsWith("rules"),
    );
  assert.equal(await off({}), ["rules/a.yaml:1 no-reference"]);
  assert.equal(await off({}, "--off", "no-reference"), []);
  assert.equal(await off({ "my.yaml": `${SETTINGS}check: { off: [no-reference] }\n` }), []);
  const marked = `# check-off: no-reference -- internal\n${files["rules/a.yaml"]}`;
  assert.equal(await off({ "rules/a.yaml": marked }), []);
  assert.equal(await off({ "rules/a.yaml": marked.replace("no-ref", "no-reff") }), [
    "rules/a.yaml:1 unknown-switch",
    "rules/a.yaml:1 no-reference",
  ]);
});

test("refuses settings that switch off what there is not", async ({ folder }) => {
  const { found } = await checked(folder, {
    "my.yaml": `${SETTINGS}check: { off: [no-referense] }\n`,
  });
  assert.ok(found.includes("my.yaml:4 cannot-load"));
});

test("takes rule files and folders by themselves, and one from standard input", async ({
  folder,
}) => {
  writeFileSync(join(folder, "rules", "a.yaml"), ruleText("a"));
  writeFileSync(join(folder, "rules", "quiet.yaml"), IGNORE.replace("2020", "2999"));
  const { status, out } = await run([folder, "-"], ruleText("b", { description: "" }));
  assert.is(status, 1);
  assert.match(out, "<stdin>:1: style[no-description]: Has no description");
  assert.match(out, /quiet\.yaml:5: match: warning\[shadowed-rule\]: Leaves nothing of rule "a"/);
  assert.match(out, "2 rules, 1 ignore rule: 1 warning, 1 style\nOn the bus: ");
});

test("finds nothing in the rules that come with the product", async () => {
  const { status, out } = await run(packNames().map((pack) => `rules/${pack}`));
  assert.is(status, 0, out);
});

test.run();
