import fc from "fast-check";

/**
 * Records of given keys, in lists and in each other. They are read from JSON, so that a key that objects
 * have anyway is one of their own, and one that is written twice stands where it stood first.
 *
 * @param depthSize How likely what is nested goes deeper.
 */
export function keyedRecord(
  key: fc.Arbitrary<string>,
  { maxKeys, depthSize }: { maxKeys: number; depthSize?: "max" },
): fc.Arbitrary<Record<string, unknown>> {
  const value = fc.letrec<{ any: unknown; object: Record<string, unknown> }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4, ...(depthSize && { depthSize }) },
      fc.constantFrom("x", "", 0, 1, true, false, null),
      fc.array(tie("any"), { maxLength: 3 }),
      tie("object"),
    ),
    object: fc.array(fc.tuple(key, tie("any")), { maxLength: maxKeys }).map((entries) => {
      const members = entries.map(([name, it]) => `${JSON.stringify(name)}:${JSON.stringify(it)}`);
      return JSON.parse(`{${members.join(",")}}`);
    }),
  }));
  return value.object;
}
