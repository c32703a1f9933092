import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { clientLimits } from "../client-limits.ts";
import { needOf } from "./need-of.ts";

/**
 * Who asks: the ARN of the credentials' session or user. It needs no permission.
 *
 * @param region Region to ask in; absent: the environment's.
 */
export async function callerArn(region: string | undefined): Promise<string> {
  try {
    const client = new STSClient({
      ...clientLimits({ attemptMilliseconds: 10_000, attempts: 3 }),
      ...(region !== undefined && { region }),
    });
    const { Arn } = await client.send(new GetCallerIdentityCommand({}));
    return String(Arn);
  } catch (cause) {
    const need = needOf(cause, "sts:GetCallerIdentity must be allowed");
    throw new Error(`Cannot say who asks as ${need}`, { cause });
  }
}
