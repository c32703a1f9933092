import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { allCommands } from "../support/commands-table.ts";

const START = "src/cli/start.ts";
const MAIN = "src/cli/main.ts";

const names = (await allCommands()).map(({ name }) => name);
const test = suite("the program as it starts");

const start = (...words: readonly string[]) =>
  spawnSync(process.execPath, ["--import", "tsx", MAIN, ...words], { encoding: "utf8" });

test("has every command under its own name", () => {
  const listed = readFileSync(START, "utf8").matchAll(/^ {2}"?([\w-]+)"?: async \(\) =>/gm);
  assert.equal(
    [...listed].map(([, name]) => name),
    names,
  );
  const commands = start("--help").stdout.split("Commands:\n")[1]?.split("\n\n")[0] ?? "";
  assert.equal(
    commands.split("\n").map((row) => row.trim().split(" ")[0]),
    names,
  );
});

test("takes paths from where the user stands, whom npm has led elsewhere", () => {
  const INIT_CWD = mkdtempSync(join(tmpdir(), "trailbridge-start-"));
  writeFileSync(join(INIT_CWD, "record.json"), '{ "eventName": "StopLogging" }');
  const judge = (env: NodeJS.ProcessEnv) =>
    spawnSync(process.execPath, ["--import", "tsx", MAIN, "judge", "record.json"], {
      encoding: "utf8",
      env: { ...process.env, INIT_CWD, npm_lifecycle_event: "trailbridge", ...env },
    });
  const found = judge({ npm_package_name: "trailbridge" });
  assert.is(found.status, 0, found.stderr);
  assert.is(judge({ npm_package_name: "of-the-user" }).status, 2, "a script of somebody else's");
  rmSync(INIT_CWD, { recursive: true });
});

test("says what is nearest to a name that no command has, of all commands", () => {
  const { status, stderr } = start("chekc");
  assert.is(status, 2);
  assert.match(stderr, 'there is no command "chekc"; did you mean check?');
});

test("has no command of what every object has", () => {
  assert.match(start("constructor").stderr, 'there is no command "constructor"');
});

test("makes a completion of all commands, though it was named alone", () => {
  const { status, stdout } = start("completion", "fish");
  assert.is(status, 0);
  for (const name of names) assert.ok(stdout.includes(name), name);
});

test.run();
