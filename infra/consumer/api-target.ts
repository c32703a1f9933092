import { SecretValue } from "aws-cdk-lib";
import {
  ApiDestination,
  Authorization,
  Connection,
  type ConnectionProps,
  type IConnection,
  type RuleTargetInput,
} from "aws-cdk-lib/aws-events";
import { ApiDestination as ApiDestinationTarget } from "aws-cdk-lib/aws-events-targets";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Consumer, ConsumerOptions, ConsumerTarget, Delivered } from "./consumer.ts";

/** How requests to an endpoint are authorised: a header whose value is in a secret, or a connection of one's own. */
export type ApiAuthorization =
  | {
      /** Name of the header, e.g. `Authorization`. */
      readonly header: string;
      /** Secret with the header's whole value, e.g. `Splunk 1234…`. Never in the template. */
      readonly secret: ISecret;
      /**
       * Field of the secret, when it is JSON.
       *
       * @default - the secret's whole text
       */
      readonly secretField?: string;
    }
  | { readonly connection: IConnection };

/** What an API destination can be told. */
export interface ApiOptions extends ConsumerOptions {
  /** HTTPS address events are posted to. It is in the template: a key belongs into the secret. */
  readonly endpoint: string;

  /** How the endpoint knows who posts. */
  readonly authorization: ApiAuthorization;

  /**
   * Requests a second, 1 to 300.
   *
   * @default 300
   */
  readonly maxRequestsPerSecond?: number;

  /**
   * What is sent of an event: with a pattern of alerts, `"alert"`.
   *
   * @default "record"
   */
  readonly deliver?: Delivered;
}

/** An HTTPS endpoint, a SIEM's say: one POST an event. */
export function apiTarget(options: ApiOptions) {
  if (!options.endpoint.startsWith("https://")) {
    throw new Error(
      `Cannot post to "${options.endpoint}" as an API destination's endpoint must begin with https://`,
    );
  }
  return (consumer: Consumer): ConsumerTarget => {
    const destination = new ApiDestination(consumer, "Destination", {
      description: `trailbridge consumer ${consumer.node.id}`,
      connection: connectionOf(consumer, options.authorization),
      endpoint: options.endpoint,
      rateLimitPerSecond: options.maxRequestsPerSecond ?? 300,
    });
    return {
      to: (message) => new ApiDestinationTarget(destination, message && { event: message }),
    };
  };
}

function connectionOf(consumer: Consumer, authorization: ApiAuthorization): IConnection {
  if ("connection" in authorization) return authorization.connection;
  const { header, secret, secretField } = authorization;
  return new Connection(consumer, "Connection", {
    description: `trailbridge consumer ${consumer.node.id}`,
    authorization: Authorization.apiKey(header, valueOfSecret(secret, secretField)),
  });
}

/** The whole text of a secret, or one field of it. */
export function valueOfSecret(secret: ISecret, field: string | undefined): SecretValue {
  return field === undefined ? secret.secretValue : secret.secretValueFromJson(field);
}

/** How a service of its own kind is posted to. */
export interface MessageOptions
  extends Pick<ConnectionProps, "bodyParameters" | "queryStringParameters"> {
  /** HTTPS address, in the template: what is secret of it belongs into the parameters. */
  readonly endpoint: string;
  /** Requests a second at most; what comes faster waits. */
  readonly requestsPerSecond: number;
  /** What is posted of an event. */
  readonly message: RuleTargetInput;
}

/** A service that takes messages made of events, and its key in their body or address. */
export function messageTarget({ endpoint, requestsPerSecond, message, ...secret }: MessageOptions) {
  return (consumer: Consumer): ConsumerTarget => {
    const description = `trailbridge consumer ${consumer.node.id}`;
    const destination = new ApiDestination(consumer, "Destination", {
      description,
      endpoint,
      rateLimitPerSecond: requestsPerSecond,
      connection: new Connection(consumer, "Connection", {
        description,
        // A connection cannot do without a header. This one says who posts, and is no secret.
        authorization: Authorization.apiKey(
          "X-Posted-By",
          SecretValue.unsafePlainText("trailbridge"),
        ),
        ...secret,
      }),
    });
    return { to: () => new ApiDestinationTarget(destination, { event: message }) };
  };
}
