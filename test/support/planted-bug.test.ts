import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BUGS as LAW_BUGS } from "../bench/bug.ts";
import { BUGS as CAMPAIGN_BUGS } from "../campaign/bug.ts";
import { planted } from "./planted-bug.ts";

const test = suite("planted()");

for (const bug of [...LAW_BUGS, ...CAMPAIGN_BUGS]) {
  test(`plants: ${bug.name}`, () => {
    const source = readFileSync(new URL(`../../src/${bug.file}`, import.meta.url), "utf8");
    assert.is.not(planted(source, bug), source);
  });
}

test.run();
