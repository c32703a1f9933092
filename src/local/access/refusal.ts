import type { Decision } from "../iam/decision.ts";
import { type AccessRequest, callerName } from "../iam/request.ts";
import { AwsError } from "../protocol/aws-error.ts";

/** A call that the policies do not allow. */
export interface AccessRefusal {
  /** Name of the role, or of the service that calls by itself. */
  readonly caller: string;
  readonly action: string;
  readonly resource: string;
  /** e.g. `no identity-based policy allows it` */
  readonly why: string;
}

/** What a decision refuses; `undefined` if it allows. */
export function refusalBy(
  { caller, action, resource }: AccessRequest,
  decision: Decision,
): AccessRefusal | undefined {
  if (decision.allowed) return undefined;
  const { explicit, by } = decision;
  const name = caller.kind === "role" ? caller.roleArn.split("/").at(-1) : callerName(caller);
  return {
    caller: `${name}`,
    action,
    resource,
    why: explicit ? `an explicit deny in a ${by}` : `no ${by} allows it`,
  };
}

/** A refusal in one line. */
export function refusalText({ caller, action, resource, why }: AccessRefusal): string {
  return `${caller} may not ${action} on ${resource}: ${why}`;
}

/**
 * A refusal as the service that was asked answers it.
 *
 * @param service Short name of the service that was called; the action may be one of KMS.
 */
export function refusalError(
  service: string,
  request: AccessRequest,
  refusal: AccessRefusal,
): AwsError {
  const { action, resource } = refusal;
  const because = refusal.why.startsWith("an explicit")
    ? `with ${refusal.why}`
    : `because ${refusal.why.replace(/it$/, `the ${action} action`)}`;
  const message = `User: ${callerName(request.caller)} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
  const isKey = action.startsWith("kms:");
  const { code, ...options } = CODES[service] ?? { code: "AccessDeniedException" };
  return new AwsError((isKey && KEY_CODES[service]) || code, message, options);
}

/** How services answer, where it is not `AccessDeniedException` with status 400. */
const CODES: Readonly<
  Record<string, { readonly code: string; readonly status?: number; readonly queryCode?: string }>
> = {
  s3: { code: "AccessDenied", status: 403 },
  sqs: { code: "AccessDeniedException", status: 403, queryCode: "AccessDenied" },
  sns: { code: "AuthorizationError", status: 403 },
  sts: { code: "AccessDenied", status: 403 },
};

/** The same where the caller may not use the key of what it asks for. */
const KEY_CODES: Readonly<Record<string, string>> = {
  sqs: "KMS.AccessDeniedException",
  sns: "KMSAccessDenied",
};
