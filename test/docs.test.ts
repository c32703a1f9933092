import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { posix } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { commandReference } from "../src/cli/reference/command-reference.ts";
import { SUMS, sumText } from "../src/contract.ts";
import { ALERT_EVENT_SCHEMA } from "../src/core/alert-event/schema.ts";
import { FORWARDER_SCHEMA, RECEIVER_SCHEMA } from "../src/core/settings/companion/schema.ts";
import { countBatch } from "../src/notifier/counters.ts";
import { noDrawing } from "../src/notifier/sheet/draw-counters.ts";
import { newSplitCounters } from "../src/splitter/counters.ts";
import { patternsMarkdown } from "./rule-measures/patterns-markdown.ts";
import { allCommands, commandsTable } from "./support/commands-table.ts";
import {
  indexOfRules,
  matrixOfRules,
  packedRules,
  pagesOfRules,
  RULE_PAGES,
  strayRulePages,
} from "./support/rule-pages.ts";
import { runbookText } from "./support/runbook-text.ts";
import { publishedSchema, settingsTable } from "./support/settings-table.ts";
import { walkPicture } from "./support/walk-picture.ts";

/** What is generated: the page, the block in it, its text. */
const BLOCKS: readonly [page: string, block: string, text: () => string | Promise<string>][] = [
  ["README.md", "commands", commandsTable],
  [
    "infra/docs/reference/commands.md",
    "command reference",
    async () => commandReference(await allCommands()),
  ],
  ["infra/docs/reference/rules.md", "rule catalogue", indexOfRules],
  ["infra/docs/reference/attack-matrix.md", "attack matrix", matrixOfRules],
  ["infra/docs/reference/rule-measures.md", "rule patterns", () => patternsMarkdown(packedRules())],
  ["infra/docs/settings.md", "settings", () => settingsTable()],
  ["infra/docs/settings.md", "forwarder settings", () => settingsTable(FORWARDER_SCHEMA)],
  [
    "infra/docs/settings.md",
    "receiver settings",
    () => settingsTable(RECEIVER_SCHEMA, "consumers."),
  ],
  ["infra/docs/operations.md", "runbook", runbookText],
  ["src/README.md", "sums", sumsText],
];

function sumsText(): string {
  const width = Math.max(...SUMS.map(({ whole }) => whole.length));
  const lines = SUMS.map((sum) => sumText(sum).replace(sum.whole, sum.whole.padEnd(width)));
  const counted = SUMS.map(
    ({ whole, wholeCounted, partsCounted }) =>
      `- \`${whole}\`: ${wholeCounted}; its parts: ${partsCounted}.`,
  );
  return [
    "```",
    ...lines,
    "```",
    "",
    "Each side is counted where it happens:",
    "",
    ...counted,
  ].join("\n");
}

const PAGES = [
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "src/README.md",
  "rules/README.md",
  ...files("infra/docs").filter((name) => name.endsWith(".md") && !name.startsWith(RULE_PAGES)),
];

const generated = suite("generated documentation");

for (const [page, block, text] of BLOCKS) {
  generated(`has the current ${block} in ${page} (npm run docs rewrites it)`, async () => {
    const found = read(page);
    const marked = new RegExp(`(<!-- ${block} -->\\n)[\\s\\S]*?(<!-- /${block} -->)`);
    assert.match(found, marked);
    const content = await text();
    const expected = found.replace(marked, (_, open, close) => `${open}${content}\n${close}`);
    if (process.env.TRAILBRIDGE_WRITE_DOCS) writeFileSync(path(page), expected);
    else assert.ok(found === expected, `${block} in ${page} is out of date: npm run docs`);
  });
}

/** The CDK takes its time to load. */
const templates = () => import("../infra/build/log-archive-template.ts");

/** Schemas and templates that are published: the file and its text. */
const SCHEMAS: readonly [file: string, text: () => string | Promise<string>][] = [
  ["src/adapters/settings.schema.json", () => publishedSchema()],
  ["infra/docs/reference/walk.svg", walkPicture],
  ["infra/docs/forwarder.schema.json", () => publishedSchema(FORWARDER_SCHEMA)],
  ["infra/docs/receiver.schema.json", () => publishedSchema(RECEIVER_SCHEMA)],
  ["infra/docs/alert-event.schema.json", alertEventSchema],
  ["infra/docs/log-reader.template.json", async () => (await templates()).logReaderTemplate()],
  [
    "infra/docs/log-removal-forwarder.template.json",
    async () => (await templates()).logRemovalForwarderTemplate(),
  ],
];

for (const [file, text] of SCHEMAS) {
  generated(`publishes ${file} as it is (npm run docs rewrites it)`, async () => {
    const current = await text();
    if (process.env.TRAILBRIDGE_WRITE_DOCS) writeFileSync(path(file), current);
    else assert.ok(read(file) === current, `${file} is out of date: npm run docs`);
  });
}

function alertEventSchema(): string {
  return `${JSON.stringify(ALERT_EVENT_SCHEMA, null, 2)}\n`;
}

for (const [file, text] of pagesOfRules()) {
  generated(`has the current page ${file} (npm run docs rewrites it)`, () => {
    if (process.env.TRAILBRIDGE_WRITE_DOCS) {
      mkdirSync(path(posix.dirname(file)), { recursive: true });
      writeFileSync(path(file), text);
    } else assert.ok(existsSync(path(file)) && read(file) === text, `${file}: npm run docs`);
  });
}

generated("has pages of rules that there are alone (npm run docs removes the others)", () => {
  if (process.env.TRAILBRIDGE_WRITE_DOCS) for (const file of strayRulePages()) rmSync(path(file));
  assert.equal(strayRulePages(), []);
});

generated.run();

const pages = suite("documentation");

for (const page of PAGES) {
  pages(`${page} names only scripts that package.json has`, () => {
    const { scripts } = JSON.parse(read("package.json"));
    for (const [, name] of read(page).matchAll(/npm run (?:-s )?([\w:-]+)/g))
      assert.ok(scripts[name as string], `there is no script "${name}"`);
  });

  pages(`${page} links only to what exists`, () => {
    const text = read(page).replace(/^```[\s\S]*?^```/gm, "");
    for (const [, target = ""] of text.matchAll(/(?:\]\(|src=")([^)"\s]+)[)"]/g)) {
      if (/^https?:/.test(target)) continue;
      const [file = "", anchor] = target.split("#");
      const to = file === "" ? page : posix.join(posix.dirname(page), file);
      assert.ok(existsSync(path(to)), `${target} does not exist`);
      if (anchor !== undefined)
        assert.ok(anchorsOf(read(to)).has(anchor), `${to} has no heading #${anchor}`);
    }
  });
}

for (const page of PAGES) {
  pages(`${page} names only files and folders that are there`, () => {
    for (const [, name = ""] of read(page).matchAll(/`((?:src|infra|rules|test)\/[\w./-]+)`/g))
      assert.ok(existsSync(path(name)), `there is no ${name}`);
  });
}

pages("name every counter on the operations page", () => {
  const text = read("infra/docs/operations.md");
  const notifier = countBatch({
    assessments: [],
    deliveriesOf: () => [],
    outcomes: new Map(),
    settlements: [],
  });
  const counters = { ...newSplitCounters(), ...notifier, ...noDrawing() };
  for (const name of Object.keys(counters))
    assert.ok(text.includes(`\`${name}\``), `${name} is not on the operations page`);
});

pages("is linked from the README, each page of it", () => {
  const text = read("README.md");
  for (const page of PAGES) if (page !== "README.md") assert.ok(text.includes(`](${page}`), page);
});

pages.run();

const rooms = suite("rooms in src/README.md");

rooms("are the folders under src and infra that hold code, each with what it is for", () => {
  const [, table = ""] = read("src/README.md").split(/<!-- \/?rooms -->/);
  const listed = [...table.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, room]) => room);
  assert.equal([...listed].sort(), folders().sort());
});

rooms.run();

/** Folders under src and infra that hold files of code themselves. */
function folders(): string[] {
  const holding = [...files("src"), ...files("infra")]
    .filter((name) => /\.(ts|js)$/.test(name))
    .map((name) => posix.dirname(name));
  return [...new Set(holding)].filter((name) => name !== "src");
}

function files(dir: string): string[] {
  return readdirSync(path(dir), { recursive: true, encoding: "utf8" })
    .map((name) => posix.join(dir, name))
    .filter((name) => statSync(path(name)).isFile());
}

/** GitHub's anchors of a page's headings, and those written out. */
function anchorsOf(text: string): Set<string> {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .replace(/<[^>]*>/g, "")
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
  return new Set([...headings, ...[...text.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id)]);
}

function read(name: string): string {
  return readFileSync(path(name), "utf8");
}

function path(name: string): string {
  return new URL(`../${name}`, import.meta.url).pathname;
}
