import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fmtCommand } from "../../../../src/cli/commands/authoring/fmt.ts";
import { runCli } from "../../../support/cli.ts";

const test = suite<{ folder: string }>("trailbridge fmt");

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "trailbridge-fmt-"));
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }));

const run = (words: readonly string[], input = "") =>
  runCli([fmtCommand], ["fmt", ...words], input);

const LOOSE = "match: eventName=='A'\nid:   a # first\n";
const FORM = "id: a # first\nmatch: >-\n  eventName == 'A'\n";

test("says what it takes, and which file is not there", async ({ folder }) => {
  assert.is((await run([])).status, 2);
  const { status, err } = await run([join(folder, "none.yaml")]);
  assert.is(status, 2);
  assert.match(err, "must exist");
});

test("names a file that it cannot format, leaves it, and formats the others", async ({
  folder,
}) => {
  const [bad, good] = [join(folder, "bad.yaml"), join(folder, "good.yaml")];
  writeFileSync(bad, "match: eventName = 'A'\n");
  writeFileSync(good, LOOSE);
  const { status, err } = await run([folder]);
  assert.is(status, 1);
  assert.match(err, /bad\.yaml:1: match: Cannot format the file/);
  assert.equal(
    [bad, good].map((it) => readFileSync(it, "utf8")),
    ["match: eventName = 'A'\n", FORM],
  );
});

test("names what is not formatted and writes nothing, with --check", async ({ folder }) => {
  const path = join(folder, "a.yaml");
  writeFileSync(path, LOOSE);
  const { status, out } = await run([folder, "--check"]);
  assert.equal([status, out, readFileSync(path, "utf8")], [1, `${path}\n`, LOOSE]);
  writeFileSync(path, FORM);
  const { status: fine, out: nothing } = await run([folder, "--check"]);
  assert.equal([fine, nothing], [0, ""]);
});

test("formats lists of a folder, too, and says what is wrong with one", async ({ folder }) => {
  mkdirSync(join(folder, "lists"));
  const [list, bad] = [join(folder, "lists", "networks.yaml"), join(folder, "lists", "b.yaml")];
  writeFileSync(list, "entries: []\nid:   networks\n");
  writeFileSync(bad, "- entries\n");
  const { status, out, err } = await run([folder]);
  assert.equal([status, out], [1, `${list}\n`]);
  assert.match(err, /b\.yaml:1: Cannot format the file as it must be a mapping/);
  assert.is(readFileSync(list, "utf8"), "id: networks\nentries: []\n");
  assert.equal((await run([list, "--check"])).status, 0);
});

test("prints which files were changed, and what is wrong with others, as JSON", async ({
  folder,
}) => {
  assert.is((await run(["-", "--json"], LOOSE)).status, 2);
  const [bad, loose] = [join(folder, "bad.yaml"), join(folder, "loose.yaml")];
  writeFileSync(bad, "- a\n");
  writeFileSync(loose, LOOSE);
  const { status, out, err } = await run([folder, "--json"]);
  const { files, changed, problems } = JSON.parse(out);
  assert.equal([status, err, files, changed], [1, "", 2, [loose]]);
  assert.is(problems.length, 1);
  assert.is(problems[0].path, bad);
  assert.match(problems[0].message, "must be a mapping");
});

test("prints what it makes of standard input", async () => {
  const { status, out, err } = await run(["-"], LOOSE);
  assert.equal([status, out, err], [0, FORM, ""]);
  assert.is((await run(["-", "--check"], LOOSE)).status, 1);
});

test.run();
