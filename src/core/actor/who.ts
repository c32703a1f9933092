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
  const permissionSet = SIGNED_ON.exec(actor.name)?.[1];
  if (permissionSet === undefined || !actor.session) return { name: actorLabel(actor) };
  return { name: actor.session, permissionSet };
}

/** On one line: `ada@example.com (AdministratorAccess)`, `Deploy / ci-1234`. */
export function whoName(actor: Actor): string {
  const { name, permissionSet } = whoOf(actor);
  return permissionSet === undefined ? name : `${name} (${permissionSet})`;
}

/** A role that IAM Identity Center made for a permission set, by its name or its path. */
const SIGNED_ON = /(?:^|\/)AWSReservedSSO_(.+)_[0-9a-z]{8,32}$/;
