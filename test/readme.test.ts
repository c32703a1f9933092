import { readFileSync, writeFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { settingsTable } from "./support/settings-table.ts";

const README = new URL("../README.md", import.meta.url);

const test = suite("README");

test("lists the settings as the schema has them (npm run docs rewrites the table)", () => {
  const text = readFileSync(README, "utf8");
  const expected = text.replace(
    /(<!-- settings -->\n)[\s\S]*?(\n<!-- \/settings -->)/,
    (_, open, close) => `${open}${settingsTable()}${close}`,
  );
  assert.match(text, "<!-- settings -->");
  if (process.env.TRAILBRIDGE_WRITE_DOCS) writeFileSync(README, expected);
  else assert.ok(text === expected, "the settings table is out of date: npm run docs");
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
