import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError, toAwsError } from "./aws-error.ts";
import { escapeXml, readBody, respond } from "./http-message.ts";
import { accessKeyOf, type Input, type Intercept, type Service } from "./service.ts";

/** A service that takes forms and answers XML, found by `Action`. */
export interface QueryService {
  /** Short name as in an ARN. */
  readonly name: string;
  /** XML namespace of its answers. */
  readonly namespace: string;
  /** Its operations take the form's fields and answer structures of text. */
  readonly operations: Service;
}

/**
 * Answers one request of the AWS query protocol.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export async function answerQuery(
  services: readonly QueryService[],
  request: IncomingMessage,
  response: ServerResponse,
  intercept: Intercept,
): Promise<void> {
  const requestId = randomUUID();
  const headers = { "content-type": "text/xml", "x-amzn-requestid": requestId };
  const metadata = `<RequestId>${requestId}</RequestId>`;
  try {
    const input: Input = Object.fromEntries(
      new URLSearchParams((await readBody(request)).toString()),
    );
    const action = String(input.Action ?? "");
    const service = services.find(({ operations }) => Object.hasOwn(operations, action));
    const run = service?.operations[action];
    if (service === undefined || run === undefined) {
      throw new AwsError("InvalidAction", `The local stack does not know action ${action}`);
    }
    const fault = intercept({
      service: service.name,
      operation: action,
      input,
      ...accessKeyOf(request.headers.authorization),
    });
    if (fault !== undefined) throw fault;
    const members = membersOf(await run(input));
    const xml =
      `<${action}Response xmlns="${service.namespace}"><${action}Result>${members}</${action}Result>` +
      `<ResponseMetadata>${metadata}</ResponseMetadata></${action}Response>`;
    respond(response, 200, headers, xml);
  } catch (cause) {
    const { code, message, status } = toAwsError(cause);
    const type = status < 500 ? "Sender" : "Receiver";
    const xml =
      `<ErrorResponse><Error><Type>${type}</Type><Code>${escapeXml(code)}</Code>` +
      `<Message>${escapeXml(message)}</Message></Error>${metadata}</ErrorResponse>`;
    respond(response, status, headers, xml);
  }
}

function membersOf(structure: unknown): string {
  const members: readonly (readonly [name: string, value: unknown])[] = Array.isArray(structure)
    ? structure.map((it) => ["member", it])
    : Object.entries(Object(structure ?? {}));
  return members
    .map(([name, value]) => {
      const isStructure = typeof value === "object" && value !== null;
      return `<${name}>${isStructure ? membersOf(value) : escapeXml(String(value))}</${name}>`;
    })
    .join("");
}
