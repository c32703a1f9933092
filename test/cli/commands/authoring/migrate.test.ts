import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const migrate = suite<{ folder: string }>("trailbridge migrate");

migrate.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "migrate-"));
});

migrate.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }));

function run(words: readonly string[], input = "") {
  return spawnSync(process.execPath, ["--import", "tsx", "src/cli/main.ts", ...words], {
    input,
    encoding: "utf8",
  });
}

migrate("says which file cannot be read, and exits with 2", ({ folder }) => {
  const { status, stderr } = run(["migrate", join(folder, "none.txt")]);
  assert.is(status, 2);
  assert.match(stderr, "Cannot read rules as the file must be readable");
});

migrate("names file, line and place of what Python does not take", () => {
  const { status, stdout } = run(
    ["migrate", "-"],
    `event["eventName"] == "A"\nevent["eventName"] = "B"\n`,
  );
  assert.is(status, 1);
  assert.match(stdout, "never: <stdin>:2: Python does not take it, SyntaxError");
  assert.match(stdout, /\n {4}event\["eventName"\] = "B"\n {23}\^\n/);
});

migrate("splits at the separator as the module does, and says that a half never matched", () => {
  const { stdout } = run(["migrate", "-", "--separator", ","], `event.get("eventName", "") == "A"`);
  assert.match(stdout, "2 that never matched");
});

migrate("writes rule files that judge loads, and a list of what is left", ({ folder }) => {
  const out = join(folder, "out");
  const text = `event["eventName"] == "DeleteVpc"\n"requestParameters" in event\n`;
  assert.is(run(["migrate", "-", "--out", out], text).status, 1);
  assert.equal(readdirSync(join(out, "rules")), ["delete-vpc.yaml"]);
  assert.match(readFileSync(join(out, "TODO.md"), "utf8"), "Not migrated");
  const judged = run(
    ["judge", "--rules", join(out, "rules"), "-"],
    `{"eventName":"DeleteVpc","eventID":"a"}\n`,
  );
  assert.match(judged.stdout, `"matched":["delete-vpc"]`);
});

migrate("compares rules with Python on log files", ({ folder }) => {
  const logs = join(folder, "logs.ndjson");
  writeFileSync(logs, `{"eventName":"DeleteVpc"}\n{"eventName":"Other"}\n`);
  const { status, stderr } = run(
    ["migrate", "-", "--verify", logs],
    `event["eventName"] == "DeleteVpc"\n`,
  );
  assert.is(status, 0);
  assert.match(stderr, "1 rules compared on 2 records: 0 differences");
});

migrate.run();
