/** A bug that was made once, or might have been. */
export interface Bug {
  readonly name: string;
  /** Below src/core. */
  readonly file: string;
  /** What stands there, once each, and what is planted instead. */
  readonly edits: readonly (readonly [right: string, wrong: string])[];
}

export const BUGS: readonly Bug[] = [
  {
    name: "of two members that contain each other, both are dropped",
    file: "condition/value-member.ts",
    edits: [
      [
        "const rest = [...kept, ...sorted.slice(at + 1)];",
        "const rest = sorted.filter((other) => other !== member);",
      ],
      [".filter((test) => !all.some((other) => excludes(test, other)))", ""],
      ["return left.every(", "return left.length > 0 && left.every("],
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

/**
 * A source text with the bug in it.
 *
 * @throws {Error} If what is to be replaced does not stand there, or more than once.
 */
export function planted(source: string, { file, edits }: Bug): string {
  let text = source;
  for (const [right, wrong] of edits) {
    if (text.split(right).length !== 2) throw new Error(`"${right}" must stand once in ${file}`);
    text = text.replace(right, () => wrong);
  }
  return text;
}
