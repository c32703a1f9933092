import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BUGS, planted } from "./bug.ts";

const test = suite("planted()");

for (const bug of BUGS) {
  test(`plants: ${bug.name}`, () => {
    const source = readFileSync(new URL(`../../src/core/${bug.file}`, import.meta.url), "utf8");
    assert.is.not(planted(source, bug), source);
  });
}

test.run();
