import { suite } from "uvu";
import * as assert from "uvu/assert";
import { armOf } from "../../../src/core/compiler/arm.ts";
import { inOrder, type OwnedArm, simplified } from "../../../src/core/compiler/owned-arm.ts";
import type { PatternValue } from "../../../src/core/compiler/text-operator.ts";

const test = suite("simplified()");

type Plain = [fields: Record<string, readonly PatternValue[]>, owners: string];

const ANY = { exists: true };
const NONE = { exists: false };

/** Arms → the arms they become, in order; owners as letters. */
const cases: [name: string, given: readonly Plain[], left: readonly Plain[]][] = [
  ["leaves nothing of nothing", [], []],
  ["leaves one arm as it is", [[{ a: ["x"] }, "p"]], [[{ a: ["x"] }, "p"]]],
  [
    "makes arms that differ in one field one arm of both owners",
    [
      [{ a: ["x"], b: ["1"] }, "p"],
      [{ a: ["x"], b: ["2"] }, "q"],
    ],
    [[{ a: ["x"], b: ["1", "2"] }, "pq"]],
  ],
  [
    "lists what both list once, in one order",
    [
      [{ b: ["3", "2"] }, "p"],
      [{ b: ["2", "1"] }, "q"],
    ],
    [[{ b: ["1", "2", "3"] }, "pq"]],
  ],
  [
    "keeps arms that differ in two fields",
    [
      [{ a: ["x"], b: ["1"] }, "p"],
      [{ a: ["y"], b: ["2"] }, "q"],
    ],
    [
      [{ a: ["x"], b: ["1"] }, "p"],
      [{ a: ["y"], b: ["2"] }, "q"],
    ],
  ],
  [
    "drops an arm that another contains, whose owners it leaves behind",
    [
      [{ a: ["x"], b: ["1"] }, "p"],
      [{ a: ["x", "y"] }, "q"],
    ],
    [[{ a: ["x", "y"] }, "qp"]],
  ],
  [
    "drops an arm of as many fields that another contains",
    [
      [{ a: ["x"], b: ["1"] }, "p"],
      [{ a: ["x", "y"], b: ["1", "2"] }, "q"],
    ],
    [[{ a: ["x", "y"], b: ["1", "2"] }, "qp"]],
  ],
  [
    "drops every arm beside one that every event passes",
    [
      [{ a: ["x"] }, "p"],
      [{}, "q"],
    ],
    [[{}, "qp"]],
  ],
  [
    "names an owner once",
    [
      [{ a: ["x"] }, "p"],
      [{ a: ["y"] }, "pq"],
    ],
    [[{ a: ["x", "y"] }, "pq"]],
  ],
  [
    "takes any value for all values",
    [
      [{ a: [ANY], b: ["1"] }, "p"],
      [{ a: ["x"], b: ["1"] }, "q"],
    ],
    [[{ a: [ANY], b: ["1"] }, "pq"]],
  ],
  [
    "drops a field that may have any value or none",
    [
      [{ a: [ANY], b: ["1"] }, "p"],
      [{ a: [NONE], b: ["1"] }, "q"],
    ],
    [[{ b: ["1"] }, "pq"]],
  ],
  [
    "keeps absence beside a value",
    [
      [{ a: ["x"] }, "p"],
      [{ a: [NONE] }, "q"],
    ],
    [[{ a: ["x", NONE] }, "pq"]],
  ],
  [
    "goes on until nothing can be made one",
    [
      [{ a: ["x"], b: ["1"] }, "p"],
      [{ a: ["y"], b: ["1"] }, "q"],
      [{ a: ["x"], b: ["2"] }, "r"],
      [{ a: ["y"], b: ["2"] }, "s"],
    ],
    [[{ a: ["x", "y"], b: ["1", "2"] }, "pqrs"]],
  ],
  [
    "tells an arm without a field from one that has it",
    [
      [{ a: ["x"] }, "p"],
      [{ b: ["1"] }, "q"],
    ],
    [
      [{ a: ["x"] }, "p"],
      [{ b: ["1"] }, "q"],
    ],
  ],
];

for (const [name, given, left] of cases) {
  test(name, () => {
    const found = simplified(given.map(owned));
    assert.equal(
      found.map(plain),
      left.map(([fields, owners]) => [fields, [...owners].sort().join("")]),
    );
  });
}

test("gives the same arms whatever their order", () => {
  const given = cases
    .flatMap(([, arms]) => arms)
    .filter(([fields]) => Object.keys(fields).length > 0);
  const turned = (by: number) =>
    simplified([...given.slice(by), ...given.slice(0, by)].map(owned)).map(plain);
  for (let by = 1; by < given.length; by++) assert.equal(turned(by), turned(0), `${by}`);
});

test.run();

const order = suite("inOrder()");

order("puts arms of one source together, those without one last, and wildcards behind all", () => {
  const given: Plain[] = [
    [{ eventSource: ["iam"], z: [{ wildcard: "a*" }] }, "1"],
    [{ a: ["x"] }, "2"],
    [{ b: ["x"], eventSource: ["s3"] }, "3"],
    [{ c: ["x"], eventSource: ["iam"] }, "4"],
    [{ a: ["x"], eventSource: ["s3"] }, "5"],
  ];
  assert.equal(
    inOrder(given.map(owned)).map(({ owners }) => owners.join("")),
    ["4", "5", "3", "2", "1"],
  );
});

order.run();

function owned([fields, owners]: Plain): OwnedArm {
  return { arm: armOf(new Map(Object.entries(fields))), owners: [...owners] };
}

function plain({ arm, owners }: OwnedArm): Plain {
  return [Object.fromEntries(arm.fields), [...owners].sort().join("")];
}
