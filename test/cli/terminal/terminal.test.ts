import { suite } from "uvu";
import * as assert from "uvu/assert";
import { terminalOf } from "../../../src/cli/terminal/terminal.ts";

const test = suite("terminalOf()");

const COLOURS: readonly [env: Record<string, string>, isTTY: boolean, colour: boolean][] = [
  [{}, false, false],
  [{}, true, true],
  [{ NO_COLOR: "1" }, true, false],
  [{ NO_COLOR: "" }, true, true],
  [{ TERM: "dumb" }, true, false],
  [{ FORCE_COLOR: "" }, false, true],
  [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
  [{ FORCE_COLOR: "0" }, true, false],
];

for (const [env, isTTY, colour] of COLOURS) {
  test(`says ${colour ? "" : "no "}colour ${isTTY ? "on a terminal" : "in a pipe"} with ${JSON.stringify(env)}`, () => {
    assert.is(made({ env, stdout: { isTTY } }).terminal.colour, colour);
  });
}

test("writes no status line where standard error is no terminal, or a dumb one", () => {
  for (const [isTTY, env] of [
    [false, {}],
    [true, { TERM: "dumb" }],
  ] as const) {
    const { terminal, written } = made({ env, stderr: { isTTY } });
    terminal.status("half");
    terminal.status(undefined);
    assert.is(terminal.redraws, false);
    assert.equal(written, []);
  }
});

test("draws the status line in place, cut to the terminal's width, and takes it away once", () => {
  const { terminal, written } = made({ stderr: { isTTY: true, columns: 10 } });
  terminal.status("half of it");
  terminal.status("done");
  terminal.status(undefined);
  terminal.status(undefined);
  assert.equal(written, ["\r\u001b[Khalf of …", "\r\u001b[Kdone", "\r\u001b[K"]);
});

test("asks only where both the question and the answer have a terminal", () => {
  const asks = (input: boolean, error: boolean) =>
    made({ stdin: { isTTY: input }, stderr: { isTTY: error } }).terminal.asks;
  assert.equal([asks(true, true), asks(true, false), asks(false, true)], [true, false, false]);
});

test.run();

function made(parts: {
  env?: Record<string, string>;
  stdin?: { isTTY: boolean };
  stdout?: { isTTY: boolean };
  stderr?: { isTTY: boolean; columns?: number };
}) {
  const written: string[] = [];
  const stderr = { ...parts.stderr, write: (text: string) => written.push(text) };
  const terminal = terminalOf({ env: {}, stdin: {}, stdout: {}, ...parts, stderr });
  return { terminal, written };
}
