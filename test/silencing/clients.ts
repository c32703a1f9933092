import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { S3Client } from "@aws-sdk/client-s3";
import { createJudgement } from "../../src/local/access/judgement.ts";
import { arnAt, arnOf, type Place } from "../../src/local/wiring/arn.ts";
import type { Wiring } from "../../src/local/wiring/wiring.ts";
import type { Table } from "../campaign/table/table.ts";
import { TableError } from "../campaign/table/value.ts";

/** A call to AWS, as the SDK names it. */
export interface ApiCall {
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What the services behind the clients do. */
export interface FakeServices {
  readonly wiring: Wiring;
  readonly place: Place;
  readonly roleArn: string | undefined;
  readonly function: string;
  readonly table: Table;
  push(queue: string, body: string, delaySeconds: number): void;
  put(
    bus: string,
    source: string,
    detailType: string,
    detail: Record<string, unknown>,
  ): Promise<void>;
  publish(text: string): void;
}

/** SDK clients whose calls are decided by a deployment's policies, and answered at once. */
export function fakeClients(services: FakeServices) {
  const { wiring, place, roleArn } = services;
  const judge = wiring.permissions && createJudgement(wiring.permissions);
  const roleIsThere = wiring.permissions?.roles.some(({ arn }) => arn === roleArn) ?? true;
  const require = (action: string, resource: string, context: Record<string, string> = {}) => {
    if (roleArn === undefined || judge === undefined) return;
    const caller = { kind: "role", roleArn, session: services.function } as const;
    const all = {
      "aws:SecureTransport": "true",
      "aws:PrincipalArn": roleArn,
      "aws:PrincipalAccount": place.account,
      ...context,
    };
    const decision = judge({
      caller,
      action,
      resource,
      resourceAccount: place.account,
      context: all,
    });
    if (!roleIsThere || !decision.allowed)
      throw new Error(`AccessDenied: ${action} on ${resource}`);
  };
  const client = (service: string) => ({
    send: (command: { constructor: { name: string }; input: Record<string, unknown> }) =>
      answer(
        {
          service,
          operation: command.constructor.name.replace(/Command$/, ""),
          input: command.input,
        },
        services,
        require,
      ),
  });
  // What is called by the SDK's parts needs a client that has them: only what it sends is answered here.
  const config = (service: string) => ({
    region: place.region,
    credentials: { accessKeyId: "a", secretAccessKey: "s" },
    maxAttempts: 1,
    requestHandler: {
      async handle({ headers, body }: { headers: Record<string, string>; body: Uint8Array }) {
        const operation = headers["x-amz-target"]?.split(".").at(-1) ?? "";
        const input = JSON.parse(new TextDecoder().decode(body));
        const response = (statusCode: number, said: unknown) => ({
          response: { statusCode, headers: {}, body: Buffer.from(JSON.stringify(said)) },
        });
        try {
          return response(200, await answer({ service, operation, input }, services, require));
        } catch (error) {
          if (!(error instanceof TableError)) throw error;
          return response(400, { __type: error.code, message: error.message });
        }
      },
      updateHttpClientConfig() {},
      httpHandlerConfigs: () => ({}),
    } as never,
  });
  return {
    s3: new S3Client(config("s3")),
    dynamodb: new DynamoDBClient(config("dynamodb")),
    sqs: client("sqs"),
    sns: client("sns"),
    secrets: client("secretsmanager"),
    eventbridge: new EventBridgeClient(config("events")),
  } as never;
}

async function answer(
  { service, operation, input }: ApiCall,
  services: FakeServices,
  require: (action: string, resource: string, context?: Record<string, string>) => void,
): Promise<unknown> {
  const { wiring, place, table } = services;
  switch (`${service}:${operation}`) {
    case "events:PutEvents": {
      const entries = input.Entries as Record<string, string>[];
      for (const entry of entries) {
        const bus = entry.EventBusName ?? "";
        const context = {
          "events:source": entry.Source ?? "",
          "events:detail-type": entry.DetailType ?? "",
        };
        require("events:PutEvents", arnAt("events", `event-bus/${bus}`, place), context);
        if (!wiring.buses?.some(({ name }) => name === bus))
          throw new Error(`There is no bus ${bus}`);
        await services.put(
          bus,
          entry.Source ?? "",
          entry.DetailType ?? "",
          JSON.parse(entry.Detail ?? "{}"),
        );
      }
      return { Entries: entries.map((_, i) => ({ EventId: `${i}` })) };
    }
    case "sqs:SendMessage": {
      const queue = String(input.QueueUrl).split("/").at(-1) ?? "";
      require("sqs:SendMessage", arnOf("sqs", queue, place));
      if (!wiring.queues?.some(({ name }) => name === queue))
        throw new Error(`There is no queue ${queue}`);
      services.push(queue, String(input.MessageBody), Number(input.DelaySeconds ?? 0));
      return {};
    }
    case "sqs:ChangeMessageVisibility":
      return {};
    case "sns:Publish":
      require("sns:Publish", String(input.TopicArn));
      services.publish(String(input.Message));
      return { MessageId: "m" };
    case "secretsmanager:GetSecretValue":
      if (!wiring.secrets?.some(({ name }) => name === input.SecretId))
        throw new Error("There is no such secret");
      return {
        SecretString: String(input.SecretId).includes("webhook")
          ? "https://hooks.slack.com/services/T0/B0/x"
          : "xoxb-token",
      };
    default:
  }
  if (service !== "dynamodb") throw new Error(`Cannot answer ${service}:${operation}`);
  const name = String(input.TableName ?? Object.keys(Object(input.RequestItems))[0]);
  require(`dynamodb:${operation}`, arnAt("dynamodb", `table/${name}`, place));
  if (!wiring.tables?.some((it) => it.name === name)) throw new Error(`There is no table ${name}`);
  return table.answer(operation, input);
}
