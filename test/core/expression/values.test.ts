import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { toEvaluator } from "../../../src/core/expression/evaluate.ts";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { OddElements } from "../../../src/core/expression/odd-elements.ts";
import { parseExpression } from "../../../src/core/expression/parse.ts";
import { toTree } from "../../../src/core/expression/tree.ts";
import { Budget } from "../../../src/core/function/budget.ts";

const test = suite("expressions give");

const EVENT = {
  eventName: "ConsoleLogin",
  count: 3,
  zero: 0,
  yes: true,
  no: false,
  blank: "",
  nothing: null,
  emptyList: [],
  numbers: [3, 1, 10],
  lists: [[1, [2]], [], 5, { a: "x" }],
  nested: { one: { x: 1 }, two: { y: 2 }, three: 5 },
  userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/ada" },
  resources: [{ ARN: "arn:a", type: "AWS::S3::Bucket" }, { ARN: "arn:b" }],
  "dotted.key": "dotted",
};

/** Each line an expression and, behind `=>`, what it gives. */
const TABLE = readFileSync(new URL("values.txt", import.meta.url), "utf8");

for (const line of TABLE.trimEnd().split("\n")) {
  const [text = "", value = ""] = line.split(/ +=> /);
  test(line, () => {
    const tree = toTree(parseExpression(text).root, ["me"]);
    const view = viewOfRecord(EVENT);
    const given = toEvaluator(tree)(null, {
      view,
      budget: new Budget(),
      odd: new OddElements(),
      variables: undefined,
    });
    assert.is(JSON.stringify(given), value);
  });
}

test.run();
