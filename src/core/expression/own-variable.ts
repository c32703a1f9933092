import type { SyntaxNode } from "../syntax/node.ts";

/**
 * Values of the lists that expressions reach as `$lists.NAME`, by name. Under {@linkcode ACCOUNTS_LIST} are
 * the ids of the accounts that are the user's own.
 */
export type ListValues = Readonly<Record<string, readonly string[]>>;

/** Name of the list that `$accounts` is short for. */
export const ACCOUNTS_LIST = "accounts";

/** Name of the variable below which the lists are. */
export const LISTS = "lists";

/** Name of the variable that is the ARN of who called, as it lasts: see {@linkcode ISSUER_FIELDS}. */
export const ISSUER = "issuer";

/** The role behind a session, or else the user: the first that an event has. */
export const ISSUER_FIELDS = [
  "userIdentity.sessionContext.sessionIssuer.arn",
  "userIdentity.arn",
] as const;

/** A variable that every expression has. */
export interface OwnVariable {
  readonly name: string;
  /** JMESPath's name of its type. */
  readonly type: "array" | "string";
  /** Its value; undefined where that is not known. */
  readonly of: (known: KnownValues) => readonly string[] | string | undefined;
}

/** What the values of own variables are made of, as far as it is known. */
export interface KnownValues {
  /** The product's own function names. */
  readonly self?: readonly string[] | undefined;
  readonly lists?: ListValues | undefined;
}

/**
 * `$self` are the product's own function names, `$deployment` what its names begin with, `$accounts`
 * the user's own accounts.
 */
export const OWN_VARIABLES: readonly OwnVariable[] = [
  { name: "self", type: "array", of: ({ self }) => self && [...self] },
  { name: "deployment", type: "string", of: ({ self }) => self && deploymentOf(self) },
  { name: ACCOUNTS_LIST, type: "array", of: ({ lists }) => valuesOn(lists, ACCOUNTS_LIST) },
];

/** The names of all variables that there are, as they are written. */
export const OWN_NAMES: readonly string[] = [
  ...OWN_VARIABLES.map(({ name }) => `$${name}`),
  `$${ISSUER}`,
  `$${LISTS}.NAME`,
];

/** The values of a list; undefined if there is none of the name, or none is known. */
export function valuesOn(
  lists: ListValues | undefined,
  name: string,
): readonly string[] | undefined {
  return lists !== undefined && Object.hasOwn(lists, name) ? lists[name] : undefined;
}

/** The name of the list that a part of an expression is, `$lists.NAME`; undefined of any other part. */
export function listNamed(node: SyntaxNode): string | undefined {
  if (node.type !== "Subexpression" || node.left.type !== "Variable") return undefined;
  return node.left.name === LISTS && node.right.type === "Field" ? node.right.name : undefined;
}

/** How a list is used. */
export const WHOLE_LIST =
  "lists are used whole: contains($lists.NAME, field), like(field, $lists.NAME), in_cidr(field, $lists.NAME)";

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
