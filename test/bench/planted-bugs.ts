/**
 * `npm run planted-bugs [-- name …]`: shows that the laws of the pattern compiler find bugs. Each
 * bug is planted in a copy of the sources, where the law test then runs as it does everywhere; one
 * that it does not find is named, and the exit status is 1. Prints one line of JSON per bug.
 */

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Bug {
  readonly name: string;
  /** Below src/core. */
  readonly file: string;
  /** What stands there, once each, and what is planted instead. */
  readonly edits: readonly (readonly [right: string, wrong: string])[];
}

const BUGS: readonly Bug[] = [
  {
    name: "of two members that contain each other, both are dropped",
    file: "condition/value-member.ts",
    edits: [
      [
        "const rest = [...kept, ...sorted.slice(at + 1)];",
        "const rest = sorted.filter((other) => other !== member);",
      ],
      [".filter((test) => !all.some((other) => excludes(test, other)))", ""],
      ["return !left.every(", "return left.length === 0 || !left.every("],
    ],
  },
  {
    name: "arms that overlap stand in one AWS rule",
    file: "compiler/pack-arms.ts",
    edits: [["const pieces = beside(arm, this.arms, MAX_PIECES);", "const pieces = [arm];"]],
  },
  {
    name: "arms of one rule's pattern overlap",
    file: "compiler/compile-rule.ts",
    edits: [
      [
        "const apart = disjointArms(arms.sort(byText), widened);",
        "const apart = arms.sort(byText);",
      ],
    ],
  },
  {
    name: "what an arm has beyond another is lost where they are taken apart",
    file: "compiler/disjoint.ts",
    edits: [["common.set(key, left(values, own));", "common.set(key, own);"]],
  },
  {
    name: "a term that another contains leaves its owners behind",
    file: "condition/condition.ts",
    edits: [
      [
        "else wider.owners = union(wider.owners, owners);",
        "else wider.owners = union(wider.owners, []);",
      ],
    ],
  },
  {
    name: "an arm that another contains leaves its owners behind",
    file: "compiler/owned-arm.ts",
    edits: [["owners: union(wider.owners, owners) };", "owners: wider.owners };"]],
  },
  {
    name: "an arm joins a pattern without its owners",
    file: "compiler/pack-arms.ts",
    edits: [["for (const owner of owners) this.owners.add(owner);", ""]],
  },
  {
    name: "faults do not pass",
    file: "condition/expression-condition.ts",
    edits: [
      [
        "return either([analysis.of(tree, TRUTHY), analysis.faults(tree)]);",
        "return analysis.of(tree, TRUTHY);",
      ],
    ],
  },
  {
    name: "only true passes, not what else is a fault",
    file: "condition/expression-condition.ts",
    edits: [
      [
        "return either([analysis.of(tree, TRUTHY), analysis.faults(tree)]);",
        'return either([analysis.of(tree, { set: TRUTHY.set.length > 0 ? [{ kind: "equals", value: true }] : [], containers: "none" }), analysis.faults(tree)]);',
      ],
    ],
  },
  {
    name: "a comparison for difference needs the field",
    file: "condition/want.ts",
    edits: [
      [
        "set: unite([ABSENT, { ...PRESENT, not: [value as Scalar] }])",
        "set: unite([{ ...PRESENT, not: [value as Scalar] }])",
      ],
    ],
  },
  {
    name: "a negated conjunction is a conjunction of negations",
    file: "condition/expression-condition.ts",
    edits: [
      [
        "if (covers(want, decided)) return either([this.of(left, decides), this.of(right, want)]);",
        "if (covers(want, decided)) return both(this.of(left, decides), this.of(right, want));",
      ],
    ],
  },
  {
    name: "an exclusion that one of two members has is kept for both",
    file: "condition/value-member.ts",
    edits: [["else if (!excludes(left, right)) return undefined;", "else none.push(left);"]],
  },
  {
    name: "a list in a field that is looked through is forgotten",
    file: "condition/preimage.ts",
    edits: [
      [
        'return { set: text.set, containers: all ? "all" : "some" };',
        'return { set: text.set, containers: "none" };',
      ],
    ],
  },
  {
    name: "an exclusion takes away more than one kind can tell",
    file: "compiler/field.ts",
    edits: [
      [
        "const items = withinLength(all);",
        'const items = withinLength(all).map((it) => (typeof it === "string" ? it.slice(0, 3) : it));',
      ],
    ],
  },
  {
    name: "the letters that other characters become are compared like any",
    file: "compiler/text-operator.ts",
    edits: [['lower: /[^\\x20-\\x7e]|["\\\\k]/i', 'lower: /[^\\x20-\\x7e]|["\\\\]/i']],
  },
  {
    name: "of a text in the wrong order, the suffix is taken for a prefix by the index",
    file: "rule/key-index.ts",
    edits: [
      [
        'return (by === "prefix" || by === "suffix") && fold === undefined;',
        'return by === "prefix" || by === "suffix";',
      ],
    ],
  },
  {
    name: "two conditions on one field: the second counts alone",
    file: "condition/condition.ts",
    edits: [
      ["const values = other === undefined ? set : intersect(other, set);", "const values = set;"],
    ],
  },
  {
    name: "an exact text with an address in it is called exact",
    file: "compiler/field.ts",
    edits: [
      [
        'if (parseIpAddress(value)) return { value, loss: "any spelling of an address passes" };',
        "",
      ],
    ],
  },
];

const root = new URL("../..", import.meta.url).pathname;
const wanted = process.argv.slice(2);
let missed = 0;
for (const bug of BUGS.filter(({ name }) => wanted.every((part) => name.includes(part)))) {
  const { found, said } = plant(bug);
  if (!found) missed++;
  console.log(JSON.stringify({ bug: bug.name, file: bug.file, found, said }));
}
process.exitCode = missed === 0 ? 0 : 1;

function plant({ file, edits }: Bug): { found: boolean; said: string } {
  const folder = mkdtempSync(join(tmpdir(), "planted-bug-"));
  try {
    for (const part of [
      "src",
      "test/support",
      "test/core/compiler",
      "package.json",
      "tsconfig.json",
    ]) {
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const path = join(folder, "src/core", file);
    let text = readFileSync(path, "utf8");
    for (const [right, wrong] of edits) {
      if (text.split(right).length !== 2) throw new Error(`"${right}" must stand once in ${file}`);
      text = text.replace(right, () => wrong);
    }
    writeFileSync(path, text);
    const test = "test/core/compiler/soundness.test.ts";
    const { status, stdout } = spawnSync(process.execPath, ["--import", "tsx", test], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
      timeout: 300_000,
    });
    const said = /^ +(seed .*)$/m.exec(stdout)?.[1] ?? "";
    return { found: status !== 0 && said !== "", said: said.slice(0, 300) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
