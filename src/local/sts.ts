import type { Place } from "./arn.ts";
import type { Service } from "./service.ts";

/** The STS operations: every caller is the account's own. */
export function createSts({ account }: Place): Service {
  return {
    GetCallerIdentity: () => ({
      Arn: `arn:aws:iam::${account}:user/local`,
      UserId: "AIDALOCAL00000000000",
      Account: account,
    }),
  };
}
