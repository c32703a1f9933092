import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseExpression } from "../../../src/core/expression/parse.ts";
import { everyPart, operandsOf, pathUses } from "../../../src/core/expression/path-use.ts";
import { print } from "../../../src/core/expression/print.ts";
import { toTree } from "../../../src/core/expression/tree.ts";

const test = suite("pathUses()");

const uses = (text: string) => {
  const { read, asked, used } = pathUses(toTree(parseExpression(text).root, []));
  return { read: [...read], asked: [...asked], used: [...used] };
};

test("finds paths wherever they stand", () => {
  const { read } = uses(
    "let $l = {a: a, b: [b, -c + d]} in e[?f == $.g][] && any(h, &$.i) ? j[*].k : $l.a == l",
  );
  assert.equal(read.sort(), ["a", "b", "c", "d", "e", "g", "h", "i", "j", "l"]);
});

test("tells those that are asked as conditions from those that are compared", () => {
  const { asked, used } = uses("a && !b && (c ? d == 'x' : starts_with(e, 'y')) || f");
  assert.equal(asked.sort(), ["a", "b", "c", "f"]);
  assert.equal(used.sort(), ["d", "e"]);
});

test.run();

const operands = suite("operandsOf()");

operands("takes a chain apart from the left, and nothing that is joined otherwise", () => {
  const tree = toTree(parseExpression("a && (b || c) && (d && e) && f").root, []);
  assert.equal(operandsOf(tree, "and").map(print), ["a", "b || c", "d && e", "f"]);
  assert.equal(operandsOf(tree, "or"), [tree]);
});

operands.run();

const parts = suite("everyPart()");

parts("gives a tree and all below it, each before what follows to its right", () => {
  const tree = toTree(parseExpression("!a && contains([b, c], 'x')").root, []);
  assert.equal(everyPart(tree).map(print), [
    "!a && contains([b, c], 'x')",
    "!a",
    "a",
    "contains([b, c], 'x')",
    "[b, c]",
    "b",
    "c",
    "'x'",
  ]);
});

parts.run();
