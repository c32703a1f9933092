import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { allScenarios } from "./redteam/scenarios.ts";

const ROOT = new URL("../", import.meta.url);
const page = readFileSync(new URL("SECURITY.md", ROOT), "utf8");
const ids = (await allScenarios()).map(({ id }) => id);
const code = [...page.matchAll(/`([^`\n]+)`/g)].map(([, text = ""]) => text);
const named = code.filter((text) => /^\d\.\d-/.test(text));

const test = suite("SECURITY.md");

test("names no scenario that is not there", () => {
  assert.equal(
    named.filter((name) => !ids.some((id) => stands(name, id))),
    [],
  );
});

test("names every scenario", () => {
  assert.equal(
    ids.filter((id) => !named.some((name) => stands(name, id))),
    [],
  );
});

test("says of every threat what shows it, or that nothing does", () => {
  const rows = page.split("\n").filter((line) => /^\|.*\|$/.test(line));
  const threats = rows
    .map((row) => row.slice(1, -1).split("|"))
    .filter((cells) => cells.length === 4 && !/^(?: tries |-)/.test(String(cells[0])));
  assert.ok(threats.length > 20);
  const bare = threats.filter(
    ([, , , proof = ""]) => proof.trim() !== "none" && !/`(?:\d\.\d-|test\/)/.test(proof),
  );
  assert.equal(bare, []);
});

test.run();

/** Whether a name of the page stands for a scenario: its id, or how it begins. */
function stands(name: string, id: string): boolean {
  return name.endsWith("*") ? id.startsWith(name.slice(0, -1)) : name === id;
}
