import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readCatalogue } from "../../../src/adapters/authoring/rule-catalogue.ts";
import { packNames } from "../../../src/adapters/pack-folder.ts";
import {
  isTechniqueTag,
  TACTICS,
  techniqueLink,
  techniqueOf,
} from "../../../src/core/catalogue/attack-technique.ts";

const test = suite("techniqueOf");

for (const tag of [
  "",
  "attack",
  "attack.",
  "attack.t15",
  "attack.t9999",
  "attack.t1562.999",
  "t1562",
  "attack.T1562",
  "xattack.t1562",
  "attack.t1562.0081",
  "attack.toString",
  "cis.4.1",
]) {
  test(`knows no technique "${tag}"`, () => assert.is(techniqueOf(tag), undefined));
}

test("names a technique and the tactics it serves", () => {
  assert.equal(techniqueOf("attack.t1550"), {
    id: "T1550",
    name: "Use Alternate Authentication Material",
    tactics: ["Defense Evasion", "Lateral Movement"],
  });
});

test("names a way of a technique after it, with its tactics", () => {
  assert.equal(techniqueOf("attack.t1562.008"), {
    id: "T1562.008",
    name: "Impair Defenses: Disable or Modify Cloud Logs",
    tactics: ["Defense Evasion"],
  });
});

test("links to the page of a technique", () => {
  assert.is(techniqueLink("T1531"), "https://attack.mitre.org/techniques/T1531/");
  assert.is(techniqueLink("T1562.008"), "https://attack.mitre.org/techniques/T1562/008/");
});

for (const { rule } of readCatalogue({ packs: packNames(), directories: [], disable: [] }, ".")) {
  test(`knows each technique that ${rule.id} names, at a tactic`, () => {
    const names = new Set<string>(TACTICS.map(({ name }) => name));
    for (const tag of rule.tags.filter(isTechniqueTag)) {
      const tactics = techniqueOf(tag)?.tactics ?? [];
      assert.ok(tactics.length > 0, `${tag} is missing in attack-technique.ts`);
      for (const tactic of tactics) assert.ok(names.has(tactic), tactic);
    }
  });
}

test.run();
