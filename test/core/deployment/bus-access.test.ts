import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type BusAccess,
  busAccessProblems,
  MAX_ADMITTED,
} from "../../../src/core/deployment/bus-access.ts";

const ORGANIZATION = "o-a1b2c3d4e5";
const many = Array.from({ length: MAX_ADMITTED + 1 }, (_, n) => String(100_000_000_000 + n));

const test = suite("busAccessProblems()");

const wrong: readonly [what: string, access: BusAccess, message: RegExp][] = [
  [
    "an organisation that is given nothing",
    { organizationId: ORGANIZATION },
    /bus\.organizationId "o-a1b2c3d4e5" as it admits nobody by itself: name in bus\.putEvents/,
  ],
  [
    "an id that is none of an organisation",
    { organizationId: "111122223333", putEvents: "organization" },
    /bus\.organizationId "111122223333" as it must be the id of an organisation/,
  ],
  [
    "all accounts of no organisation",
    { putEvents: "organization" },
    /bus\.putEvents "organization" as bus\.organizationId must say which organisation/,
  ],
  ["nobody", { putRules: [] }, /bus\.putRules \[\] as it admits nobody: leave it out/],
  [
    "what is no account",
    { putRules: ["444455556666", "*"] },
    /"\*" is no account id: it must be 12 digits/,
  ],
  [
    "an account twice",
    { putEvents: ["444455556666", "444455556666"] },
    /it names an account twice/,
  ],
  [
    "more accounts than a policy holds",
    { putEvents: many },
    /room for 100 accounts: there are 101/,
  ],
];

for (const [what, access, message] of wrong) {
  test(`says what is wrong with ${what}`, () => {
    const problems = busAccessProblems(access);
    assert.is(problems.length, 1);
    assert.match(problems[0]?.message ?? "", message);
  });
}

const right: readonly [what: string, access: BusAccess][] = [
  ["nobody", {}],
  ["accounts of any organisation", { putEvents: ["444455556666"] }],
  ["accounts of one organisation", { organizationId: ORGANIZATION, putRules: ["444455556666"] }],
  ["a whole organisation", { organizationId: ORGANIZATION, putEvents: "organization" }],
  ["as many accounts as fit", { putEvents: many.slice(1), putRules: many.slice(1) }],
];

for (const [what, access] of right) {
  test(`takes ${what}`, () => assert.equal(busAccessProblems(access), []));
}

test.run();
