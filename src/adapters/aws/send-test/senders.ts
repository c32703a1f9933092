import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import type { Secrets, Topics } from "../../../ports.ts";
import { clientLimits } from "../client-limits.ts";
import { secretsManager } from "../secrets-manager.ts";
import { snsPublisher } from "../sns-publisher.ts";

/** What a person's credentials read and publish with. */
export interface Senders {
  readonly secrets: Secrets;
  /** For a topic, in its own Region: one elsewhere would be said not to be there. */
  topics(topicArn: string): Topics;
}

/** @param region Region of the secrets; absent: the environment's. */
export function awsSenders(region: string | undefined): Senders {
  const limits = clientLimits({ attemptMilliseconds: 10_000, attempts: 3 });
  const inRegion = (name: string | undefined) => ({
    ...limits,
    ...(name !== undefined && name !== "" && { region: name }),
  });
  return {
    secrets: secretsManager(new SecretsManagerClient(inRegion(region))),
    topics: (topicArn) => snsPublisher(new SNSClient(inRegion(topicArn.split(":")[3] ?? region))),
  };
}
