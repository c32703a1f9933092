import type { Rule } from "../rule/rule.ts";
import type { AnyFile } from "../rule-file/rule-file.ts";
import { type FindingId, finding, type RuleFinding } from "./finding.ts";

/** Finds what rules of several events ask that can never be so, or that is so of nearly everything. */
export function severalFindings(files: readonly AnyFile[]): readonly RuleFinding[] {
  return files.flatMap((file) => {
    const { rule } = file;
    if ("reason" in rule) return [];
    return [...sessionKeys(rule), ...countedKeys(rule), ...learning(rule), ...strangers(rule)].map(
      ([id, field, message]) => finding(id, file, field, message),
    );
  });
}

type Found = readonly [id: FindingId, field: RuleFinding["field"], message: string];

/** Of a role, these differ from session to session; of a user, not. */
const SESSION_FIELDS: ReadonlySet<string> = new Set([
  "userIdentity.arn",
  "userIdentity.principalId",
]);

function sessionKeys({ threshold, firstSeen, followedBy }: Rule): readonly Found[] {
  const all: readonly (readonly [RuleFinding["field"], readonly string[]])[] = [
    [["threshold", "by"], threshold?.by ?? []],
    [["firstSeen", "by"], firstSeen?.by ?? []],
    [["firstSeen", "of"], firstSeen?.of ?? []],
    [["followedBy", "by"], followedBy?.by ?? []],
  ];
  return all.flatMap(([field, keys]) =>
    keys.flatMap((key, index): Found[] => {
      if (!SESSION_FIELDS.has(key)) return [];
      const message = `Counts by ${key}, which a role has anew in each session: whoever takes a new one begins anew. Write $issuer, or $actor where sessions are meant`;
      return [["session-key", [...field, index], message]];
    }),
  );
}

function countedKeys({ threshold, firstSeen }: Rule): readonly Found[] {
  const { distinct, by = [] } = threshold ?? {};
  const isKey = (keys: readonly string[] | undefined, among: readonly string[]): boolean =>
    keys?.every((key) => among.includes(key)) === true;
  const found: Found[] = [];
  if (isKey(distinct, by)) {
    const message = `Counts different values of ${distinct?.join(", ")}, by which it also tells events apart: there is one of each, so it never alerts. Leave it out of by`;
    found.push(["counted-key", ["threshold", "distinct"], message]);
  }
  if (firstSeen !== undefined && isKey(firstSeen.of, firstSeen.by)) {
    const message = `Asks for new values of ${firstSeen.of.join(", ")}, by which it also tells events apart: each is learned where it is new, so it hardly ever alerts. Leave it out of by`;
    found.push(["counted-key", ["firstSeen", "of"], message]);
  }
  return found;
}

function learning({ firstSeen }: Rule): readonly Found[] {
  if (firstSeen?.learnDays !== 0) return [];
  const message =
    "Learns nothing before it alerts: at first every value is new, also each that is met every day. Set learnDays";
  return [["no-learning", ["firstSeen", "learnDays"], message]];
}

/** What all callers of an account have in common. */
const SHARED_BY_ALL: ReadonlySet<string> = new Set([
  "$account",
  "recipientAccountId",
  "userIdentity.accountId",
  "awsRegion",
  "eventSource",
  "eventName",
  "readOnly",
]);

function strangers({ followedBy }: Rule): readonly Found[] {
  if (followedBy?.by.every((key) => SHARED_BY_ALL.has(key)) !== true) return [];
  const message = `Has whatever anybody does follow what anybody else does, as by is ${followedBy.by.join(", ")}: name who calls ($issuer) or what it is about, such as requestParameters.userName`;
  return [["strangers-follow", ["followedBy", "by"], message]];
}
