import { Stack } from "aws-cdk-lib";
import { PolicyStatement, type Role } from "aws-cdk-lib/aws-iam";
import { type IKey, ViaServicePrincipal } from "aws-cdk-lib/aws-kms";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import { CfnTopic, type ITopic } from "aws-cdk-lib/aws-sns";
import type { DestinationSettings, RouteConditions, Targets } from "../../src/core/alert/route.ts";
import { foreignAccount } from "../shared/foreign.ts";

/** What one route or the default names: at most one target of each kind. */
export interface AlertTargets {
  /** Id of the channel the Slack app posts to, e.g. `C0123456789`. */
  readonly slackChannel?: string;

  /** Secret with an incoming webhook's address. */
  readonly slackWebhook?: ISecret;

  /** Topic alerts are published to. */
  readonly topic?: ITopic;
}

/** Alerts that go elsewhere than to the default: conditions as in the settings, targets as constructs. */
export interface AlertRoute extends AlertTargets, RouteConditions {}

/** Where alerts go: the default's targets, and routes. Secrets by reference, never by value. */
export interface AlertDestinations extends AlertTargets {
  /** Secret with the Slack app's bot token; needed as soon as a channel is named. */
  readonly slackBotToken?: ISecret;

  /**
   * In order: for Slack and for SNS the first that fits and names a target counts.
   *
   * @default - all alerts go to the default
   */
  readonly routes?: readonly AlertRoute[];

  /**
   * Key the topics are encrypted with, where it is not one the topic itself brings: the notifier
   * may then use it to publish.
   *
   * @default - the topics' own `masterKey`, if they have one
   */
  readonly topicKey?: IKey;

  /**
   * Key the secrets are encrypted with, where they were imported without it.
   *
   * @default - the secrets' own `encryptionKey`, else AWS's
   */
  readonly secretKey?: IKey;
}

/** Destinations as the notifier reads them, and the grants they need. */
export interface BoundDestinations {
  /** What `config.json` carries of them. */
  readonly settings: DestinationSettings;
  grant(role: Role): void;
}

/**
 * Turns references into the ids `config.json` carries, and knows what a role must be granted for
 * them: each secret and each topic by itself.
 *
 * @throws {Error} If a channel is named without the bot token's secret, or nothing at all is named.
 */
export function bindDestinations(props: AlertDestinations): BoundDestinations {
  const { slackBotToken, routes = [], topicKey, secretKey } = props;
  const everything: AlertTargets[] = [props, ...routes];
  if (everything.some(({ slackChannel }) => slackChannel !== undefined) && !slackBotToken) {
    throw new Error(
      "Cannot post to a Slack channel as slackBotToken must name the app's secret: it is not given (setting slack.app.botTokenSecretId)",
    );
  }
  if (everything.every((targets) => Object.keys(targetSettings(targets)).length === 0)) {
    throw new Error(
      "Cannot deliver alerts as one of slackChannel, slackWebhook and topic must be given: none is (settings slack, sns)",
    );
  }
  return {
    settings: {
      ...(slackBotToken && { slackTokenSecretId: secretId(slackBotToken) }),
      defaults: targetSettings(props),
      routes: routes.map(({ slackChannel, slackWebhook, topic, ...conditions }) => ({
        ...conditions,
        ...targetSettings({ slackChannel, slackWebhook, topic }),
      })),
    },
    grant(role) {
      const webhooks = everything.map(({ slackWebhook }) => slackWebhook);
      for (const secret of distinct([slackBotToken, ...webhooks], secretId)) {
        grantValue(secret, role);
      }
      const topics = distinct(
        everything.map(({ topic }) => topic),
        ({ topicArn }) => topicArn,
      );
      for (const { topicArn } of topics) {
        role.addToPolicy(new PolicyStatement({ actions: ["sns:Publish"], resources: [topicArn] }));
      }
      // Each by itself, and not the CDK's grant, which names every kind of data key.
      for (const keyArn of distinct([topicKey?.keyArn, ...topics.map(keyOf)], (arn) => arn)) {
        const actions = ["kms:GenerateDataKey", "kms:Decrypt"];
        role.addToPolicy(new PolicyStatement({ actions, resources: [keyArn] }));
      }
      if (secretKey !== undefined) {
        role.addToPolicy(
          new PolicyStatement({
            actions: ["kms:Decrypt"],
            resources: [secretKey.keyArn],
            conditions: { StringLike: { "kms:ViaService": "secretsmanager.*.amazonaws.com*" } },
          }),
        );
      }
    },
  };
}

function targetSettings({ slackChannel, slackWebhook, topic }: AlertTargets): Targets {
  return {
    ...(slackChannel !== undefined && { slackChannel }),
    ...(slackWebhook && { slackWebhookSecretId: secretId(slackWebhook) }),
    ...(topic && { snsTopicArn: topic.topicArn }),
  };
}

/**
 * What GetSecretValue takes: the complete ARN where it is known or will be; else the name, as an
 * ARN without its last six characters may be another secret's. Only another account's needs one.
 */
function secretId(secret: ISecret): string {
  if (secret.secretFullArn !== undefined) return secret.secretFullArn;
  return foreignAccount(secret, secret) === undefined ? secret.secretName : secret.secretArn;
}

/**
 * Lets a role read what a secret holds; the CDK's grant lets it look at all else that is known of it
 * too. The name of a secret is not its whole ARN, which ends in six characters more.
 */
function grantValue(secret: ISecret, role: Role): void {
  const { secretFullArn = `${secret.secretArn}-??????`, encryptionKey } = secret;
  role.addToPolicy(
    new PolicyStatement({ actions: ["secretsmanager:GetSecretValue"], resources: [secretFullArn] }),
  );
  const via = `secretsmanager.${Stack.of(secret).region}.amazonaws.com`;
  encryptionKey?.grantDecrypt(new ViaServicePrincipal(via, role));
}

function distinct<T>(values: readonly (T | undefined)[], keyOf: (value: T) => string): T[] {
  return [
    ...new Map(values.flatMap((value) => (value ? [[keyOf(value), value]] : []))).values(),
  ] as T[];
}

/** ARN of the key a topic is known to be encrypted with; an older CDK tells it of the resource alone. */
function keyOf(topic: ITopic & { readonly masterKey?: IKey }): string | undefined {
  const resource = topic.node.defaultChild;
  return (
    topic.masterKey?.keyArn ??
    (resource instanceof CfnTopic && resource.kmsMasterKeyId?.startsWith("alias/") === false
      ? resource.kmsMasterKeyId
      : undefined)
  );
}
