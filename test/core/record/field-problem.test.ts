import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fieldName } from "../../../src/core/record/field-problem.ts";

const test = suite("fieldName()");

for (const [field, name] of [
  [[], ""],
  [["routes"], "routes"],
  [["routes", 0, "accounts", 12], "routes[0].accounts[12]"],
  [[3, "id"], "[3].id"],
  [["a-b_c9", "D"], "a-b_c9.D"],
  [["consumers", "<name>", "only"], "consumers.<name>.only"],
  [["<name>s"], '["<name>s"]'],
  [["x<name>"], '["x<name>"]'],
  [["a", "b c"], 'a["b c"]'],
  [["a", "b.c", "d"], 'a["b.c"].d'],
  [["a", ""], 'a[""]'],
  [["a", 'quo"te'], 'a["quo\\"te"]'],
  [["a", "é"], 'a["é"]'],
] as const) {
  test(`of ${JSON.stringify(field)} is ${name}`, () => assert.is(fieldName(field), name));
}

test.run();
