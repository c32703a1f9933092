import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Command, parseCommandLine } from "../../src/cli/command.ts";
import { runCli } from "../support/cli.ts";
import { allCommands } from "../support/commands-table.ts";
import { makeExampleFolder, shellWords } from "../support/example-folder.ts";

/** Commands that ask AWS, or stay up: what they do is tested with the stack that they need. */
const NEED_A_STACK: readonly string[] = [
  "accounts",
  "discover",
  "mute",
  "redrive",
  "replay",
  "run",
  "send-test",
  "status",
  "tail",
  "uninstall",
  "validate",
];

const commands = await allCommands();
const test = suite("examples");

let folder = "";
const before = process.cwd();
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-examples-"));
  makeExampleFolder(folder);
  process.chdir(folder);
});
test.after(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

for (const command of commands) {
  test(`of ${command.name} are there, each with what it shows in a line`, () => {
    assert.ok(command.examples.length > 0, "there is none");
    for (const { words, says } of command.examples) {
      assert.is(shellWords(words).words[0], command.name, words);
      assert.match(says, /^[A-Z][^\n]+[^.]$/);
    }
  });

  for (const { words: text } of command.examples) {
    test(`trailbridge ${text}`, async () => {
      const { words, stdin } = shellWords(text);
      parseCommandLine(command, words.slice(1));
      if (NEED_A_STACK.includes(command.name)) return;
      const input = stdin === undefined ? "" : readFileSync(stdin);
      const { status, out, err } = await runCli(commands, words, input);
      assert.ok(status < 2, err);
      assert.ok(out.length + err.length > 0, "it says nothing");
    });
  }
}

test.run();

const schemas = suite("schemas of JSON");

for (const command of commands.filter(printsJson)) {
  schemas(`${command.name} has one, as it prints JSON`, () => {
    assert.ok(command.json, "give it a json schema: src/cli/json");
  });
}

schemas.run();

function printsJson({ options }: Command): boolean {
  return "json" in options && options.json?.value === undefined;
}
