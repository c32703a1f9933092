import type { IncomingMessage, ServerResponse } from "node:http";
import type { EventStream } from "./event-stream.ts";
import type { Fault, FaultPlan } from "./fault-plan.ts";
import type { PageApi } from "./page-api.ts";
import { PAGE_HEADERS, readPageFile } from "./page-files.ts";
import { failure, type MethodContext } from "./slack/method.ts";
import { BodyTooLargeError, parseArguments, readBodyText } from "./slack/request-body.ts";
import { METHODS } from "./slack/web-api.ts";
import { type DeskWebhook, postWebhook } from "./slack/webhook.ts";

/** What the desk's HTTP side is made of. */
export interface DeskParts {
  readonly token: string;
  readonly webhooks: readonly DeskWebhook[];
  readonly faults: FaultPlan;
  /** Seconds a channel must wait for the next message; 0 = none. */
  readonly limiter?: (channel: string) => number;
  readonly stream: EventStream;
  readonly methods: MethodContext;
  readonly page: PageApi;
}

/** An answer ready to send; `undefined` leaves the caller waiting. */
interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text or bytes as they are; anything else as JSON. */
  readonly body: unknown;
}

/** Makes the function that answers every request to the desk. */
export function createDeskHandler(
  parts: DeskParts,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const target = request.url ?? "/";
    if (!URL.canParse(target, parts.methods.url)) {
      return send(response, { status: 400, body: "Bad request" });
    }
    const url = new URL(target, parts.methods.url);
    if (url.pathname === "/desk/events" && isOwnHost(request.headers.host)) {
      const after = request.headers["last-event-id"] ?? url.searchParams.get("after");
      return parts.stream.attach(response, Number(after) || 0);
    }
    answer(parts, request, url).then(
      (given) => given && send(response, given),
      (error: unknown) => {
        const status = error instanceof BodyTooLargeError ? 413 : 500;
        send(response, { status, headers: { connection: "close" }, body: String(error) });
      },
    );
  };
}

async function answer(
  parts: DeskParts,
  request: IncomingMessage,
  url: URL,
): Promise<Answer | undefined> {
  const path = url.pathname;
  if (path.startsWith("/api/"))
    return faulted(parts, request, path.slice(5), () => callMethod(parts, request, url));
  if (path.startsWith("/services/"))
    return faulted(parts, request, "webhook", () => callWebhook(parts, request, path));
  if (!isOwnHost(request.headers.host)) return { status: 421, body: "Wrong host" };
  if (path.startsWith("/desk/")) return askPage(parts.page, path.slice(6), url.searchParams);
  const file = await readPageFile(path);
  if (file === undefined) return { status: 404, headers: PAGE_HEADERS, body: "Not found" };
  return {
    status: 200,
    headers: { ...PAGE_HEADERS, "content-type": file.type },
    body: file.bytes,
  };
}

/** Carries out a call, unless a fault was ordered for it. */
async function faulted(
  { faults }: DeskParts,
  request: IncomingMessage,
  call: string,
  carryOut: () => Promise<Answer>,
): Promise<Answer | undefined> {
  const fault = faults.next(call);
  if (fault === undefined) return carryOut();
  switch (fault.kind) {
    case "server-error":
      return { status: 500, body: "Internal Server Error" };
    case "ratelimited":
      return limited(call, fault);
    case "disconnect":
      request.socket.destroy();
      return undefined;
    case "lost-answer":
      await carryOut();
      return undefined;
    case "hang":
      return undefined;
  }
}

async function callMethod(parts: DeskParts, request: IncomingMessage, url: URL): Promise<Answer> {
  const name = url.pathname.slice("/api/".length);
  const body = await readBodyText(request);
  const parsed = parseArguments(url.searchParams, request.headers["content-type"], body);
  if ("error" in parsed) return { status: 200, body: failure(parsed.error) };

  const given = request.headers.authorization?.replace(/^Bearer /i, "") ?? parsed.arguments.token;
  if (given === undefined || given === "") return { status: 200, body: failure("not_authed") };
  if (given !== parts.token) return { status: 200, body: failure("invalid_auth") };

  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (method === undefined) {
    return { status: 200, body: { ...failure("unknown_method"), req_method: name } };
  }
  const channel = parts.methods.workspace.channel(String(parsed.arguments.channel ?? ""));
  const wait = name === "chat.postMessage" && channel ? (parts.limiter?.(channel.id) ?? 0) : 0;
  if (wait > 0) return limited(name, { retryAfter: wait });
  return { status: 200, body: method(parsed.arguments, parts.methods) };
}

async function callWebhook(
  { webhooks, methods, limiter }: DeskParts,
  request: IncomingMessage,
  path: string,
): Promise<Answer> {
  const body = await readBodyText(request);
  const webhook = webhooks.find((hook) => hook.path === path);
  if (webhook === undefined) return { status: 404, body: "no_service" };
  const wait = limiter?.(webhook.channel) ?? 0;
  if (wait > 0) return limited("webhook", { retryAfter: wait });
  const contentType = request.headers["content-type"];
  const { status, text } = postWebhook(
    methods.workspace,
    webhook,
    { contentType, body },
    methods.identity.botId,
  );
  return { status, body: text };
}

function limited(call: string, { retryAfter = 1 }: Pick<Fault, "retryAfter">): Answer {
  return {
    status: 429,
    headers: { "retry-after": String(retryAfter) },
    body: call === "webhook" ? "rate_limited" : failure("ratelimited"),
  };
}

function askPage(page: PageApi, name: string, query: URLSearchParams): Answer {
  const found = ["workspace", "history", "thread", "search"].includes(name)
    ? page[name as keyof PageApi](query)
    : undefined;
  return found === undefined
    ? { status: 404, headers: PAGE_HEADERS, body: { error: "not_found" } }
    : { status: 200, headers: PAGE_HEADERS, body: found };
}

/** Keeps a foreign site from reading the page's data by naming itself 127.0.0.1 (DNS rebinding). */
function isOwnHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? "");
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const raw = typeof body === "string" || Buffer.isBuffer(body);
  const type = raw ? "text/plain; charset=utf-8" : "application/json; charset=utf-8";
  response.writeHead(status, { "content-type": type, ...headers });
  response.end(raw ? body : JSON.stringify(body));
}
