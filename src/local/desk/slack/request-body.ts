import type { IncomingMessage } from "node:http";
import { isObject } from "../../../core/record/event-text.ts";

/** Bytes a request body may have. Slack's own bound is not documented; alerts stay far below. */
const MAX_BODY = 4 * 1024 * 1024;

/** A body larger than {@linkcode MAX_BODY}. */
export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
}

/**
 * Reads a request's body as text.
 *
 * @throws {BodyTooLargeError} If it passes {@linkcode MAX_BODY}.
 */
export async function readBodyText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) {
      throw new BodyTooLargeError(`Cannot read body as it must be <= ${MAX_BODY} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The arguments of a call, or the error Slack answers to a body it cannot read. */
export type CallArguments =
  | { readonly arguments: Readonly<Record<string, unknown>> }
  | { readonly error: string };

/**
 * Reads a Web API call's arguments: from the query, and from a form or JSON body.
 *
 * @see {@link https://docs.slack.dev/apis/web-api/using-the-slack-web-api}
 */
export function parseArguments(
  query: URLSearchParams,
  contentType: string | undefined,
  body: string,
): CallArguments {
  const fromQuery = Object.fromEntries(query);
  if (body === "") return { arguments: fromQuery };
  const type = contentType?.split(";")[0]?.trim().toLowerCase();
  if (type === undefined) return { error: "missing_post_type" };
  if (type === "application/x-www-form-urlencoded") {
    return { arguments: { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body)) } };
  }
  if (type !== "application/json") return { error: "invalid_post_type" };
  const parsed = parseJson(body);
  if (parsed === undefined) return { error: "invalid_json" };
  if (!isObject(parsed.value)) return { error: "json_not_object" };
  return { arguments: { ...fromQuery, ...parsed.value } };
}

/** Parses JSON; `undefined` if it is none. */
export function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Not JSON is an answer here: each caller says it in its own protocol's words.
    return undefined;
  }
}
