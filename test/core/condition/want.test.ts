import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ABSENT, equalTo, textBy } from "../../../src/core/condition/value-set.ts";
import {
  ANYTHING,
  allOf,
  anyOf,
  covers,
  equal,
  FALSY,
  isNothing,
  NO_TEXT,
  NOT_NULL,
  NULL,
  ofType,
  scalarOf,
  TRUTHY,
  unequal,
  type Want,
  wants,
} from "../../../src/core/condition/want.ts";
import { isEqual, isFalsy, typeName } from "../../../src/core/function/value.ts";

const VALUES: readonly unknown[] = [null, "", "a", "ab", 0, 1, true, false, [], [0], {}, { a: 1 }];

const test = suite("wants()");

/** Each want → which values it has; undefined where that cannot be told of a list or an object. */
const table: [name: string, want: Want, has: (value: unknown) => boolean | undefined][] = [
  ["what is true", TRUTHY, (value) => !isFalsy(value)],
  ["what is false", FALSY, isFalsy],
  ["null", NULL, (value) => value === null],
  ["what is not null", NOT_NULL, (value) => value !== null],
  ["anything", ANYTHING, () => true],
  ["what is no text", NO_TEXT, (value) => typeof value !== "string"],
  ["some scalars", scalarOf(equalTo("a"), ABSENT), (value) => value === "a" || value === null],
  ...VALUES.filter((it) => typeof it !== "object" || it === null).flatMap(
    (constant): [string, Want, (value: unknown) => boolean][] => [
      [`what equals ${constant}`, equal(constant), (value) => isEqual(value, constant)],
      [`what differs from ${constant}`, unequal(constant), (value) => !isEqual(value, constant)],
    ],
  ),
  ["a list", equal([0]), (value) => (isContainer(value) ? undefined : false)],
  ["all but a list", unequal([0]), (value) => (isContainer(value) ? undefined : true)],
  ...["null", "string", "number", "boolean", "string number", "boolean null"].map(
    (types): [string, Want, (value: unknown) => boolean] => [
      `values of type ${types}`,
      ofType(types.split(" ")),
      (value) => types.split(" ").includes(typeName(value)),
    ],
  ),
  [
    "lists and objects",
    ofType(["object", "array"]),
    (value) => ["array", "object"].includes(typeName(value)),
  ],
  ["lists", ofType(["array"]), (value) => (isContainer(value) ? undefined : false)],
  [
    "objects and text",
    ofType(new Set(["object", "string"])),
    (value) => (isContainer(value) ? undefined : typeof value === "string"),
  ],
  ["nothing", ofType([]), () => false],
];

for (const [name, want, has] of table) {
  test(`are ${name}`, () => {
    assert.equal(
      VALUES.map((value) => wants(want, value)),
      VALUES.map(has),
    );
  });
}

test("are the same for the same types, in whatever order", () => {
  assert.is(ofType(["string", "null"]), ofType(["null", "string"]));
  assert.is.not(ofType(["number"]), ofType(["null", "number"]));
});

test.run();

const laws = suite("anyOf(), allOf() and covers()");

const WANTS: readonly Want[] = table.map(([, want]) => want);

/** Whether a value is wanted for sure, may be, or is not. */
const sure = (want: Want, value: unknown) => wants(want, value) === true;
const may = (want: Want, value: unknown) => wants(want, value) !== false;

laws("hold for every two wants", () => {
  for (const a of WANTS) {
    for (const b of WANTS) {
      const [either, both] = [anyOf(a, b), allOf(a, b)];
      for (const value of VALUES) {
        const about = JSON.stringify([a, b, value]);
        if (may(a, value) || may(b, value)) assert.ok(may(either, value), `any: ${about}`);
        else assert.not.ok(may(either, value), `none: ${about}`);
        if (sure(a, value) || sure(b, value)) assert.ok(may(either, value), about);
        if (sure(a, value) && sure(b, value)) assert.ok(sure(both, value), `all: ${about}`);
        if (!may(a, value) || !may(b, value)) assert.not.ok(sure(both, value), about);
        if (!isContainer(value)) assert.is(sure(both, value), sure(a, value) && sure(b, value));
        if (covers(a, b) && may(b, value)) assert.ok(sure(a, value), `covers: ${about}`);
      }
    }
  }
});

const KINDS = ["none", "empty", "filled", "some", "all"] as const;
const containersOf = (containers: Want["containers"]): Want => ({ set: [], containers });

/** Rows and columns in the order of `KINDS`. */
const TABLES = {
  anyOf: [
    ["none", "empty", "filled", "some", "all"],
    ["empty", "empty", "all", "some", "all"],
    ["filled", "all", "filled", "some", "all"],
    ["some", "some", "some", "some", "all"],
    ["all", "all", "all", "all", "all"],
  ],
  allOf: [
    ["none", "none", "none", "none", "none"],
    ["none", "empty", "none", "some", "empty"],
    ["none", "none", "filled", "some", "filled"],
    ["none", "some", "some", "some", "some"],
    ["none", "empty", "filled", "some", "all"],
  ],
  covers: [
    [true, false, false, false, false],
    [true, true, false, false, false],
    [true, false, true, false, false],
    [true, false, false, false, false],
    [true, true, true, true, true],
  ],
} as const;

for (const [row, outer] of KINDS.entries()) {
  for (const [column, inner] of KINDS.entries()) {
    laws(`tell of ${outer} and ${inner} lists and objects`, () => {
      const [a, b] = [containersOf(outer), containersOf(inner)];
      assert.equal(
        [anyOf(a, b).containers, allOf(a, b).containers, covers(a, b)],
        [TABLES.anyOf[row]?.[column], TABLES.allOf[row]?.[column], TABLES.covers[row]?.[column]],
      );
    });
  }
}

laws("say of nothing that it is", () => {
  assert.ok(isNothing(anyOf()));
  assert.ok(isNothing(allOf(TRUTHY, NULL)));
  assert.not.ok(isNothing(containersOf("empty")));
  assert.not.ok(isNothing(NULL));
  assert.equal(
    [covers(scalarOf(textBy("prefix", "a")), scalarOf(equalTo("ab"))), covers(NULL, NOT_NULL)],
    [true, false],
  );
});

laws.run();

function isContainer(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
