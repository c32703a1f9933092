import { suite } from "uvu";
import * as assert from "uvu/assert";
import { attackMatrix, techniquesOf } from "../../../src/core/catalogue/attack-matrix.ts";

const test = suite("attackMatrix");

const rule = (id: string, ...tags: string[]) => ({ id, tags });

test("is empty without rules", () => {
  assert.equal(attackMatrix([]), { tactics: [], others: [] });
});

test("has a rule that names no technique, or one that is not known, apart", () => {
  const rules = [rule("a"), rule("b", "cis.4.1", "attack.t9999"), rule("c", "attack.t1531")];
  assert.equal(attackMatrix(rules).others, [rules[0], rules[1]]);
});

test("has a technique at each tactic it serves, tactics in ATT&CK's order, techniques by id", () => {
  const rules = [
    rule("a", "attack.t1531"),
    rule("b", "attack.t1485", "attack.t1078.004"),
    rule("c", "attack.t1078", "attack.t1078"),
  ];
  const shown = attackMatrix(rules).tactics.map(({ name, techniques }) => [
    name,
    ...techniques.map((it) => `${it.id}: ${it.rules.map(({ id }) => id).join(" ")}`),
  ]);
  const accounts = ["T1078: c", "T1078.004: b"];
  assert.equal(shown, [
    ["Initial Access", ...accounts],
    ["Persistence", ...accounts],
    ["Privilege Escalation", ...accounts],
    ["Defense Evasion", ...accounts],
    ["Impact", "T1485: b", "T1531: a"],
  ]);
});

test("gives the techniques of one rule, each once", () => {
  const ids = techniquesOf(rule("a", "attack.t1531", "cis.4.1", "attack.t1531")).map(
    ({ id }) => id,
  );
  assert.equal(ids, ["T1531"]);
});

test.run();
