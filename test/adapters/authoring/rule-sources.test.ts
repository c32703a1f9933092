import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readRules, ruleSources } from "../../../src/adapters/authoring/rule-sources.ts";

const test = suite<{ folder: string }>("ruleSources()");

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "rule-sources-"));
  mkdirSync(join(context.folder, "below"));
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

test("refuses what is not there, and a folder without rule files", ({ folder }) => {
  assert.throws(() => ruleSources([join(folder, "none")]), /must exist: ".*none" does not/);
  writeFileSync(join(folder, "pack.yaml"), "rules: []\n");
  assert.throws(() => ruleSources([folder]), /must hold a rule file \(\.yaml\)/);
});

test("reads files, and folders with what is below them, each file once", ({ folder }) => {
  for (const name of ["b.yml", "below/a.yaml", "notes.txt", "pack.yaml"]) {
    writeFileSync(join(folder, name), "id: a\n");
  }
  const names = ruleSources([folder, join(folder, "b.yml")]).map(({ path }) =>
    path.slice(folder.length + 1),
  );
  assert.equal(names, ["b.yml", "below/a.yaml"]);
});

test.run();

const reading = suite("readRules()");

const TESTS = `tests:
  - { name: yes, expect: match, event: { eventName: A } }
  - { name: no, expect: no-match, event: { eventName: B } }
`;

reading(
  "tells rules from ignore rules by their content, and says what is wrong with others",
  () => {
    const { files, problems, place } = readRules([
      {
        path: "a.yaml",
        content: `id: a\ntitle: A\nseverity: low\nmatch: eventName == 'A'\n${TESTS}`,
      },
      { path: "b.yaml", content: `id: b\nreason: r\nowner: o\nmatch: eventName == 'A'\n${TESTS}` },
      { path: "c.yaml", content: `id: c\ntitle: C\nmatch: eventName == 'A'\n${TESTS}` },
      { path: "d.yaml", content: "id: [" },
    ]);
    assert.equal(
      files.map(({ rule }) => "reason" in rule),
      [false, true],
    );
    assert.equal(
      problems.map(({ path, message }) => [path, message.slice(0, 11)]),
      [
        ["c.yaml", "Cannot do w"],
        ["d.yaml", "Cannot read"],
      ],
    );
    assert.is(place({ path: "a.yaml", field: ["tests", 1], message: "" }).line, 7);
  },
);

reading.run();
