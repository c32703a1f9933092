import type { FieldProblem } from "../record/field-problem.ts";

/** Accounts by their ids, or every account of the organisation. */
export type AdmittedAccounts = readonly string[] | "organization";

/** Whom beside its own account a bus lets in, and to what. Nobody where nothing is said. */
export interface BusAccess {
  /**
   * Id of the organisation that whoever is admitted must belong to, e.g. `o-a1b2c3d4e5`. By itself
   * it admits nobody.
   *
   * @default - accounts are admitted whatever organisation they are in
   */
  readonly organizationId?: string;

  /**
   * Accounts that may put events of their own on the bus, none in the name of trailbridge; or
   * "organization", all of `organizationId`.
   *
   * @default - none
   */
  readonly putEvents?: AdmittedAccounts;

  /**
   * Accounts that may put rules of their own on the bus; or "organization", all of
   * `organizationId`. Their rules select among the records of all accounts: EventBridge cannot
   * limit what of a bus a rule reads. To give an account its own records alone, forward them to a
   * bus of that account instead.
   *
   * @default - none
   */
  readonly putRules?: AdmittedAccounts;
}

/** What is wrong with whom a bus is to admit. */
export function busAccessProblems(access: BusAccess): readonly FieldProblem[] {
  const { organizationId, putEvents, putRules } = access;
  const problems: FieldProblem[] = [];
  const say = (field: keyof BusAccess, value: unknown, why: string) =>
    problems.push({
      field: [field],
      message: `Cannot use bus.${field} ${JSON.stringify(value)} as ${why}`,
    });
  if (organizationId !== undefined && !ORGANIZATION_ID.test(organizationId)) {
    say("organizationId", organizationId, 'it must be the id of an organisation: "o-a1b2c3d4e5"');
  }
  for (const field of ["putEvents", "putRules"] as const) {
    const accounts = access[field];
    if (accounts === undefined) continue;
    if (accounts === "organization") {
      if (organizationId !== undefined) continue;
      say(field, accounts, "bus.organizationId must say which organisation: it is missing");
      continue;
    }
    const fault = accountsFault(accounts);
    if (fault !== undefined) say(field, accounts, fault);
  }
  if (organizationId !== undefined && putEvents === undefined && putRules === undefined) {
    say(
      "organizationId",
      organizationId,
      'it admits nobody by itself: name in bus.putEvents whose events the bus takes, in bus.putRules who may read the records of all accounts by rules of their own (account ids, or "organization"); or leave it out',
    );
  }
  return problems;
}

function accountsFault(accounts: readonly string[]): string | undefined {
  if (accounts.length === 0) return "it admits nobody: leave it out";
  if (accounts.length > MAX_ADMITTED) {
    return `the bus's policy has room for ${MAX_ADMITTED} accounts: there are ${accounts.length}; take "organization" with bus.organizationId`;
  }
  const odd = accounts.find((account) => !/^\d{12}$/.test(account));
  if (odd !== undefined) return `"${odd}" is no account id: it must be 12 digits`;
  if (new Set(accounts).size < accounts.length) return "it names an account twice";
  return undefined;
}

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
const ORGANIZATION_ID = /^o-[a-z0-9]{10,32}$/;

/**
 * Accounts that fit into a bus's policy of 10,240 characters, beside each other in both statements.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export const MAX_ADMITTED = 100;
