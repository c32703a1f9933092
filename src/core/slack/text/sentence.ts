import { whoOf } from "../../actor/who.ts";
import type { Alert } from "../../alert/alert.ts";
import { outcomeWords } from "../../alert/headline.ts";
import { clip } from "../../record/event-text.ts";
import { code } from "./text.ts";

/**
 * What happened, in a sentence: who, from where, how it ended.
 *
 * `ada@example.com (AdministratorAccess) called StopLogging on cloudtrail from 192.0.2.10, which
 * was refused with AccessDenied.`
 */
export function sentence(alert: Alert): string {
  const { eventName, eventSource, insight, sourceIp } = alert;
  const what = eventName === undefined ? "an unnamed event" : `*${code(eventName, 220)}*`;
  const on = eventSource && ` on ${code(eventSource.replace(/\.amazonaws\.com$/, ""), 220)}`;
  const from = sourceIp && ` from ${code(sourceIp, 220)}`;
  return [
    insight === undefined
      ? `${who(alert)} called ${what}${on ?? ""}`
      : `Unusual activity: ${what}${on ?? ""} by ${who(alert)}  (${code(insight, 120)})`,
    from ?? "",
    ending(alert),
  ].join("");
}

/** A login that failed says nothing of MFA: it comes after the password. */
export function isBareLogin({ loginWithoutMfa, failure }: Alert): boolean {
  return loginWithoutMfa && failure === undefined;
}

function who({ actor }: Alert): string {
  const { name, permissionSet } = whoOf(actor);
  const person = `*${code(name, 420)}*`;
  return permissionSet === undefined ? person : `${person} as ${code(permissionSet, 120)}`;
}

/** How the call ended; an Insight is about many calls. */
function ending(alert: Alert): string {
  const { errorCode, errorMessage, insight } = alert;
  const failure = alert.failure ?? (errorCode === undefined ? undefined : "failed");
  if (failure !== undefined) {
    const reason = errorCode ?? (errorMessage && clip(errorMessage, 120));
    return `, which *${outcomeWords(failure)}*${reason ? ` with ${code(reason, 220)}` : ""}`;
  }
  if (insight !== undefined) return "";
  return isBareLogin(alert) ? ", which succeeded *without MFA*" : ", which succeeded";
}
