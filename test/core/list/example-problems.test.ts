import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exampleProblems } from "../../../src/core/list/example-problems.ts";
import { mergeLists } from "../../../src/core/list/value-list.ts";

const LISTS = mergeLists([
  { path: "n", field: [], id: "networks", kind: "networks", entries: [] },
  { path: "r", field: [], id: "regions", entries: [] },
]);
const RULE = ["in_cidr(sourceIPAddress, $lists.networks)"];

const test = suite("exampleProblems()");

test("refuses a list that the rule does not use", () => {
  const [problem] = exampleProblems(RULE, { network: ["192.0.2.0/24"] }, LISTS);
  assert.equal(problem?.field, ["network"]);
  assert.match(
    problem?.message ?? "",
    /the rule must use it: it does not; did you mean networks\?/,
  );
});

test("refuses a value that the list would not take", () => {
  const [problem] = exampleProblems(RULE, { networks: ["192.0.2.0/24", "office"] }, LISTS);
  assert.equal(problem?.field, ["networks", 1]);
});

test("takes values of lists that the rule uses, and none", () => {
  assert.equal(exampleProblems(RULE, { networks: ["192.0.2.0/24"] }, LISTS), []);
  assert.equal(exampleProblems(RULE, undefined, LISTS), []);
});

test.run();
