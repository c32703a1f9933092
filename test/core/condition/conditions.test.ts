import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { conditionOf } from "../../../src/core/condition/expression-condition.ts";
import { printCondition } from "../../../src/core/condition/print.ts";
import { parseExpression } from "../../../src/core/expression/parse.ts";
import { toTree } from "../../../src/core/expression/tree.ts";

const test = suite("conditionOf()");

/**
 * Each block an expression, then what events it may match or fault on, a line for each way; and
 * after `~` what the condition leaves out.
 */
const TABLE = readFileSync(new URL("conditions.txt", import.meta.url), "utf8");

for (const block of TABLE.trimEnd().split("\n\n")) {
  const [text = "", ...lines] = block.split("\n");
  test(text, () => {
    const condition = conditionOf(toTree(parseExpression(text).root, undefined));
    const dropped = condition.dropped.map((reason) => `~ ${reason}`);
    assert.equal(
      [...printCondition(condition), ...dropped],
      lines.map((line) => line.trim()),
    );
  });
}

test.run();
