import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isObject } from "../../core/record/event-text.ts";
import { AwsError, toAwsError } from "./aws-error.ts";
import { readBody, respond } from "./http-message.ts";
import { accessKeyOf, type Input, type Intercept, type Service } from "./service.ts";

/** A service that speaks JSON, found by the first word of `X-Amz-Target`. */
export interface JsonService {
  /** e.g. `AmazonSQS` of `AmazonSQS.SendMessage`. */
  readonly target: string;
  /** Short name as in an ARN. */
  readonly name: string;
  readonly operations: Service;
}

/**
 * Answers one request of the AWS JSON protocols 1.0 and 1.1.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export async function answerJson(
  service: JsonService,
  request: IncomingMessage,
  response: ServerResponse,
  intercept: Intercept,
): Promise<void> {
  const headers = {
    "content-type": request.headers["content-type"] ?? "application/x-amz-json-1.0",
    "x-amzn-requestid": randomUUID(),
  };
  try {
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    const input = parseInput(await readBody(request));
    const run = Object.hasOwn(service.operations, operation)
      ? service.operations[operation]
      : undefined;
    if (run === undefined) {
      const message = `The local stack does not know ${service.name} operation ${operation}`;
      throw new AwsError("UnknownOperationException", message);
    }
    const fault = intercept({
      service: service.name,
      operation,
      input,
      ...accessKeyOf(request.headers.authorization),
    });
    if (fault !== undefined) throw fault;
    const output = (await run(input, request.headers["x-amzn-trace-id"]?.toString())) ?? {};
    respond(response, 200, headers, JSON.stringify(output));
  } catch (cause) {
    const { code, message, status, queryCode } = toAwsError(cause);
    if (queryCode !== undefined) response.setHeader("x-amzn-query-error", `${queryCode};Sender`);
    respond(response, status, headers, JSON.stringify({ __type: code, message }));
  }
}

/**
 * Reads the members of a request.
 *
 * @throws {AwsError} If it is no JSON object.
 */
export function parseInput(body: Buffer): Input {
  try {
    const input: unknown = JSON.parse(body.length === 0 ? "{}" : body.toString());
    if (isObject(input)) return input;
  } catch (cause) {
    throw new AwsError("SerializationException", "Request is no JSON", { cause });
  }
  throw new AwsError("SerializationException", "Request is no JSON object");
}
