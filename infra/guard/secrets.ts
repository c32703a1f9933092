import { Stack } from "aws-cdk-lib";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { type ISecret, Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { denyOthers, type OwnCallers } from "./others.ts";

/**
 * Closes the secrets that alerts are sent with to everyone who is not the product: whoever may read all
 * secrets of the account posts in its name else. That of a secret of this stack is added to its policy.
 *
 * @param secrets Undefined ones count for nothing.
 * @returns What the owners of the others add to theirs: a secret has one policy, which is not ours to
 * replace. Undefined where there are no others.
 */
export function guardSecrets(
  scope: Construct,
  secrets: readonly (ISecret | undefined)[],
  own: OwnCallers,
): PolicyStatement | undefined {
  const statement = () =>
    denyOthers(own, {
      sid: "OnlyOwnReaders",
      actions: ["secretsmanager:GetSecretValue"],
      // In a secret's own policy: the secret.
      resource: "*",
    });
  let isForOthers = false;
  for (const secret of new Set(secrets)) {
    if (secret === undefined) continue;
    // Of another stack it would need this one, which needs it.
    const isOurs = secret instanceof Secret && Stack.of(secret) === Stack.of(scope);
    if (isOurs) secret.addToResourcePolicy(statement());
    else isForOthers = true;
  }
  return isForOthers ? statement() : undefined;
}

/** What of alerts' destinations is in secrets. */
interface SecretDestinations {
  readonly slackBotToken?: ISecret;
  readonly slackWebhook?: ISecret;
  readonly routes?: readonly { readonly slackWebhook?: ISecret }[];
}

/** The secrets that alerts are sent with. */
export function secretsOf({
  slackBotToken,
  slackWebhook,
  routes = [],
}: SecretDestinations): readonly (ISecret | undefined)[] {
  return [slackBotToken, slackWebhook, ...routes.map((route) => route.slackWebhook)];
}
