import { suite } from "uvu";
import * as assert from "uvu/assert";
import { switchesIn } from "../../../src/adapters/authoring/switches.ts";

const test = suite("switchesIn()");

/** Line → names that it switches off. */
const cases: readonly (readonly [line: string, ids: readonly string[]])[] = [
  ["# check-off: no-reference", ["no-reference"]],
  ["  #check-off:no-reference,first-element", ["no-reference", "first-element"]],
  ["# check-off: a, b -- no-runbook is written elsewhere", ["a", "b"]],
  ["# check-off:", []],
  ["# see check-off: a", []],
  ["title: 'check-off: a'", []],
];

for (const [line, ids] of cases) {
  test(`of ${line} are ${ids.join(", ") || "none"}`, () => {
    assert.equal(
      switchesIn(Buffer.from(`id: a\r\n${line}\r\n`)),
      ids.map((id) => ({ id, line: 2 })),
    );
  });
}

test.run();
