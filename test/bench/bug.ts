import type { PlantedBug } from "../support/planted-bug.ts";

/** Bugs that the laws of the pattern compiler must find, and below core/walk that of the walk over records. */
export const BUGS: readonly PlantedBug[] = [
  {
    name: "a key is taken for the one that usually stands there",
    file: "core/walk/flat-walk.ts",
    edits: [["standsAt(usual.bytes, bytes, at)", "bytes[at + 1] === usual.bytes[1]"]],
  },
  {
    name: "a key that was written before is taken once more",
    file: "core/walk/learned-keys.ts",
    edits: [["if (place.by.key === key) return true;", "if (place.by.key === key) return false;"]],
  },
  {
    name: "a quote that is escaped ends a string",
    file: "core/walk/string-ends.ts",
    edits: [["if (this.#backslash < end) return this.#escapedEnd(from, end);", ""]],
  },
  {
    name: "a text is written as it is spelled",
    file: "core/walk/string-ends.ts",
    edits: [["return JSON.stringify(JSON.parse(literal));", "return literal;"]],
  },
  {
    name: "a number keeps a fraction of 0",
    file: "core/walk/number-ends.ts",
    edits: [["this.otherwise = this.#text.slice(from, whole);", "this.otherwise = undefined;"]],
  },
  {
    name: "fields of the record are taken in one piece, with what stands between them",
    file: "core/walk/flat-text.ts",
    edits: [["if (this.#pieceEnd !== from - 1) {", "if (this.#pieceEnd === NO_PIECE) {"]],
  },
  {
    name: "of two names of a resource the one that is written first counts",
    file: "core/walk/flat-walk.ts",
    edits: [
      ['if (key === "ARN" && !arn.includes("\\\\"))', 'if (key !== "" && !arn.includes("\\\\"))'],
    ],
  },
  {
    name: "a control character is plain where four words are looked at",
    file: "core/walk/plain-text.ts",
    edits: [
      [
        "if (((a | b | c | d | less) & HIGHEST_BITS) !== 0) return false;",
        "if (((a | b | c | d) & HIGHEST_BITS) !== 0) return false;",
      ],
    ],
  },
  {
    name: "what expires on a list is on it for ever where patterns are made",
    file: "core/list/rule-lists.ts",
    edits: [["if (states.length === 1) return [rule];", "if (states.length > 0) return [rule];"]],
  },
  {
    name: "what a list's patterns begin with is excluded, not what they match",
    file: "core/condition/preimage.ts",
    edits: [["const kept = others.filter((test) => !isWild(test));", "const kept = ends;"]],
  },
  {
    name: "a test falls away though others lack a value of what that brings in",
    file: "core/condition/member-union.ts",
    edits: [
      [
        "return lacking.filter((value) => !others.some((other) => hasMember(other, value)));",
        "return [];",
      ],
    ],
  },
  {
    name: "arms that overlap stand in one AWS rule",
    file: "core/compiler/pack-arms.ts",
    edits: [["const pieces = beside(arm, this.arms, MAX_PIECES);", "const pieces = [arm];"]],
  },
  {
    name: "arms of one rule's pattern overlap",
    file: "core/compiler/compile-rule.ts",
    edits: [
      [
        "const apart = disjointArms(arms.sort(byText), widened);",
        "const apart = arms.sort(byText);",
      ],
    ],
  },
  {
    name: "what an arm has beyond another is lost where they are taken apart",
    file: "core/compiler/disjoint.ts",
    edits: [["common.set(key, left(values, own));", "common.set(key, own);"]],
  },
  {
    name: "a term that another contains leaves its owners behind",
    file: "core/condition/condition.ts",
    edits: [
      [
        "else wider.owners = union(wider.owners, owners);",
        "else wider.owners = union(wider.owners, []);",
      ],
    ],
  },
  {
    name: "an arm that another contains leaves its owners behind",
    file: "core/compiler/owned-arm.ts",
    edits: [["owners: union(wider.owners, owners) };", "owners: wider.owners };"]],
  },
  {
    name: "an arm joins a pattern without its owners",
    file: "core/compiler/pack-arms.ts",
    edits: [["for (const owner of owners) this.owners.add(owner);", ""]],
  },
  {
    name: "faults do not pass",
    file: "core/condition/expression-condition.ts",
    edits: [
      [
        "return either([analysis.of(tree, TRUTHY), analysis.faults(tree)]);",
        "return analysis.of(tree, TRUTHY);",
      ],
    ],
  },
  {
    name: "only true passes, not what else is a fault",
    file: "core/condition/expression-condition.ts",
    edits: [
      [
        "return either([analysis.of(tree, TRUTHY), analysis.faults(tree)]);",
        'return either([analysis.of(tree, { set: TRUTHY.set.length > 0 ? [{ kind: "equals", value: true }] : [], containers: "none" }), analysis.faults(tree)]);',
      ],
    ],
  },
  {
    name: "a comparison for difference needs the field",
    file: "core/condition/want.ts",
    edits: [
      [
        "set: unite([ABSENT, { ...PRESENT, not: [value as Scalar] }])",
        "set: unite([{ ...PRESENT, not: [value as Scalar] }])",
      ],
    ],
  },
  {
    name: "a negated conjunction is a conjunction of negations",
    file: "core/condition/expression-condition.ts",
    edits: [
      [
        "if (covers(want, decided)) return either([this.of(left, decides), this.of(right, want)]);",
        "if (covers(want, decided)) return both(this.of(left, decides), this.of(right, want));",
      ],
    ],
  },
  {
    name: "an exclusion that one of two members has is kept for both",
    file: "core/condition/member-union.ts",
    edits: [["else if (!excludes(left, right)) return undefined;", "else none.push(left);"]],
  },
  {
    name: "a list in a field that is looked through is forgotten",
    file: "core/condition/preimage.ts",
    edits: [
      [
        'return { set: text.set, containers: all ? "all" : "some" };',
        'return { set: text.set, containers: "none" };',
      ],
    ],
  },
  {
    name: "an exclusion takes away more than one kind can tell",
    file: "core/compiler/field.ts",
    edits: [
      [
        "const items = withinLength(all);",
        'const items = withinLength(all).map((it) => (typeof it === "string" ? it.slice(0, 3) : it));',
      ],
    ],
  },
  {
    name: "the letters that other characters become are compared like any",
    file: "core/compiler/text-operator.ts",
    edits: [['lower: /[^\\x20-\\x7e]|["\\\\k]/i', 'lower: /[^\\x20-\\x7e]|["\\\\]/i']],
  },
  {
    name: "of a text in the wrong order, the suffix is taken for a prefix by the index",
    file: "core/condition/anchor.ts",
    edits: [
      [
        'return (by === "prefix" || by === "suffix") && fold === undefined;',
        'return by === "prefix" || by === "suffix";',
      ],
    ],
  },
  {
    name: "two conditions on one field: the second counts alone",
    file: "core/condition/condition.ts",
    edits: [
      ["const values = other === undefined ? set : intersect(other, set);", "const values = set;"],
    ],
  },
  {
    name: "an exact text with an address in it is called exact",
    file: "core/compiler/field.ts",
    edits: [
      [
        'if (parseIpAddress(value)) return { value, loss: "any spelling of an address passes" };',
        "",
      ],
    ],
  },
];
