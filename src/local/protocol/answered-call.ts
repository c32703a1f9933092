import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServiceCall } from "./service.ts";

/** A call, and what came of it. */
export interface AnsweredCall extends ServiceCall {
  /** How it was refused; absent if it succeeded. */
  readonly error?: { readonly code: string; readonly message?: string };
  readonly sourceIp?: string;
  readonly userAgent?: string;
}

/**
 * Watches one request until it is answered, by whatever answers it.
 *
 * @returns What to tell the call the request turns out to be; one that is told of none is of no
 * operation that is known.
 */
export function answeredCalls(
  request: IncomingMessage,
  response: ServerResponse,
  onAnswered: (answered: AnsweredCall) => void,
): (call: ServiceCall) => void {
  const sourceIp = request.socket.remoteAddress;
  const userAgent = request.headers["user-agent"];
  let call: ServiceCall | undefined;
  let body = "";
  const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
  // Errors are small, and stand in the last piece, which every answer of ours hands to `end`.
  response.end = ((...given: unknown[]) => {
    const [last] = given;
    const isText = typeof last === "string" || Buffer.isBuffer(last);
    if (response.statusCode >= 400 && isText) body = String(last);
    return end(...given);
  }) as typeof response.end;
  response.on("finish", () => {
    if (call === undefined) return;
    const error = errorOf(response.statusCode, body);
    onAnswered({
      ...call,
      ...(error !== undefined && { error }),
      ...(sourceIp !== undefined && { sourceIp }),
      ...(userAgent !== undefined && { userAgent }),
    });
  });
  return (told) => {
    call = told;
  };
}

/** What an error says, as JSON or as XML. */
function errorOf(status: number, body: string): AnsweredCall["error"] {
  if (status < 400) return undefined;
  const [, code = String(status)] =
    /"__type":"(?:[^"#]*#)?([^"]+)"/.exec(body) ?? /<Code>([^<]+)<\/Code>/.exec(body) ?? [];
  const [, message] =
    /"[Mm]essage":"((?:[^"\\]|\\.)*)"/.exec(body) ?? /<Message>([^<]+)<\/Message>/.exec(body) ?? [];
  return { code, ...(message !== undefined && { message }) };
}
