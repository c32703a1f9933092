import { type Actor, actorLabel } from "./actor.ts";

/** Who people would say it was, and the role they came in by. */
export interface Who {
  readonly name: string;
  /** The permission set of a person who signed in by IAM Identity Center. */
  readonly permissionSet?: string;
}

/**
 * Names the person first where a role belongs to IAM Identity Center: its session is called after
 * who signed in, the role after the permission set.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function whoOf(actor: Actor): Who {
  const permissionSet = permissionSetOf(actor.name);
  if (permissionSet === undefined || !actor.session) return { name: actorLabel(actor) };
  return { name: actor.session, permissionSet };
}

/** On one line: `ada@example.com (AdministratorAccess)`, `Deploy / ci-1234`. */
export function whoName(actor: Actor): string {
  const { name, permissionSet } = whoOf(actor);
  return permissionSet === undefined ? name : `${name} (${permissionSet})`;
}

/** Of a role that IAM Identity Center made for a permission set, by its name or its path. */
function permissionSetOf(role: string): string | undefined {
  const name = role.slice(role.lastIndexOf("/") + 1);
  const end = name.lastIndexOf("_");
  const isMade = name.startsWith(MADE_FOR) && SUFFIX.test(name.slice(end + 1));
  return isMade && end > MADE_FOR.length ? name.slice(MADE_FOR.length, end) : undefined;
}

const MADE_FOR = "AWSReservedSSO_";
const SUFFIX = /^[0-9a-z]{8,32}$/;
