import { spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { allCommands } from "../support/commands-table.ts";
import { makeExampleFolder, shellWords } from "../support/example-folder.ts";

const test = suite("the binary");

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const TSX = import.meta.resolve("tsx");

let folder = "";
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-binary-"));
  makeExampleFolder(folder);
  writeFileSync(join(folder, "bad.yaml"), "name: trailbridge\nlogs: { bucket: [\n");
  mkdirSync(join(folder, "bad-rules"));
  writeFileSync(join(folder, "bad-rules/a.yaml"), "id: a\nmatch: [\n");
});
test.after(() => rmSync(folder, { recursive: true }));

/** What ends with wrong use, and what it says of it. */
const REFUSED: readonly (readonly [words: string, said: RegExp])[] = [
  ["backtest nowhere", /there is no file or folder "nowhere"/],
  ["judge s3://b/p", /must name a bucket, of 3 characters at least, .*: it is "b"/],
  ["judge s3://", /must name a bucket: s3:/],
  ["backtest logs --checkpoint my.yaml", /--checkpoint takes a folder, "my\.yaml": it is a file/],
  ["judge logs --ignore my.yaml", /it must be a folder, not a file: ".*my\.yaml"/],
  ["cost --logs nowhere", /there is no file or folder "nowhere"/],
  ["except 0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af --in nowhere", /no file or folder "nowhere"/],
  ["explain nowhere", /there is no file or folder "nowhere"/],
  ["judge nowhere", /there is no file or folder "nowhere"/],
  ["show 0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af --in nowhere", /no file or folder "nowhere"/],
  ["split nowhere", /there is no file or folder "nowhere"/],
  ["check nowhere.yaml", /the file or folder must exist: "nowhere\.yaml"/],
  ["fmt nowhere", /the file or folder must exist: "nowhere"/],
  ["migrate nowhere.tf", /the file must be readable: nowhere\.tf/],
  ["patterns --rules nowhere", /it must exist: ".*nowhere"/],
  ["rules list --rules nowhere", /the file or folder must exist: ".*nowhere"/],
  ["run --exit --settings nowhere.yaml", /Cannot read settings file "nowhere\.yaml"/],
  ["test nowhere", /the file or folder must exist: "nowhere"/],
  ["init --nowhere", /init has no option --nowhere/],
  ["completion tcsh", /one of bash, zsh, fish/],
  ["docs nowhere", /docs takes nothing/],
  ["backtest logs --settings bad.yaml", /"bad\.yaml" as YAML:\n {2}line 3: .*\n +3 \|/],
  ["explain logs --settings bad.yaml", /"bad\.yaml" as YAML:\n {2}line 3: .*\n +3 \|/],
  ["rules list --settings bad.yaml", /"bad\.yaml" as YAML:\n {2}line 3: .*\n +3 \|/],
  ["run --exit --settings bad.yaml", /"bad\.yaml" as YAML:\n {2}line 3: .*\n +3 \|/],
  ["judge logs --rules bad-rules", /bad-rules\/a\.yaml:3: Cannot read YAML/],
  ["patterns --rules bad-rules", /bad-rules\/a\.yaml:3: Cannot read YAML/],
  ["accounts --organization --settings my.yaml", /AWS credentials are needed/],
  ["discover", /AWS credentials are needed/],
  ["judge s3://org-logs/AWSLogs/", /AWS credentials are needed/],
  ["mute rule root-activity --for 1h", /AWS credentials are needed/],
  ["redrive all", /AWS credentials are needed/],
  ["replay s3://org-logs/AWSLogs/ --from 1d --settings my.yaml", /AWS credentials are needed/],
  ["send-test --settings my.yaml", /AWS credentials are needed/],
  ["status", /AWS credentials are needed/],
  ["tail", /AWS credentials are needed/],
  ["uninstall", /AWS credentials are needed/],
  [
    "validate --bucket org-logs --account 111122223333 --region eu-central-1 --from 2026-11-01",
    /AWS credentials are needed/,
  ],
];

for (const [words, said] of REFUSED) {
  test(`trailbridge ${words} is wrong use, and says why`, async () => {
    const { status, out, err } = await trailbridge(words.split(" "));
    assert.is(status, 2, err);
    assert.is(out, "");
    assert.match(err, said);
    assert.not.match(err, /^ {4}at /m, "no stack trace");
  });
}

for (const [words, said] of [
  ["check bad.yaml", /bad\.yaml:3: error/],
  ["fmt bad-rules", /bad-rules\/a\.yaml:3: Cannot read YAML/],
  ["test bad-rules", /bad-rules\/a\.yaml:3: Cannot read YAML/],
] as const) {
  test(`trailbridge ${words} is a finding`, async () => {
    const { status, out, err } = await trailbridge(words.split(" "));
    assert.is(status, 1, err);
    assert.match(out + err, said);
  });
}

const commands = await allCommands();

/** Of those that need a deployed stack, what they do is tested with the local one, through the binary. */
const WITH_A_STACK =
  /^(?:accounts|discover|mute|redrive|replay|run|send-test|status|tail|uninstall|validate)$/;

for (const { name, examples } of commands) {
  test(`every command is refused in a case here: ${name}`, () => {
    assert.ok(REFUSED.some(([words]) => words.split(" ")[0] === name));
  });

  const [example] = examples;
  if (WITH_A_STACK.test(name) || example === undefined) continue;
  test(`trailbridge ${example.words}`, async () => {
    const { words, stdin } = shellWords(example.words);
    const input = stdin === undefined ? "" : readFileSync(join(folder, stdin));
    const { status, out, err } = await trailbridge(words, input);
    assert.ok(status === 0 || status === 1, err);
    assert.ok(out.length + err.length > 0, "it says nothing");
  });
}

test("says its version", async () => {
  const { status, out } = await trailbridge(["--version"]);
  assert.is(status, 0);
  assert.match(out, /^\d+\.\d+\.\d+\n$/);
});

test("says that the disk of its output is full, and has no findings then", async () => {
  if (!existsSync("/dev/full")) return;
  const full = openSync("/dev/full", "w");
  try {
    const { status, err } = await trailbridge(["rules", "list"], "", full);
    assert.is(status, 2);
    assert.is(err, "trailbridge: Cannot write standard output as the system refuses it: ENOSPC\n");
  } finally {
    closeSync(full);
  }
});

test("prints its result all the same where nobody takes what is said beside it", async () => {
  if (!existsSync("/dev/full")) return;
  const full = openSync("/dev/full", "w");
  try {
    const { status, out } = await trailbridge(
      ["judge", "-"],
      '{"eventName":"A"}\nb\n',
      "pipe",
      full,
    );
    assert.is(status, 1);
    assert.is(out.split("\n").length, 3);
  } finally {
    closeSync(full);
  }
});

test.run();

/** Runs the command in the folder, as from a shell of somebody without credentials for AWS. */
async function trailbridge(
  words: readonly string[],
  input: string | Uint8Array = "",
  stdout: number | "pipe" = "pipe",
  stderr: number | "pipe" = "pipe",
): Promise<{ status: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ["--import", TSX, MAIN, ...words], {
    cwd: folder,
    stdio: ["pipe", stdout, stderr],
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      NO_COLOR: "1",
      AWS_REGION: "eu-central-1",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    },
  });
  const said = { out: "", err: "" };
  child.stdout?.on("data", (chunk) => {
    said.out += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    said.err += chunk;
  });
  child.stdin?.end(input);
  const status = await new Promise<number | null>((done) => child.on("close", done));
  return { status, ...said };
}
