import { sha256 } from "../record/sha256.ts";

/** Characters of a Lambda function's name. @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const MAX_FUNCTION_NAME = 64;

/** Characters of a role's name. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_ROLE_NAME = 64;

/** The longest Region's name has 15 today (`us-isof-south-1`). */
const MAX_REGION = 16;

/** Id of the construct that a stack usually holds: its name says nothing more. */
const USUAL_ID = "Trailbridge";

const SPLITTER = "-splitter";
const NOTIFIER = "-notifier";

/** Names of a deployment's two functions: what rules reach as `$self`. */
export interface FunctionNames {
  readonly splitter: string;
  readonly notifier: string;
}

/**
 * What the names of everything begin with that a construct names, so that no two share one: two
 * stacks of an account, two constructs of a stack.
 *
 * @param stackName Name of the stack, of the outermost where stacks are nested.
 * @param path Ids of the constructs from the stack down.
 */
export function deploymentName(stackName: string, path: readonly string[]): string {
  if (path.length === 1 && path[0] === USUAL_ID) return stackName;
  // Ids may hold a "-" too: joined alone, "a-b" in "c" would be "b-c" in "a".
  const readable = [stackName, ...path].map((it) => it.replaceAll(/[^A-Za-z0-9]+/g, "-"));
  return [...readable, digest(JSON.stringify([stackName, ...path]))].join("-");
}

/** Names of the functions where they are given none. */
export function functionNames(deployment: string): FunctionNames {
  const base = shortened(deployment, MAX_FUNCTION_NAME - SPLITTER.length);
  return { splitter: base + SPLITTER, notifier: base + NOTIFIER };
}

/**
 * Name of a function's role. IAM is one for all Regions, so the name says which one, and it
 * disregards upper and lower case, so those that differ in it alone are told apart.
 *
 * @param region The Region's name, or a reference to it that the deploy fills in.
 */
export function roleName(functionName: string, region: string): string {
  const isLower = functionName === functionName.toLowerCase();
  const name = isLower ? functionName : `${functionName}-${digest(functionName)}`;
  return `${shortened(name, MAX_ROLE_NAME - 1 - MAX_REGION)}-${region}`;
}

/** A name of at most so many characters: one that is longer ends in a digest of the whole of it. */
export function shortened(name: string, maxLength: number): string {
  if (name.length <= maxLength) return name;
  return `${name.slice(0, maxLength - DIGEST_LENGTH - 1)}-${digest(name)}`;
}

const DIGEST_LENGTH = 8;

/** A few characters that tell a text from others. */
export function digest(text: string): string {
  return sha256(text).slice(0, DIGEST_LENGTH);
}
