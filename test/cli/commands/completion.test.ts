import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createCompletionCommand } from "../../../src/cli/commands/completion.ts";
import { runCli } from "../../support/cli.ts";
import { allCommands } from "../../support/commands-table.ts";
import { leaveOut } from "../../support/shared.ts";

const test = suite("completion");

let folder = "";
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
});
test.after(() => rmSync(folder, { recursive: true }));

const commands = await allCommands();
const program = [...commands.filter(({ name }) => name !== "completion")];
const completion = createCompletionCommand(async () => [...program, completion]);

const script = async (shell: string) =>
  (await runCli([...program, completion], ["completion", shell])).out;

test("refuses a shell it does not know, and none", async () => {
  for (const words of [[], ["tcsh"], ["bash", "zsh"]]) {
    const { status, err } = await runCli([completion], ["completion", ...words]);
    assert.is(status, 2);
    assert.match(err, "completion takes one of bash, zsh, fish");
  }
});

const LINES: readonly [words: readonly string[], offered: readonly string[]][] = [
  [["pat"], ["patterns"]],
  [["--ver"], ["--version"]],
  [["completion", "--"], ["--help"]],
  [["judge", "--json-"], ["--json-schema"]],
  [["judge", "logs/", "--se"], ["--settings"]],
  [
    ["judge", "--settings", "packa"],
    ["package.json", "package-lock.json"],
  ],
  [["judge", "--function-name", "packa"], []],
  [
    ["completion", ""],
    ["bash", "zsh", "fish"],
  ],
  [["help", "spl"], ["split"]],
  [["judge", "LICEN"], ["LICENSE"]],
  [["no-such-command", "--"], []],
];

for (const [words, offered] of LINES) {
  test(`makes bash offer ${offered.join(" ") || "nothing"} behind trailbridge ${words.join(" ")}`, async () => {
    const line = ["trailbridge", ...words].map((word) => `"${word}"`).join(" ");
    const ask = `COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _trailbridge; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", `${await script("bash")}\n${ask}`], {
      encoding: "utf8",
    });
    assert.is(stderr, "");
    assert.equal(
      stdout
        .split("\n")
        .filter((it) => it !== "")
        .sort(),
      [...offered].sort(),
    );
  });
}

for (const shell of ["zsh", "fish"]) {
  test(`makes ${shell} offer every command and option, in a script that it reads`, async () => {
    const text = await script(shell);
    for (const { name, options } of program) {
      assert.match(text, new RegExp(`\\b${name}\\b`));
      for (const option of Object.keys(options)) assert.match(text, option);
    }
    const file = join(folder, shell);
    writeFileSync(file, text);
    const { status, error, stderr } = spawnSync(shell, ["-n", file], { encoding: "utf8" });
    if (error !== undefined) leaveOut(test, `the check by ${shell}`, `needs ${shell} on the PATH`);
    else assert.is(status, 0, stderr);
  });
}

test.run();
