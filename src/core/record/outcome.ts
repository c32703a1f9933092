import { type Detail, textOf } from "./event-text.ts";

/**
 * What became of a call: `refused` when its caller had no right to it, `failed` when it went wrong
 * otherwise, a sign-in with a wrong password among them.
 */
export type CallOutcome = "succeeded" | "failed" | "refused";

/**
 * Reads what became of a call. An error code or message says that it failed; sign-in events carry
 * neither at times, but a field of the event's own name that says `Failure`.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export function outcomeOf(detail: Detail): CallOutcome {
  const code = textOf(detail, "errorCode");
  if (code !== undefined) return isRefusal(code) ? "refused" : "failed";
  const eventName = textOf(detail, "eventName");
  for (const part of ["responseElements", "serviceEventDetails"]) {
    const said = eventName && textOf(detail, `${part}.${eventName}`)?.toLowerCase();
    if (said === "failure") return "failed";
    if (said === "success") return "succeeded";
  }
  return textOf(detail, "errorMessage") === undefined ? "succeeded" : "failed";
}

/**
 * Whether an error code says that the caller has no right to the call, in any of the services'
 * spellings: `AccessDenied`, `AccessDeniedException`, `Client.UnauthorizedOperation`,
 * `VpceAccessDenied`, `KMSAccessDeniedException`, `AuthorizationError`, `NotAuthorizedException`,
 * `ForbiddenException`.
 */
export function isRefusal(errorCode: string): boolean {
  return REFUSAL.test(errorCode);
}

const REFUSAL =
  /access[_ ]?denied|unauthori[sz]ed|not[_ ]?authori[sz]ed|authori[sz]ation(error|failure)|forbidden|insufficient(privileges|permissions)|permission[_ ]?denied/i;
