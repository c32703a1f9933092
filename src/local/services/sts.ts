import type { Service } from "../protocol/service.ts";
import type { Place } from "../wiring/arn.ts";

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
