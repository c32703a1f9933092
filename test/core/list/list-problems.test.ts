import { suite } from "uvu";
import * as assert from "uvu/assert";
import { listProblems } from "../../../src/core/list/list-problems.ts";
import type { ListEntry, ListFile, ListKind } from "../../../src/core/list/value-list.ts";

const test = suite("listProblems()");

const bad: [kind: ListKind | undefined, value: string, why: RegExp][] = [
  ["networks", "192.0.2.0/33", /must be a network like 192\.0\.2\.0\/24.*"192\.0\.2\.0\/33"/],
  ["networks", "office", /must be a network/],
  ["networks", "192.0.2.*", /must be a network/],
  ["accounts", "11112222333", /12 digits, in quotes/],
  ["accounts", "arn:aws:iam::111122223333:root", /12 digits/],
  ["patterns", "*", /everything would be on it/],
  ["patterns", "**", /everything would be on it/],
  ["exact", "arn:aws:iam::*:role/a", /kind patterns/],
  [undefined, "eu-*", /kind patterns/],
  ["exact", " eu-west-1", /begin or end with a blank/],
];

for (const [kind, value, why] of bad) {
  test(`refuses ${JSON.stringify(value)} on a list of kind ${kind ?? "that is not said"}`, () => {
    const [problem, ...others] = listProblems([file({ kind, values: [value] })]);
    assert.equal(others, []);
    assert.equal(problem?.field, ["entries", 0, "value"]);
    assert.match(problem?.message ?? "", why);
  });
}

const twice: [kind: ListKind, values: string[]][] = [
  ["exact", ["a", "a"]],
  ["networks", ["192.0.2.0/24", "192.0.2.7/24"]],
  ["networks", ["192.0.2.7", "192.0.2.7/32"]],
];

for (const [kind, values] of twice) {
  test(`refuses the same twice: ${values.join(" and ")}`, () => {
    const [problem] = listProblems([file({ kind, values })]);
    assert.equal(problem?.field, ["entries", 1, "value"]);
    assert.match(problem?.message ?? "", /twice/);
  });
}

test("refuses the same in two files of one list, by the kind of the first", () => {
  const [first, second] = ["a.yaml", "b.yaml"];
  const problems = listProblems([
    { ...file({ kind: "networks", values: ["192.0.2.0/24"] }), path: first },
    { ...file({ values: ["192.0.2.1/24", "x"] }), path: second },
  ]);
  assert.equal(
    problems.map(({ path, field }) => [path, field.join(".")]),
    [
      ["b.yaml", "entries.0.value"],
      ["b.yaml", "entries.1.value"],
    ],
  );
  assert.match(problems[0]?.message ?? "", /by a\.yaml/);
});

test("refuses a kind that contradicts the list's own", () => {
  const problems = listProblems([file({ kind: "exact" }), file({ kind: "networks" })]);
  assert.match(problems.map(({ message }) => message).join(), /is one of exact: leave it out/);
});

test("refuses a day that there is not", () => {
  const entry: ListEntry = { value: "a", owner: "o", reason: "r", expires: "2026-02-31" };
  const [problem] = listProblems([{ ...file({}), entries: [entry] }]);
  assert.equal(problem?.field, ["entries", 0, "expires"]);
});

test("leads to the entry in settings", () => {
  const settings = file({ values: ["a*"] });
  const [problem] = listProblems([{ ...settings, field: ["rules", "lists", "names"] }]);
  assert.equal(problem?.field, ["rules", "lists", "names", 0, "value"]);
});

test("takes what each kind takes", () => {
  const kinds: [ListKind, string[]][] = [
    ["exact", ["eu-west-1", "eu-west-2"]],
    ["patterns", ["arn:aws:iam::*:role/a-*", "x", "*.metal"]],
    ["networks", ["192.0.2.0/24", "2001:db8::/32", "198.51.100.7"]],
    ["accounts", ["111122223333"]],
  ];
  for (const [kind, values] of kinds) assert.equal(listProblems([file({ kind, values })]), []);
});

test.run();

function file({
  kind,
  values = [],
}: {
  readonly kind?: ListKind | undefined;
  readonly values?: readonly string[];
}): ListFile {
  const entries = values.map((value) => ({ value, owner: "team", reason: "why" }));
  return { path: "names.yaml", field: [], id: "names", entries, ...(kind && { kind }) };
}
