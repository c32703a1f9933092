import { readdirSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import ignoreRuleSchema from "../rules/ignore-rule.schema.json" with { type: "json" };
import listSchema from "../rules/list.schema.json" with { type: "json" };
import ruleSchema from "../rules/rule.schema.json" with { type: "json" };
import { OPERATOR_ARN } from "../src/core/deployment/operator.ts";
import { SETTINGS_SCHEMA } from "../src/core/settings/schema.ts";
import { REGION } from "../src/core/settings/value-schema.ts";
import { superLinearGrowth } from "./support/regex-growth.ts";
import { regexSourcesIn } from "./support/regex-source.ts";
import { runsSlow } from "./support/shared.ts";

/** Days since the epoch. */
const TODAY = Math.floor(Date.now() / 86_400_000);

/** Files that make expressions of parts → such expressions as they make. */
const MADE_OF_PARTS: Readonly<Record<string, readonly RegExp[]>> = {
  // Of paths of modules that are bundled.
  "infra/lean/lean-slack.ts": [/[\\/]@slack[\\/]web-api[\\/]dist[\\/]methods\.js$/],
  "infra/lean/sdk-parts.ts": [/[\\/]createChecksumStream\.browser\.js$/],
  "infra/notifier/check-notifier.ts": [
    new RegExp(SETTINGS_SCHEMA.properties.accessPortalUrl.pattern),
  ],
  "src/adapters/schema-problem.ts": texts(
    [SETTINGS_SCHEMA, ruleSchema, ignoreRuleSchema, listSchema],
    "pattern",
  ).map((pattern) => new RegExp(pattern)),
  "src/core/deployment/operator.ts": [new RegExp(OPERATOR_ARN)],
  "src/core/settings/arn.ts": texts([SETTINGS_SCHEMA], "resource").flatMap((resource) => [
    new RegExp(`^${resource}$`),
    new RegExp(`^${resource}(\\.fifo)?$`),
  ]),
  // Beside it the schema's own, which are looked at with the schema.
  "src/core/settings/place-check.ts": [new RegExp(REGION.pattern)],
  "src/core/settings/subscription-check.ts": [/^https:\/\/\S+$/],
  "src/local/s3/s3-xml.ts": [/<Key>([^<]*)<\/Key>/g],
};

/** Expressions that cannot be decided, as they look ahead → why that does no harm. */
const UNDECIDED: Readonly<Record<string, string>> = {
  "^CloudTrail(-(?!Digest)\\w+)?$": "a folder of a prefix in the owner's own settings",
  "^(C|Cl|Clo|Clou|Cloud|CloudT|CloudTr|CloudTra|CloudTrai|CloudTrail(-(?!Digest)\\w*)?|)$":
    "a folder of a prefix in the owner's own settings",
  ...Object.fromEntries(
    texts([SETTINGS_SCHEMA], "pattern")
      .filter((pattern) => pattern.includes("(?!"))
      .map((pattern) => [
        new RegExp(pattern, "u").source,
        "a text of the owner's own settings, read at synth",
      ]),
  ),
};

const scanning = suite("regexSourcesIn");

scanning("finds expressions wherever a value may stand, and tells them from divisions", () => {
  const cases: readonly [source: string, found: readonly string[]][] = [
    ["const x = /a+/;", ["/a+/"]],
    ["const x = a / b / c;", []],
    ["const x = (a) / b / c, y = z[0] / d / e;", []],
    ["const x = this.#a / 2, y = this.#b / c;", []],
    ["return /[/]\\//gu.test(x)", ["/[/]\\//gu"]],
    ["f(/a/, /b/y)", ["/a/", "/b/y"]],
    [`const x = \`/a/ \${{ a: /b/ }} /c/ \${/d/} /e/\`, y = /f/;`, ["/b/", "/d/", "/f/"]],
    ["// /a/\n/* /b/ */ const x = '/c/';", []],
    ["new RegExp(x); RegExp (y); const z: RegExp = f()", ["RegExp()", "RegExp()"]],
  ];
  for (const [source, found] of cases) {
    assert.equal(
      regexSourcesIn(source).map(({ text }) => text),
      found,
      source,
    );
  }
});

scanning("tells the line", () => {
  assert.equal(
    regexSourcesIn(`\`\n\${1}\`;\nx(/a/)`).map(({ line }) => line),
    [3],
  );
});

scanning.run();

const growth = suite("superLinearGrowth");

growth("finds what grows faster than its input", () => {
  const cases: readonly [regex: RegExp, growth: RegExp][] = [
    [/\s*$/, /^2nd degree polynomial: /],
    [/^\s+|\s+$/g, /^2nd degree polynomial: /],
    [/[^/]*[*?].*$/, /^3rd degree polynomial: /],
    [/(a+)+$/, /^exponential: /],
    [/(?:1|1){0,}x/, /^exponential: /],
  ];
  for (const [regex, said] of cases) {
    assert.match(superLinearGrowth(regex) ?? "nothing", said, String(regex));
  }
});

growth("finds what it cannot decide", () => {
  assert.match(superLinearGrowth(/^(?!ab)a+$/) ?? "nothing", /^cannot be decided: /);
});

growth("lets pass what reads each character a bounded number of times", () => {
  for (const regex of [/^a+$/, /\s+/g, /[*+]$/, /\*$/, /"(?:[^"\\]|\\.)*"?/gs, /a{1,80}$/]) {
    assert.is(superLinearGrowth(regex), undefined, String(regex));
  }
});

growth.run();

const product = suite("regular expressions of the product");

product("are made of parts in known places alone", () => {
  const places = sourceFiles().filter((file) => found(file).some(({ regex }) => !regex));
  assert.equal(places, Object.keys(MADE_OF_PARTS));
  for (const regexes of Object.values(MADE_OF_PARTS)) assert.ok(regexes.length > 0);
});

if (runsSlow(product, "none takes more than linear time")) {
  product("none takes more than linear time", () => {
    const places = new Map<string, string>();
    for (const file of sourceFiles()) {
      for (const { regex, line } of found(file)) {
        if (regex) places.set(String(regex), `${file}:${line}`);
      }
    }
    const schemas = [SETTINGS_SCHEMA, ruleSchema, ignoreRuleSchema, listSchema];
    // The validator compiles patterns with the flag.
    for (const pattern of texts(schemas, "pattern"))
      places.set(String(new RegExp(pattern, "u")), `schema: ${pattern}`);
    for (const [file, regexes] of Object.entries(MADE_OF_PARTS))
      for (const regex of regexes) places.set(String(regex), file);
    assert.ok(places.size > 200);

    const problems: string[] = [];
    for (const [index, [text, place]] of [...places].entries()) {
      // Two minutes for all of them: a third each day, all of them where all is asked for.
      if (!process.env.TRAILBRIDGE_TEST_ALL && index % 3 !== TODAY % 3) continue;
      const end = text.lastIndexOf("/");
      if (Object.hasOwn(UNDECIDED, text.slice(1, end))) continue;
      const growth = superLinearGrowth(new RegExp(text.slice(1, end), text.slice(end + 1)));
      if (growth !== undefined) problems.push(`${place} ${text}: ${growth}`);
    }
    assert.equal(problems, []);
  });
}

product.run();

/** The scripts and programs, as they are written. */
function sourceFiles(): string[] {
  return ["src", "infra"]
    .flatMap((root) =>
      readdirSync(root, { recursive: true, encoding: "utf8" }).map((name) => `${root}/${name}`),
    )
    .filter((file) => /\.[jt]s$/.test(file))
    .sort();
}

function found(file: string) {
  return regexSourcesIn(readFileSync(file, "utf8"));
}

/** Texts of all members of that name, however deep. */
function texts(value: unknown, name: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === name && typeof child === "string" ? [child] : texts(child, name),
  );
}
