import { ANY_CHARACTERS, matchesPattern, type Pattern } from "./pattern.ts";

/** Parts of an ARN, of which the last may hold colons. */
const PARTS = 6;

/**
 * Whether an ARN is what a pattern of a policy says, part by part: a wildcard reaches no further
 * than the colon, and parts that a pattern leaves out at its end may be anything.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function arnMatches(pattern: Pattern, arn: string): boolean {
  if (pattern.length === 1 && pattern[0] === ANY_CHARACTERS) return true;
  const wanted = partsOfPattern(pattern);
  const parts = partsOfArn(arn);
  if (parts.length < PARTS) return matchesPattern(pattern, arn);
  return parts.every((part, i) => matchesPattern(wanted[i] ?? [ANY_CHARACTERS], part));
}

function partsOfPattern(pattern: Pattern): readonly Pattern[] {
  const parts: Pattern[number][][] = [[]];
  for (const each of pattern) {
    if (each === ":" && parts.length < PARTS) parts.push([]);
    else parts.at(-1)?.push(each);
  }
  return parts;
}

function partsOfArn(arn: string): readonly string[] {
  const parts = arn.split(":");
  const last = parts.slice(PARTS - 1).join(":");
  return parts.length < PARTS ? parts : [...parts.slice(0, PARTS - 1), last];
}
