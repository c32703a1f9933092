import { type Duration, Token } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { type NotifierExecutions, notifierFault } from "../../src/core/deployment/executions.ts";
import { SETTINGS_SCHEMA } from "../../src/core/settings/schema.ts";
import { requireHere, requireStandard } from "../shared/usable.ts";
import type { AlertTargets } from "./alert-destinations.ts";
import type { NotifierProps } from "./notifier-props.ts";

/** What only the construct knows of the notifier when it is checked. */
export interface NotifierFacts {
  readonly timeout: Duration;
  readonly executions: NotifierExecutions;
}

/**
 * Refuses properties that the deployment would fail on, or the function would fail by.
 *
 * @throws {Error} That names the property, what it must be and what it is.
 */
export function checkNotifier(
  scope: Construct,
  props: NotifierProps,
  { timeout, executions }: NotifierFacts,
): void {
  checkConcurrency(props.reservedConcurrency, executions);
  checkTargets(scope, props);
  checkTimeout(timeout);
  checkPortal(props.accessPortalUrl);
}

/** The function speaks to the services of its own Region. */
function checkTargets(scope: Construct, { routes = [], ...defaults }: NotifierProps): void {
  requireHere(scope, "slackBotToken", defaults.slackBotToken, SECRETS_HERE);
  requireHere(scope, "secretKey", defaults.secretKey, "a secret's key is in the secret's Region");
  requireHere(scope, "topicKey", defaults.topicKey, "a topic's key is in the topic's Region");
  const named: [prefix: string, AlertTargets][] = [
    ["", defaults],
    ...routes.map((route, index): [string, AlertTargets] => [`routes[${index}].`, route]),
  ];
  for (const [prefix, { slackWebhook, topic }] of named) {
    requireHere(scope, `${prefix}slackWebhook`, slackWebhook, SECRETS_HERE);
    requireHere(scope, `${prefix}topic`, topic, "the notifier publishes in its own Region");
    requireStandard(`${prefix}topic`, topic, "the notifier publishes without a message group");
  }
}

const SECRETS_HERE = "a secret is read in the stack's own Region";

function checkConcurrency(reserved: number | undefined, executions: NotifierExecutions): void {
  if (Token.isUnresolved(reserved)) return;
  const why = notifierFault(reserved, executions);
  if (why === undefined) return;
  throw new Error(`Cannot use reservedConcurrency ${reserved} of the notifier as ${why}`);
}

function checkTimeout(timeout: Duration): void {
  const { minimum, maximum } = SETTINGS_SCHEMA.properties.notifier.properties.timeoutSeconds;
  const seconds = timeout.toSeconds();
  if (seconds >= minimum && seconds <= maximum) return;
  throw new Error(
    `Cannot give the notifier ${seconds} seconds as its timeout must be ${minimum} to ${maximum}: a turn takes up to 25 seconds and must end in order`,
  );
}

function checkPortal(url: string | undefined): void {
  if (url === undefined || Token.isUnresolved(url)) return;
  const { pattern, maxLength, description } = SETTINGS_SCHEMA.properties.accessPortalUrl;
  if (url.length <= maxLength && new RegExp(pattern).test(url)) return;
  throw new Error(`Cannot use accessPortalUrl as it must be ${description}: it is "${url}"`);
}
