import { nearest } from "./nearest.ts";

/**
 * Says why no event can have this text in a field that takes one of a few words, if it is one of
 * them misspelt. New words come with new services, so one that is like none of them is let be.
 *
 * @param key The field's flat key.
 * @returns What is wrong and what to write instead.
 */
export function fieldWordProblem(key: string, text: string): string | undefined {
  if (key === MFA) {
    if (/^(true|false|\.*)$/.test(text)) return undefined;
    const meant = /^(no|n|0|f.*)$/i.test(text) ? "'false'" : "'true'";
    return `it is 'true' or 'false': write ${meant}`;
  }
  if (key === "awsRegion") return regionProblem(text);
  if (key === "tlsDetails.tlsVersion") return tlsProblem(text);
  const words = WORDS[key];
  if (words === undefined || words.includes(text)) return undefined;
  const meant =
    words.find((word) => letters(word) === letters(text)) ??
    (text.length > 4 ? near(text, words) : undefined);
  return meant === undefined ? undefined : `did you mean '${meant}'?`;
}

const MFA = "userIdentity.sessionContext.attributes.mfaAuthenticated";

/** A word that one letter too many, too few or wrong makes of the text. */
function near(text: string, words: readonly string[]): string | undefined {
  const word = nearest(text, words);
  const isNear =
    word !== undefined &&
    Math.abs(word.length - text.length) < 2 &&
    commonEnds(text, word) + 1 >= Math.max(text.length, word.length);
  return isNear ? word : undefined;
}

/** How many letters two texts have in common at their beginning and end together. */
function commonEnds(a: string, b: string): number {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start++;
  let end = 0;
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  return start + end;
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/**
 * The words of fields that take few.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  "userIdentity.type": (
    "Root IAMUser AssumedRole Role FederatedUser Directory AWSAccount AWSService " +
    "IdentityCenterUser SAMLUser WebIdentityUser Unknown"
  ).split(" "),
  eventCategory: "Management Data Insight NetworkActivity Aggregated".split(" "),
  // AWS's own examples spell sign-ins both ways.
  eventType: (
    "AwsApiCall AwsServiceEvent AwsConsoleAction AwsConsoleSignIn AwsConsoleSignin " +
    "AwsCloudTrailInsight AwsVpceEvent AwsAggregatedEvent"
  ).split(" "),
};

/** Names of Regions whose parts are run together or parted by something else, and zones of them. */
function regionProblem(text: string): string | undefined {
  if (REGION.test(text)) return undefined;
  const parts = PARTS.exec(text.toLowerCase().replace(/[^a-z0-9]/g, ""));
  if (parts === null) return undefined;
  const [, area, part = "", where, digit] = parts;
  return `did you mean '${[area, ...(part ? [part] : []), where, digit].join("-")}'?`;
}

const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;
const PARTS =
  /^(us|eu|ap|ca|sa|me|af|il|mx|cn)(gov|isob|isoe|isof|iso)?(north|south|east|west|central|northeast|northwest|southeast|southwest)(\d)[a-z]?$/;

function tlsProblem(text: string): string | undefined {
  if (/^TLSv1(\.\d)?$/.test(text)) return undefined;
  const meant = /^(?:tls)?[\s_-]*v?1(?:[._]([0-3]))?$/i.exec(text);
  if (meant === null) return undefined;
  const [, minor = "0"] = meant;
  return `did you mean 'TLSv1${minor === "0" ? "" : `.${minor}`}'?`;
}
