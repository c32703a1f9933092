import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Command, CommandLine } from "../../src/cli/command.ts";
import { runCli } from "../support/cli.ts";

const test = suite("runProgram()");

test("refuses an unknown command and suggests the nearest", async () => {
  const { status, err } = await program("jugde");
  assert.is(status, 2);
  assert.match(err, 'there is no command "jugde"; did you mean judge?');
});

test("refuses an unknown option and suggests the nearest", async () => {
  const { status, err } = await program("judge", "--rulse", "x");
  assert.is(status, 2);
  assert.match(err, "judge has no option --rulse; did you mean --rules?");
  assert.match(err, "Help: trailbridge judge --help");
});

test("suggests nothing where nothing is near", async () => {
  const { err } = await program("judge", "--zzzzzzzz");
  assert.not.match(err, "did you mean");
});

test("refuses an option without its value", async () => {
  assert.match((await program("judge", "--rules")).err, "--rules needs a value: --rules <dir>");
  assert.match((await program("judge", "--rules", "--loud")).err, "--rules needs a value");
});

test("refuses a value for a switch", async () => {
  assert.match((await program("judge", "--loud=yes")).err, '--loud takes no value: it is "yes"');
});

test("prints all commands when none is named, as an error", async () => {
  const { status, out } = await program();
  assert.is(status, 2);
  assert.match(out, /judge {2}Judge records/);
});

test("prints a command's help, its options aligned", async () => {
  const { status, out } = await program("judge", "--help");
  assert.is(status, 0);
  assert.match(out, "Usage: trailbridge judge [file]");
  assert.match(out, /--rules <dir> {2}Folder of rules\.\n/);
  assert.match(out, /--help {9}Print this help\.\n/);
});

test("prints a command's help by any of its words, wherever they stand", async () => {
  for (const words of [
    ["judge", "-h"],
    ["judge", "x", "--help"],
    ["help", "judge"],
    ["-h", "judge"],
  ]) {
    const { status, out } = await program(...words);
    assert.is(status, 0);
    assert.match(out, words[0] === "-h" ? "Commands:" : "Usage: trailbridge judge [file]");
  }
});

test("refuses to help with a command that is none, and an option that is none", async () => {
  assert.match((await program("help", "jugde")).err, "did you mean judge?");
  const { status, err } = await program("--versoin");
  assert.is(status, 2);
  assert.match(err, 'there is no option "--versoin"');
});

test("shows a command's examples, each with what it does", async () => {
  const { out } = await program("judge", "--help");
  assert.match(out, "Examples:\n  # Loudly, one file\n  trailbridge judge a.ndjson --loud\n");
});

test("prints the JSON Schema of what a command prints, without running it", async () => {
  const { status, out, seen } = await program("judge", "--json-schema");
  assert.is(status, 0);
  assert.equal(JSON.parse(out), { type: "object" });
  assert.is(seen, undefined);
});

test("says of a file that the system refuses which it is and why, and shows no stack", async () => {
  const refused: Command = {
    name: "read",
    summary: "Read",
    operands: "",
    about: "Reads.",
    options: {},
    examples: [],
    run: async () => readFileSync("/no/such/file").length,
  };
  const { status, err } = await runCli([refused], ["read"]);
  assert.is(status, 2);
  assert.is(err, 'trailbridge: Cannot open "/no/such/file" as the system refuses it: ENOENT\n');
});

test("prints the version", async () => {
  assert.match((await program("--version")).out, "1.2.3");
});

test("lets no control character of an argument or of its own output through", async () => {
  const { err } = await program("jud\u001b[2J\u009b1A\n\u202ege");
  assert.match(err, 'there is no command "jud\\u001b[2J\\u009b1A\\u000a\\u202ege"');
  const { out } = await program("judge", "--rules", "a\u0007\u007f\u2066");
  assert.is(out, "a\\u0007\\u007f\\u2066");
});

test("hands operands, values and switches to the command and returns its status", async () => {
  const { status, seen } = await program("judge", "a.ndjson", "--rules", "mine", "--loud", "-");
  assert.is(status, 7);
  assert.equal(seen?.operands, ["a.ndjson", "-"]);
  assert.is(seen?.value("rules"), "mine");
  assert.is(seen?.has("loud"), true);
});

test.run();

async function program(...words: string[]) {
  let seen: CommandLine | undefined;
  const judge: Command = {
    name: "judge",
    summary: "Judge records",
    operands: "[file]",
    about: "Judges.",
    options: {
      rules: { value: "dir", description: "Folder of rules." },
      loud: { description: "Loudly." },
    },
    examples: [{ words: "judge a.ndjson --loud", says: "Loudly, one file" }],
    json: { type: "object" },
    run: async (invocation, io) => {
      seen = invocation;
      await io.out(invocation.value("rules") ?? "");
      return 7;
    },
  };
  return { ...(await runCli([judge], words)), seen };
}
