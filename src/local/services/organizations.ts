import { AwsError } from "../protocol/aws-error.ts";
import { integerMember, type Service } from "../protocol/service.ts";
import type { Place } from "../wiring/arn.ts";
import type { OrganizationMember } from "../wiring/wiring.ts";

/**
 * The operations of AWS Organizations: the accounts of the organisation that the local account
 * manages, in pages of 20 at most.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export function createOrganizations(
  members: readonly OrganizationMember[],
  { account }: Pick<Place, "account">,
): Service {
  const accounts = members.map(({ id, name, state = "ACTIVE" }) => ({
    Id: id,
    Arn: `arn:aws:organizations::${account}:account/o-local00000/${id}`,
    Name: name,
    Email: `${id}@example.com`,
    State: state,
    JoinedMethod: "CREATED",
  }));
  return {
    ListAccounts(input) {
      const limits = { from: 1, to: 20, otherwise: 20 };
      const size = integerMember(input, "MaxResults", limits, "InvalidInputException");
      const start = input.NextToken === undefined ? 0 : Number(input.NextToken);
      if (!Number.isInteger(start) || start < 0 || start > accounts.length) {
        throw new AwsError("InvalidInputException", "You provided an invalid NextToken value.");
      }
      const end = start + size;
      return {
        Accounts: accounts.slice(start, end),
        ...(end < accounts.length && { NextToken: String(end) }),
      };
    },
  };
}
