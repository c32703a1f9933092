import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { type Answer, jsonAnswer, jsonError, ServiceError, xmlAnswer } from "../services/answer.ts";
import type { Bus } from "../services/bus.ts";
import { type Objects, s3Error } from "../services/objects.ts";
import type { Queue } from "../services/queue.ts";
import { answerSqs } from "../services/sqs.ts";
import type { Topics } from "../services/topics.ts";
import type { Table } from "../table/table.ts";
import { TableError } from "../table/value.ts";
import type { Instance } from "./instance.ts";
import type { Network } from "./network.ts";

// The SDK looks into the user's configuration files once a process, by reads that virtual time
// knows nothing of: a busy machine was minutes ahead when they ended.
await new SQSClient({ region: "us-east-1" }).config.useDualstackEndpoint();

/** The simulated services the clients reach. */
export interface AwsServices {
  readonly table: Table;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly bus: Bus;
  readonly topics: Topics;
  readonly objects: Objects;
  readonly secrets: ReadonlyMap<string, string>;
}

/** How long a client waits for an answer, and how often it tries. */
export interface ClientLimits {
  readonly timeout: number;
  readonly maxAttempts: number;
}

/** The part of an SDK's request that is looked at here. */
interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

type Serve = (request: Request) => {
  readonly operation: string;
  readonly perform: () => Answer;
  readonly refuse: (fault: "error" | "throttle") => Answer;
};

/** The real clients of the SDK, their requests answered in process and in virtual time. */
export class AwsClients {
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly secrets: SecretsManagerClient;
  readonly eventbridge: EventBridgeClient;
  readonly s3: S3Client;

  /**
   * @param by The function the instance is of.
   * @param limitsOf The limits of a service's client, as the function's handler sets them.
   */
  constructor(
    network: Network,
    instance: Instance,
    by: string,
    services: AwsServices,
    limitsOf: (service: string) => ClientLimits,
  ) {
    const config = (service: string, serve: Serve, latency: readonly [number, number]) => {
      const { timeout, maxAttempts } = limitsOf(service);
      return {
        region: "us-east-1",
        endpoint: ENDPOINT.href,
        credentials: { accessKeyId: "campaign", secretAccessKey: "campaign" },
        // Nobody checks it here, and it would be half of what a call costs.
        signer: { sign: async (request: unknown) => request },
        // The rules that find a Region's endpoint are a tenth of what a call costs; S3's put the bucket in.
        ...(service !== "s3" && { endpointProvider: () => ({ url: ENDPOINT }) }),
        maxAttempts,
        cacheMiddleware: true,
        requestHandler: {
          async handle(request: Request) {
            const { operation, perform, refuse } = serve(request);
            const exchange = { service, operation, perform, refuse, latency, timeout };
            return { response: await network.call(instance, by, exchange) };
          },
          updateHttpClientConfig() {},
          httpHandlerConfigs: () => ({}),
        },
      } as never;
    };
    const { table, queues, bus, topics, objects, secrets } = services;
    this.dynamodb = new DynamoDBClient(
      config(
        "dynamodb",
        json((name, input) => table.answer(name, input)),
        [2, 8],
      ),
    );
    this.sqs = new SQSClient(
      config(
        "sqs",
        json((name, input) => answerSqs(queues, name, input)),
        [4, 16],
      ),
    );
    this.eventbridge = new EventBridgeClient(
      config(
        "events",
        json((name, input) => {
          if (name !== "PutEvents")
            throw new Error(
              `Cannot answer ${name} as the simulated EventBridge knows no such operation`,
            );
          return bus.put(input);
        }),
        [15, 60],
      ),
    );
    this.secrets = new SecretsManagerClient(
      config(
        "secrets",
        json((_name, input) => {
          const SecretString = secrets.get(String(input.SecretId));
          if (SecretString === undefined)
            throw new ServiceError(
              "ResourceNotFoundException",
              "Secrets Manager can't find the specified secret.",
            );
          return { SecretString };
        }),
        [10, 40],
      ),
    );
    this.sns = new SNSClient(config("sns", publish(topics), [10, 40]));
    const s3 = config("s3", getObject(objects), [20, 80]) as object;
    this.s3 = new S3Client({
      ...s3,
      forcePathStyle: true,
      responseChecksumValidation: "WHEN_REQUIRED",
    });
    for (const { middlewareStack } of [this.dynamodb, this.sqs, this.eventbridge, this.sns]) {
      for (const name of UNSEEN) middlewareStack.remove(name);
    }
  }
}

/** Nobody listens there: requests are answered before they leave. */
const ENDPOINT = new URL("http://127.0.0.1:1/");

/** Steps of a request that no simulated service looks at, and that cost as much as all others. */
const UNSEEN = [
  "loggerMiddleware",
  "getUserAgentMiddleware",
  "recursionDetectionMiddleware",
  "hostHeaderMiddleware",
  "contentLengthMiddleware",
];

/** The JSON protocols: the operation in a header, fields in the body. */
function json(answer: (operation: string, input: Record<string, unknown>) => object): Serve {
  return ({ headers, body }) => {
    const operation = String(headers["x-amz-target"]).split(".").at(-1) ?? "";
    const input = JSON.parse(textOf(body)) as Record<string, unknown>;
    return {
      operation,
      perform: () => {
        try {
          return jsonAnswer(answer(operation, input));
        } catch (error) {
          if (error instanceof ServiceError) return jsonError(error.code, error.message);
          if (!(error instanceof TableError)) throw error;
          const { item: Item } = error as { item?: object };
          return jsonError(error.code, error.message, Item && { Item });
        }
      },
      refuse: (fault) =>
        fault === "error"
          ? jsonError("InternalServerError", "Internal server error")
          : jsonError("ThrottlingException", "Rate exceeded"),
    };
  };
}

function publish(topics: Topics): Serve {
  return ({ body }) => {
    const fields = Object.fromEntries(new URLSearchParams(textOf(body)));
    const operation = fields.Action ?? "";
    const failed = (code: string, message: string, status: number) =>
      xmlAnswer(
        `<ErrorResponse><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
        status,
      );
    return {
      operation,
      perform: () => {
        if (operation !== "Publish")
          throw new Error(
            `Cannot answer ${operation} as the simulated SNS knows no such operation`,
          );
        try {
          const { MessageId } = topics.publish(fields);
          return xmlAnswer(
            `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${MessageId}</MessageId></PublishResult></PublishResponse>`,
          );
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
          return failed(error.code, error.message, 400);
        }
      },
      refuse: (fault) =>
        fault === "error"
          ? failed("InternalError", "error", 500)
          : failed("Throttling", "Rate exceeded", 400),
    };
  };
}

function getObject(objects: Objects): Serve {
  return ({ method, path, headers }) => ({
    operation: "GetObject",
    perform: () => {
      if (method !== "GET")
        throw new Error(`Cannot answer ${method} as the simulated S3 only gives objects out`);
      return objects.get(decodeURIComponent(path.slice(1)), headers["if-match"]);
    },
    refuse: (fault) =>
      fault === "error"
        ? s3Error(500, "InternalError", "We encountered an internal error. Please try again.")
        : s3Error(503, "SlowDown", "Please reduce your request rate."),
  });
}

function textOf(body: string | Uint8Array | undefined): string {
  if (typeof body === "string") return body;
  return body === undefined
    ? ""
    : Buffer.from(body.buffer, body.byteOffset, body.length).toString();
}
