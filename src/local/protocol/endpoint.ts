import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { type AnsweredCall, answeredCalls } from "./answered-call.ts";
import { AwsError, toAwsError } from "./aws-error.ts";
import { isOfPage, isOwnHost } from "./foreign-request.ts";
import { readBody, respond } from "./http-message.ts";
import { answerJson, type JsonService, parseInput } from "./json-protocol.ts";
import { answerQuery, type QueryService } from "./query-protocol.ts";
import { accessKeyOf, type Input, type Intercept } from "./service.ts";

/** Answers one HTTP request by itself. */
export type RequestHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  intercept: Intercept,
) => unknown;

/** The same of a request whose body has been read: what is left of it to hand on. */
export type ReadRequestHandler = (
  request: Readable & Pick<IncomingMessage, "headers" | "method" | "url">,
  response: ServerResponse,
) => unknown;

/** The services behind one endpoint. */
export interface EndpointServices {
  readonly json: readonly JsonService[];
  readonly query: readonly QueryService[];
  readonly dynamodb: ReadRequestHandler;
  readonly s3: RequestHandler;
  readonly intercept?: Intercept;
  /** Told of each call of an operation the endpoint knows, once it is answered. */
  readonly onAnswered?: (answered: AnsweredCall) => void;
}

/** A running endpoint. */
export interface Endpoint {
  /** e.g. `http://127.0.0.1:41234`; an address and no name, so that S3 clients use path style. */
  readonly url: string;
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

/**
 * Starts one HTTP server for all services, on a free port of 127.0.0.1. Signatures are not
 * checked: it listens to this machine alone, and to its programs alone, not to pages in a browser.
 */
export async function startEndpoint(services: EndpointServices): Promise<Endpoint> {
  const { intercept = () => undefined, onAnswered } = services;
  const server = createServer((request, response) => {
    response.on("error", () => response.destroy());
    if (!isOwnHost(request.headers.host) || isOfPage(request.headers)) {
      respond(response, 403, { "content-type": "text/plain", connection: "close" }, FOREIGN);
      return;
    }
    const seen = onAnswered && answeredCalls(request, response, onAnswered);
    const asked: Intercept = (call) => {
      seen?.(call);
      return intercept(call);
    };
    route(services, request, response, asked).catch((cause: unknown) => {
      const { code, message } = toAwsError(cause);
      respond(
        response,
        500,
        { "content-type": "application/json" },
        JSON.stringify({ __type: code, message }),
      );
    });
  });
  // A client that keeps a connection for its next batch must not find it closed just then.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What another site's page, or a page at all, is told. */
const FOREIGN =
  "Cannot answer as the local stack is for programs of this machine: call it at 127.0.0.1, without Origin\n";

async function route(
  services: EndpointServices,
  request: IncomingMessage,
  response: ServerResponse,
  intercept: Intercept,
): Promise<void> {
  const target = request.headers["x-amz-target"];
  if (target === undefined) {
    const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
    if (isForm && request.method === "POST") {
      await answerQuery(services.query, request, response, intercept);
    } else {
      await services.s3(request, response, intercept);
    }
    return;
  }
  const [name = "", operation = ""] = String(target).split(".");
  if (name.startsWith("DynamoDB_")) {
    await answerDynamoDb(services.dynamodb, operation, request, response, intercept);
    return;
  }
  const service = services.json.find((candidate) => candidate.target === name);
  await answerJson(service ?? { target: name, name, operations: {} }, request, response, intercept);
}

/** DynamoDB reads its requests itself: what was read of one is handed on as it was. */
async function answerDynamoDb(
  dynamodb: ReadRequestHandler,
  operation: string,
  request: IncomingMessage,
  response: ServerResponse,
  intercept: Intercept,
): Promise<void> {
  const { headers, method, url } = request;
  const body = await readBody(request);
  const fault = intercept({
    service: "dynamodb",
    operation,
    input: inputOf(body),
    ...accessKeyOf(headers.authorization),
  });
  if (fault === undefined) {
    await dynamodb(Object.assign(Readable.from([body]), { headers, method, url }), response);
    return;
  }
  const { code, message, status } = fault;
  const type = { "content-type": "application/x-amz-json-1.0" };
  respond(response, status, type, JSON.stringify({ __type: code, message }));
}

/** What is no JSON is for DynamoDB to refuse. */
function inputOf(body: Buffer): Input {
  try {
    return parseInput(body);
  } catch (cause) {
    if (cause instanceof AwsError) return {};
    throw cause;
  }
}
