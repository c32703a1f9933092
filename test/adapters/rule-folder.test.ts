import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RuleFilesError, readRuleSet } from "../../src/adapters/rule-folder.ts";
import { RULES_FOLDER } from "../../src/adapters/rule-schema.ts";
import type { RuleSettings } from "../../src/core/settings/settings.ts";

const test = suite("readRuleSet()");

const SOUND = `id: sound
title: Sound
severity: low
match: eventName == 'A'
tests:
  - { name: a, expect: match, event: { eventName: A } }
  - { name: b, expect: no-match, event: { eventName: B } }
`;

/** One more test. */
const TIMELINE = `  - { name: c, expect: alert, events: [{ times: 20, every: 12s, event: { eventName: A } }] }
`;

const QUIET = `id: quiet
reason: known
owner: ada
match: eventName == 'A'
tests:
  - { name: a, expect: match, event: { eventName: A } }
  - { name: b, expect: no-match, event: { eventName: B } }
`;

test("refuses an ignore rule that does not come with the product, naming one that does", () => {
  const [problems] = problemsOf({}, { ignoreRules: ["log-delivery-refuse"] });
  assert.match(problems.join(), /rules\.ignoreRules: .*did you mean "log-delivery-refused"\?/);
});

test("reads ignore rules of the product by their ids", () => {
  const { ignoreRules } = read({}, { packs: ["default"], ignoreRules: ["log-delivery-refused"] });
  assert.equal(
    ignoreRules.map(({ id }) => id),
    ["log-delivery-refused"],
  );
});

test("refuses what the CDK would put a value of its own in place of, however it is escaped", () => {
  for (const sign of ["$", "\\u0024"]) {
    const text = `${sign}{Token[TOKEN.1]}`;
    const files = { "rules/sound.yaml": SOUND.replace("title: Sound", `title: "${text}"`) };
    const [problems] = problemsOf(files, { directories: ["rules"] });
    assert.is(problems.length, 1);
    assert.match(
      problems[0] ?? "",
      /sound\.yaml:2: title: Cannot use title .* the CDK's own marks/,
    );
  }
});

test("reads what a rule asks of several events, its durations and what is left out", () => {
  const asks = {
    threshold: "{ count: 20, within: 5m, by: [$issuer], distinct: requestParameters.name }",
    firstSeen: "{ of: [awsRegion], by: [$account], days: 3 }",
    followedBy: `{ within: 1h, by: [$issuer], steps: [{ match: "eventName == 'B'" }] }`,
  };
  const event = '{ eventName: A, awsRegion: us-east-1, requestParameters: { name: "n{n}" } }';
  const timelines = [
    `  - { name: c, expect: alert, events: [{ times: 20, every: 1s, event: ${event} }, { event: { eventName: B } }] }`,
    "  - { name: d, expect: no-alert, events: [{ event: { eventName: B } }] }",
  ].join("\n");
  const found = Object.entries(asks).map(([name, value]) => {
    const text = `${SOUND.replace("tests:", `${name}: ${value}\ntests:`)}${timelines}\n`;
    const [rule] = read({ "rules/sound.yaml": text }, { directories: ["rules"] }).rules;
    return rule?.[name as keyof typeof asks];
  });
  assert.equal(found, [
    { count: 20, within: 300_000, by: ["$issuer"], distinct: ["requestParameters.name"] },
    { of: ["awsRegion"], by: ["$account"], days: 3, learnDays: 3 },
    {
      within: 3_600_000,
      by: ["$issuer"],
      steps: [{ match: "eventName == 'B'", by: ["$issuer"] }],
    },
  ]);
});

const askedWrongly: readonly [asked: string, problem: RegExp][] = [
  [
    "threshold: { count: 1, within: 5m, by: [$issuer] }",
    /sound\.yaml:5: threshold\.count: .*from 2 to 200.*it is 1/,
  ],
  [
    "threshold: { count: 2, within: 300, by: [$issuer] }",
    /90s, 5m, 1h or 1d: it is 300 \(a number\)(?!: put)/,
  ],
  ["threshold: { count: 2, within: 5min, by: [$issuer] }", /90s, 5m, 1h or 1d: it is "5min"/],
  ["threshold: { count: 2, within: 5m }", /Cannot do without by: whose events are counted/],
  ["threshold: { count: 2, within: 5m, by: [] }", /a list of 1 to 5 paths/],
  ["threshold: { count: 2, withn: 5m, by: [a] }", /did you mean within\?/],
  ["firstSeen: { of: [awsRegion], by: [$account], days: 91 }", /from 1 to 90.*it is 91/],
  ["followedBy: { within: 1h, by: [$issuer], steps: [] }", /one or two: what must follow/],
  ["treshold: { count: 2 }", /did you mean threshold\?/],
];
for (const [asked, problem] of askedWrongly) {
  test(`refuses ${asked}`, () => {
    const files = { "rules/sound.yaml": SOUND.replace("tests:", `${asked}\ntests:`) };
    const [problems] = problemsOf(files, { directories: ["rules"] });
    assert.match(problems.join("\n"), problem);
  });
}

test("reads the nine default rules in their order", () => {
  const { rules, ignoreRules } = readRuleSet(settings({ packs: ["default"] }), "/");
  assert.equal(
    rules.map(({ id }) => id),
    [
      "console-login-without-mfa",
      "unauthorized-operation",
      "access-denied",
      "root-activity",
      "cloudtrail-stop-logging",
      "cloudtrail-update-trail",
      "cloudtrail-delete-trail",
      "self-function-configuration-changed",
      "self-function-code-changed",
    ],
  );
  assert.equal(ignoreRules, []);
  for (const { description, runbook, references } of rules) {
    assert.ok(description.length > 40 && (runbook ?? "").length > 40 && references.length > 0);
  }
});

test("reads folders relative to the settings, in the order of paths", () => {
  const { rules, ignoreRules } = read(
    {
      "rules/b.yaml": SOUND.replace("sound", "b"),
      "rules/sub/c.yml": SOUND.replace("sound", "c"),
      "rules/a.yaml": SOUND.replace("sound", "a"),
      "rules/README.md": "not a rule",
      "ignore/quiet.yaml": `${QUIET}expires: 2030-01-31\nrules: [a]\nseverity: low\n`,
    },
    { directories: ["rules"], ignoreDirectories: ["ignore"] },
  );
  assert.equal(
    rules.map(({ id }) => id),
    ["a", "b", "c"],
  );
  assert.equal(rules[0], {
    id: "a",
    title: "Sound",
    description: "",
    severity: "low",
    match: "eventName == 'A'",
    tags: [],
    references: [],
  });
  assert.equal(ignoreRules, [
    {
      id: "quiet",
      match: "eventName == 'A'",
      reason: "known",
      owner: "ada",
      expires: "2030-01-31",
      rules: ["a"],
    },
  ]);
});

test("orders the rules of a folder by its pack.yaml", () => {
  const { rules } = read(
    {
      "rules/a.yaml": SOUND.replace("sound", "a"),
      "rules/b.yaml": SOUND.replace("sound", "b"),
      "rules/pack.yaml": "rules: [b, a]",
    },
    { directories: ["rules"] },
  );
  assert.equal(
    rules.map(({ id }) => id),
    ["b", "a"],
  );
});

test("leaves out disabled rules, puts tracked events last", () => {
  const { rules } = readRuleSet(
    settings({ packs: ["default"], disable: ["access-denied"], eventsToTrack: ["StopLogging"] }),
    "/",
  );
  assert.is(rules.length, 9);
  assert.is(rules.at(-1)?.id, "events-to-track");
  assert.not(rules.some(({ id }) => id === "access-denied"));
});

test("puts an own rule in the place of a disabled one of a pack", () => {
  const own = SOUND.replace("id: sound", "id: root-activity").replace(
    "title: Sound",
    "title: Ours",
  );
  const { rules } = read(
    { "rules/root-activity.yaml": own },
    { packs: ["default"], directories: ["rules"], disable: ["root-activity"] },
  );
  assert.equal(
    rules.filter(({ id }) => id === "root-activity").map(({ title }) => title),
    ["Ours"],
  );
});

test("leaves out an own rule that is disabled", () => {
  const files = { "rules/sound.yaml": SOUND, "rules/b.yaml": SOUND.replace("sound", "b") };
  const { rules } = read(files, { directories: ["rules"], disable: ["sound"] });
  assert.equal(
    rules.map(({ id }) => id),
    ["b"],
  );
});

const wrong: [
  name: string,
  files: Record<string, string>,
  change: Partial<RuleSettings>,
  problem: RegExp,
][] = [
  [
    "a pack that does not exist",
    {},
    { packs: ["defualt"] },
    /^settings: rules\.packs: .*"defualt".*there are attack, cis, default, network-activity, optional, tamper$/,
  ],
  ["a folder that does not exist", {}, { directories: ["nope"] }, /must exist: ".*nope"/],
  [
    "an own rule with the id of one in a pack that is not disabled",
    { "rules/access-denied.yaml": SOUND.replace("id: sound", "id: access-denied") },
    { packs: ["default"] },
    /"access-denied" is taken by/,
  ],
  [
    "a tracked event that no event is called",
    { "rules/sound.yaml": SOUND },
    { eventsToTrack: ["Delete*"] },
    /^settings: Cannot track "Delete\*" in rules\.eventsToTrack/,
  ],
  [
    "an expression that YAML reads as a tag",
    { "rules/sound.yaml": SOUND.replace("match: eventName == 'A'", "match: !(eventName == 'B')") },
    {},
    /sound\.yaml:4: Cannot read YAML: match begins with !.*write >-/,
  ],
  [
    "a second rule in one file",
    { "rules/sound.yaml": `${SOUND}---\n${SOUND}` },
    {},
    /sound\.yaml:8: Cannot read YAML: a file holds one YAML document/,
  ],
  [
    "an unknown rule to disable",
    { "rules/sound.yaml": SOUND },
    { disable: ["suond"] },
    /rules\.disable: .*did you mean "sound"/,
  ],
  [
    "a file that is no YAML",
    { "rules/sound.yaml": "id: x\ntitle: [" },
    {},
    /sound\.yaml:2: Cannot read YAML/,
  ],
  [
    "one key twice",
    { "rules/sound.yaml": `${SOUND}id: sound\n` },
    {},
    /sound\.yaml:8: Cannot read YAML: Map keys must be unique/,
  ],
  [
    "an empty file",
    { "rules/sound.yaml": "" },
    {},
    /sound\.yaml:1: Cannot use the file as it must be a rule: what alerts: it is empty/,
  ],
  [
    "an unknown key",
    { "rules/sound.yaml": `${SOUND}tittle: x\n` },
    {},
    /sound\.yaml:8: tittle: .*did you mean title\?/,
  ],
  [
    "a missing key",
    { "rules/sound.yaml": SOUND.replace(/severity.*\n/, "") },
    {},
    /severity: Cannot do without severity: info, low/,
  ],
  [
    "a wrong severity",
    { "rules/sound.yaml": SOUND.replace("low", "hihg") },
    {},
    /:3: severity: .*must be one of info, low, medium, high, critical: it is "hihg"; did you mean high/,
  ],
  [
    "an expression that is no text",
    { "rules/sound.yaml": SOUND.replace("eventName == 'A'", "5") },
    {},
    /:4: match: .*it is 5 \(a number\)/,
  ],
  [
    "a failing test",
    { "rules/sound.yaml": SOUND.replace("eventName: B", "eventName: A") },
    {},
    /:7: tests\[1\]: .*must give no-match/,
  ],
  [
    "a test of neither an event nor several",
    { "rules/sound.yaml": SOUND.replace(", event: { eventName: B }", "") },
    {},
    /:7: tests\[1\]\.event: Cannot do without event: a CloudTrail record/,
  ],
  [
    "a test of several events that expects what one gives",
    { "rules/sound.yaml": `${SOUND}${TIMELINE.replace("alert", "match")}` },
    {},
    /:8: tests\[2\]\.expect: .*must be one of alert, no-alert: it is "match"/,
  ],
  [
    "a test of one event that expects what several give",
    { "rules/sound.yaml": SOUND.replace("expect: match", "expect: alert") },
    {},
    /:6: tests\[0\]\.expect: .*must be one of match, no-match: it is "alert"/,
  ],
  [
    "a pace that is no time",
    { "rules/sound.yaml": `${SOUND}${TIMELINE.replace("12s", "fast")}` },
    {},
    /:8: tests\[2\]\.events\[0\]\.every: .*such as 90s, 5m, 1h or 1d.*it is "fast"/,
  ],
  [
    "a count that is none",
    { "rules/sound.yaml": `${SOUND}${TIMELINE.replace("20", "0")}` },
    {},
    /tests\[2\]\.events\[0\]\.times: .*a whole number from 1 to 10000.*it is 0/,
  ],
  [
    "more events than a test may have",
    { "rules/sound.yaml": `${SOUND}${TIMELINE.replace("20", "20000")}` },
    {},
    /tests\[2\]\.events\[0\]\.times: .*to 10000/,
  ],
  [
    "an event beside events",
    { "rules/sound.yaml": `${SOUND}${TIMELINE.replace("events", "event: {}, events")}` },
    {},
    /tests\[2\]\.event: .*move it into events/,
  ],
  [
    "a timeline that does not alert",
    { "rules/sound.yaml": `${SOUND}${TIMELINE.replace("eventName: A", "eventName: B")}` },
    {},
    /:8: tests\[2\]: .*must give alert: it gives no-alert\n {4}00:00:00 {2}B {2}no match/,
  ],
  [
    "a rule without tests",
    { "rules/sound.yaml": SOUND.replace(/ {2}- .*\n/g, "").replace("tests:", "tests: []") },
    {},
    /tests: .*at least one that matches/,
  ],
  [
    "a thread without paths",
    { "rules/sound.yaml": `${SOUND}thread: {}\n` },
    {},
    /thread\.by: Cannot do without by/,
  ],
  [
    "an ignore rule without a reason",
    { "ignore/quiet.yaml": QUIET.replace(/reason.*\n/, "") },
    { ignoreDirectories: ["ignore"] },
    /reason: Cannot do without reason: why/,
  ],
  [
    "a rule among the ignore rules",
    { "ignore/sound.yaml": SOUND },
    { ignoreDirectories: ["ignore"] },
    /owner: Cannot do without owner/,
  ],
  [
    "a rule its pack does not list",
    { "rules/sound.yaml": SOUND, "rules/pack.yaml": "rules: []" },
    {},
    /pack\.yaml:1: rules: .*"sound" is not/,
  ],
  [
    "a listed rule without a file",
    { "rules/sound.yaml": SOUND, "rules/pack.yaml": "rules: [sound, lost]" },
    {},
    /pack\.yaml:1: rules\[1\]: .*"lost" has none/,
  ],
];

for (const [name, files, change, problem] of wrong) {
  test(`refuses ${name}`, () => {
    const [problems] = problemsOf(files, {
      directories:
        files && Object.keys(files).some((it) => it.startsWith("rules/")) ? ["rules"] : [],
      ...change,
    });
    assert.ok(
      problems?.some((it) => problem.test(it)),
      `no ${problem} in\n${problems?.join("\n")}`,
    );
  });
}

test("reports every problem of every file at once", () => {
  const [problems, message] = problemsOf(
    {
      "rules/a.yaml": SOUND.replace("low", "hihg").replace("title", "titel"),
      "rules/b.yaml": SOUND,
      "ignore/quiet.yaml": QUIET.replace("'A'", '"A"'),
    },
    { directories: ["rules"], ignoreDirectories: ["ignore"] },
  );
  assert.is(problems.length, 5, message);
  assert.match(message, /Cannot load rules as 5 problems must be solved:\n {2}\S+a\.yaml:1: title/);
});

test("does not blame an ignore rule for a rule whose file is wrong", () => {
  const [problems] = problemsOf(
    {
      "rules/sound.yaml": SOUND.replace("low", "hihg"),
      "ignore/quiet.yaml": `${QUIET}rules: [sound]\n`,
    },
    { directories: ["rules"], ignoreDirectories: ["ignore"] },
  );
  assert.is(problems.length, 1);
});

test("shows the line at fault with carets below it, but for what shows its own", () => {
  const rule = (severity: string, match: string) =>
    `id: a\ntitle: A\nseverity: ${severity}\nmatch: ${match}\ntests:\n${["match", "no-match"]
      .map((expect) => `  - { name: ${expect}, expect: ${expect}, event: { eventName: A } }\n`)
      .join("")}`;
  const [shape] = problemsOf({ "r/a.yaml": rule("hihg", "eventName") }, { directories: ["r"] });
  assert.ok(shape.some((it) => it.endsWith("      3 | severity: hihg\n        |           ^^^^")));
  const [match] = problemsOf({ "r/a.yaml": rule("low", "eventName ==") }, { directories: ["r"] });
  const [first = ""] = match.filter((it) => it.includes(" match: "));
  assert.is(first.split("\n").length, 3, first);
});

test.run();

const shipped = suite("rule files");

shipped("load, examples of ignore rules included", () => {
  const { ignoreRules } = readRuleSet(
    settings({ packs: ["default"], ignoreDirectories: ["ignore"] }),
    RULES_FOLDER,
  );
  assert.ok(ignoreRules.length > 0);
});

shipped("name their schema, so that editors check them", () => {
  const files = readdirSync(RULES_FOLDER, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".yaml") && !name.endsWith("pack.yaml"),
  );
  assert.ok(files.length >= 10);
  for (const name of files) {
    const [head = ""] = readFileSync(join(RULES_FOLDER, name), "utf8").split("\n");
    const [, schema = ""] = /^# yaml-language-server: \$schema=(\S+)$/.exec(head) ?? [];
    const kind = { ignore: "ignore-rule", lists: "list" }[dirname(name)] ?? "rule";
    const expected = `${kind}.schema.json`;
    assert.is(join(RULES_FOLDER, dirname(name), schema), join(RULES_FOLDER, expected), name);
  }
});

shipped.run();

function settings(change: Partial<RuleSettings>): RuleSettings {
  return {
    packs: [],
    directories: [],
    ignoreDirectories: [],
    disable: [],
    eventsToTrack: [],
    ...change,
  };
}

function read(files: Readonly<Record<string, string>>, change: Partial<RuleSettings>) {
  const base = mkdtempSync(join(tmpdir(), "trailbridge-rules-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(base, dirname(name)), { recursive: true });
      writeFileSync(join(base, name), text);
    }
    return readRuleSet(settings(change), base);
  } finally {
    rmSync(base, { recursive: true });
  }
}

function problemsOf(
  files: Readonly<Record<string, string>>,
  change: Partial<RuleSettings>,
): [problems: readonly string[], message: string] {
  try {
    read(files, change);
  } catch (error) {
    assert.instance(error, RuleFilesError);
    return [(error as RuleFilesError).problems, (error as Error).message];
  }
  assert.unreachable("must throw");
  return [[], ""];
}
