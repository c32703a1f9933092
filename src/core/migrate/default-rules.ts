import { translateRule } from "./translate-rule.ts";

/**
 * The rule of the default pack that says what a rule does, if one does.
 *
 * @param match What it was translated to.
 * @param functionNames Names the module's function has, beside its default.
 */
export function defaultRuleOf(match: string, functionNames: readonly string[]): string | undefined {
  const names = [...new Set(["fivexl-cloudtrail-to-slack", ...functionNames])];
  for (const name of names) {
    const known = KNOWN.get(name) ?? matchesOf(name);
    KNOWN.set(name, known);
    const found = known.get(match);
    if (found !== undefined) return found;
  }
  return undefined;
}

const KNOWN = new Map<string, ReadonlyMap<string, string>>();

function matchesOf(functionName: string): ReadonlyMap<string, string> {
  return new Map(
    defaultTexts(functionName).flatMap(([id, python]) => {
      const translated = translateRule(python);
      return translated.verdict === "same" ? [[translated.match, id] as const] : [];
    }),
  );
}

/** The default rules as the module has them. */
function defaultTexts(functionName: string): readonly (readonly [id: string, python: string])[] {
  const trail = (name: string) =>
    `event["eventSource"] == "cloudtrail.amazonaws.com" and event["eventName"] == "${name}"`;
  const self = (name: string) =>
    `event["eventSource"] == "lambda.amazonaws.com" and "responseElements.functionName" in event ` +
    `and event["responseElements.functionName"] == ${JSON.stringify(functionName)} ` +
    `and event["eventName"].startswith(("${name}"))`;
  return [
    [
      "console-login-without-mfa",
      'event["eventName"] == "ConsoleLogin" and event.get("additionalEventData.MFAUsed", "") != "Yes" ' +
        'and "assumed-role/AWSReservedSSO" not in event.get("userIdentity.arn", "")',
    ],
    ["unauthorized-operation", 'event.get("errorCode", "").endswith(("UnauthorizedOperation"))'],
    [
      "access-denied",
      'event.get("errorCode", "").startswith(("AccessDenied")) ' +
        'and (event.get("userIdentity.accountId", "") != "ANONYMOUS_PRINCIPAL")',
    ],
    [
      "root-activity",
      'event.get("userIdentity.type", "") == "Root" ' +
        'and not event["eventName"].startswith(("Get", "List", "Describe", "Head"))',
    ],
    ["cloudtrail-stop-logging", trail("StopLogging")],
    ["cloudtrail-update-trail", trail("UpdateTrail")],
    ["cloudtrail-delete-trail", trail("DeleteTrail")],
    ["self-function-configuration-changed", self("UpdateFunctionConfiguration")],
    ["self-function-code-changed", self("UpdateFunctionCode")],
  ];
}

/** Ids of the default pack. */
export const DEFAULT_IDS: readonly string[] = defaultTexts("").map(([id]) => id);
