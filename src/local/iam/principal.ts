import { callerName, type Principal, sessionArn } from "./request.ts";

/** A statement's `Principal` or `NotPrincipal`. */
export interface Principals {
  readonly not: boolean;
  /** Whether it is everybody: `"*"` or `{"AWS": "*"}`. */
  readonly everybody: boolean;
  readonly aws: readonly string[];
  readonly services: readonly string[];
}

/**
 * How a principal names a caller: itself, everybody, its whole account, or not at all. A grant to
 * an account leaves it to the account's own policies.
 */
export type NamedAs = "itself" | "everybody" | "account" | undefined;

/**
 * Reads a `Principal`.
 *
 * @throws {Error} If IAM knows no principal of that form.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function readPrincipals(value: unknown, not: boolean): Principals {
  const none = { not, everybody: false, aws: [], services: [] };
  if (value === "*") return { ...none, everybody: true };
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badForm(value);
  let found: Principals = none;
  for (const [kind, given] of Object.entries(value)) {
    const names: unknown[] = [given].flat();
    if (!KINDS.has(kind) || !names.every((name) => typeof name === "string")) throw badForm(value);
    if (kind === "AWS") {
      const bad = names.find((name) => !isAwsForm(name as string));
      if (bad !== undefined) throw badForm(bad);
      found = { ...found, everybody: names.includes("*"), aws: names as string[] };
    }
    if (kind === "Service") found = { ...found, services: names as string[] };
  }
  return found;
}

/** Callers of the local stack are roles, roots and services: no principal of another kind names them. */
const KINDS: ReadonlySet<string> = new Set(["AWS", "Service", "Federated", "CanonicalUser"]);

/** Whether it is everybody, an account, an ARN of IAM or STS, or the id of what was deleted. */
function isAwsForm(name: string): boolean {
  if (name === "*" || /^\d{12}$/.test(name)) return true;
  if (/^arn:aws[\w-]*:(?:iam|sts)::\d{12}:\S/.test(name)) return !/\s/.test(name);
  return name.length > 15 && /^A[A-Z0-9]+$/.test(name);
}

function badForm(value: unknown): Error {
  return new Error(`Cannot read principal as IAM must know its form: ${JSON.stringify(value)}`);
}

/** How a principal names a caller. */
export function namedBy(principals: Principals, caller: Principal): NamedAs {
  if (caller.kind === "service") {
    if (principals.services.includes(caller.service)) return "itself";
    return principals.everybody ? "everybody" : undefined;
  }
  const names = [callerName(caller), ...(caller.kind === "role" ? [caller.roleArn] : [])];
  if (caller.kind === "role" && names.some((name) => principals.aws.includes(name))) {
    return "itself";
  }
  const account = (caller.kind === "role" ? sessionArn(caller) : callerName(caller)).split(":")[4];
  const ofAccount = principals.aws.some(
    (name) => name === account || (name.endsWith(":root") && name.split(":")[4] === account),
  );
  if (principals.everybody) return "everybody";
  return ofAccount ? "account" : undefined;
}
