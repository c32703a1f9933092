import { OrganizationsClient, paginateListAccounts } from "@aws-sdk/client-organizations";
import { clientLimits } from "../client-limits.ts";
import { needOf } from "./need-of.ts";

/** An account as its organisation has it. */
export interface OrganizationAccount {
  /** 12 digits. */
  readonly id: string;
  readonly name: string;
  /** `ACTIVE`, `SUSPENDED`, `PENDING_CLOSURE`, `CLOSED` or `PENDING_ACTIVATION`. */
  readonly state: string;
}

/** Tries of a call: Organizations takes few calls a second, and is asked for 20 accounts in each. */
const ATTEMPTS = 8;

/**
 * Asks AWS Organizations for all accounts of the organisation.
 *
 * @param region Region whose partition is meant; absent: the environment's, else us-east-1.
 * @param onPage Told of how many accounts each page has.
 * @throws {Error} Saying what is missing: credentials, a permission, another account.
 */
export async function organizationAccounts(
  region: string | undefined,
  onPage: (accounts: number) => void,
): Promise<readonly OrganizationAccount[]> {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const client = new OrganizationsClient({
    ...clientLimits({ attemptMilliseconds: 10_000, attempts: ATTEMPTS }),
    region: region ?? (AWS_REGION || AWS_DEFAULT_REGION || "us-east-1"),
  });
  const found: OrganizationAccount[] = [];
  try {
    for await (const { Accounts = [] } of paginateListAccounts({ client }, {})) {
      for (const { Id, Name, State, Status } of Accounts) {
        if (!Id) continue;
        // One that is being made may have no name yet.
        found.push({ id: Id, name: Name ?? "", state: State ?? Status ?? "ACTIVE" });
      }
      onPage(Accounts.length);
    }
  } catch (cause) {
    throw new Error(`Cannot ask AWS Organizations for accounts as ${needed(cause)}`, { cause });
  } finally {
    client.destroy();
  }
  return found;
}

function needed(cause: unknown): string {
  if (cause instanceof Error && cause.name === "AWSOrganizationsNotInUseException") {
    return `the account of your credentials must be in an organisation: ${cause.message}`;
  }
  return needOf(cause, NEEDED);
}

const NEEDED =
  "organizations:ListAccounts must be allowed, to the management account or a delegated administrator of the organisation (of any service): use its credentials (AWS_PROFILE)";
