/** A variable that every expression has, from the product's own function names. */
export interface OwnVariable {
  readonly name: string;
  /** JMESPath's name of its type. */
  readonly type: "array" | "string";
  readonly of: (self: readonly string[]) => readonly string[] | string;
}

/** `$self` are the product's own function names, `$deployment` what its names begin with. */
export const OWN_VARIABLES: readonly OwnVariable[] = [
  { name: "self", type: "array", of: (self) => [...self] },
  { name: "deployment", type: "string", of: deploymentOf },
];

/**
 * What names of the product's parts begin with: where functions have the names that a deployment
 * gives them, all before `-splitter` or `-notifier`. Of other names, the first as it is: no part
 * but that function and its role is known by it.
 */
function deploymentOf(self: readonly string[]): string {
  const usual = /^(.+)-(?:splitter|notifier)$/;
  const bases = self.flatMap((name) => usual.exec(name)?.[1] ?? []);
  // Text that stands in everything would match everything.
  return bases[0] ?? self.find((name) => name !== "") ?? NOBODY;
}

/** No AWS resource has this in its name. */
const NOBODY = "\n";
