import { readFileSync, writeFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runbookText } from "./support/runbook-text.ts";
import { settingsTable } from "./support/settings-table.ts";

const README = new URL("../README.md", import.meta.url);

const test = suite("README");

test("has the settings as the schema and the runbook as the alarms have them (npm run docs rewrites both)", () => {
  const text = readFileSync(README, "utf8");
  let expected = text;
  for (const [name, generated] of [
    ["settings", settingsTable()],
    ["runbook", runbookText()],
  ] as const) {
    assert.match(text, `<!-- ${name} -->`);
    expected = expected.replace(
      new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(\\n<!-- /${name} -->)`),
      (_, open, close) => `${open}${generated}${close}`,
    );
  }
  if (process.env.TRAILBRIDGE_WRITE_DOCS) writeFileSync(README, expected);
  else assert.ok(text === expected, "settings or runbook are out of date: npm run docs");
});

test("names only scripts that package.json has", () => {
  const text = readFileSync(README, "utf8");
  const { scripts } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  for (const [, name] of text.matchAll(/npm run (?:-s )?([\w:]+)/g)) {
    assert.ok(
      scripts[name as string],
      `README names "npm run ${name}", package.json has no such script`,
    );
  }
});

test.run();
