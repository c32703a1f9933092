/** Names and indices that lead to a field of a file that people write. */
export type Field = readonly (string | number)[];

/** One thing that is wrong in such a file. */
export interface FieldProblem {
  /** The field; none means the file as a whole. */
  readonly field: Field;
  /** Whether it is the field's name that is wrong, not its value. */
  readonly isName?: boolean;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/** A field's name as messages have it: `routes[0].accounts`. */
export function fieldName(field: Field): string {
  const name = field.map((part) =>
    typeof part === "number"
      ? `[${part}]`
      : /^([\w-]+|<name>)$/.test(part)
        ? `.${part}`
        : `[${JSON.stringify(part)}]`,
  );
  return name.join("").replace(/^\./, "");
}

/** Says why a value cannot be used. */
export function unusable(field: Field, value: unknown, why: string): FieldProblem {
  return { field, message: `Cannot use ${fieldName(field)} ${JSON.stringify(value)} as ${why}` };
}
