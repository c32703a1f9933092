import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { isOwnHost } from "../protocol/foreign-request.ts";
import { type Conditions, FaultOrderError, readFaultOrder } from "./conditions.ts";
import type { EventStream } from "./event-stream.ts";
import type { Fault, FaultPlan } from "./fault-plan.ts";
import { type Limiter, WEBHOOK_CALL } from "./limits.ts";
import type { PageApi } from "./page-api.ts";
import { PAGE_HEADERS, readPageFile } from "./page-files.ts";
import { type Shelf, shelfItems, shelfNames } from "./shelf.ts";
import { failure, type MethodContext } from "./slack/method.ts";
import { BodyTooLargeError, parseArguments, readBodyText } from "./slack/request-body.ts";
import { METHOD_SCOPES, METHODS } from "./slack/web-api.ts";
import { type DeskWebhook, postWebhook } from "./slack/webhook.ts";
import type { Traffic } from "./traffic.ts";

/** What the desk's HTTP side is made of. */
export interface DeskParts {
  readonly token: string;
  /** What the token may do. @default everything */
  readonly scopes?: readonly string[];
  readonly webhooks: readonly DeskWebhook[];
  readonly faults: FaultPlan;
  readonly limiter: Limiter;
  readonly traffic: Traffic;
  readonly conditions: () => Conditions;
  readonly shelves: () => readonly Shelf[];
  /** Called when faults were ordered or taken back from the page. */
  readonly onFaults: () => void;
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
    return faulted(parts, request, WEBHOOK_CALL, () => callWebhook(parts, request, path));
  if (!isOwnHost(request.headers.host)) return { status: 421, body: "Wrong host" };
  if (path === "/desk/faults") return orderFault(parts, request);
  if (path === "/desk/conditions") return page(200, parts.conditions());
  if (path === "/desk/shelves") return page(200, shelfNames(parts.shelves()));
  if (path === "/desk/shelf") {
    const items = shelfItems(parts.shelves(), url.searchParams);
    return items === undefined ? page(404, { error: "not_found" }) : page(200, items);
  }
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
  { faults, traffic }: DeskParts,
  request: IncomingMessage,
  call: string,
  carryOut: () => Promise<Answer>,
): Promise<Answer | undefined> {
  const fault = faults.next(call);
  if (fault === undefined) {
    const given = await carryOut();
    traffic.note(call, given.status === 429 ? "limited" : "answered");
    return given;
  }
  traffic.note(call, "faulted");
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
    case "late-answer": {
      const given = await carryOut();
      await sleep((fault.seconds ?? 10) * 1000, undefined, { ref: false });
      return given;
    }
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
  const needed = METHOD_SCOPES[name];
  if (needed !== undefined && parts.scopes?.includes(needed) === false) {
    const provided = parts.scopes.join(",");
    return { status: 200, body: { ...failure("missing_scope"), needed, provided } };
  }
  const channel = parts.methods.workspace.channel(String(parsed.arguments.channel ?? ""));
  const wait = parts.limiter.take(name, channel?.id);
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
  const wait = limiter.take(WEBHOOK_CALL, webhook.channel);
  if (wait > 0) return limited(WEBHOOK_CALL, { retryAfter: wait });
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
    body: call === WEBHOOK_CALL ? "rate_limited" : failure("ratelimited"),
  };
}

function askPage(api: PageApi, name: string, query: URLSearchParams): Answer {
  const found = ["workspace", "history", "thread", "search"].includes(name)
    ? api[name as keyof PageApi](query)
    : undefined;
  return found === undefined ? page(404, { error: "not_found" }) : page(200, found);
}

function page(status: number, body: unknown): Answer {
  return { status, headers: PAGE_HEADERS, body };
}

/**
 * Orders a fault that stands, or takes it back. Only JSON is taken, from no other site: a browser
 * asks before it sends that to a stranger, and gets no leave.
 */
async function orderFault(parts: DeskParts, request: IncomingMessage): Promise<Answer> {
  const { origin, host, "content-type": type = "" } = request.headers;
  const isForeign = origin !== undefined && origin !== `http://${host}`;
  if (request.method !== "POST" || isForeign || !/^application\/json\b/.test(type)) {
    return page(403, { error: "Cannot order a fault: it takes a POST of JSON from this page" });
  }
  try {
    const order = readFaultOrder(await readBodyText(request));
    if (order.kind === "none") parts.faults.clear(order.on);
    else parts.faults.stand(order);
  } catch (cause) {
    if (!(cause instanceof FaultOrderError)) throw cause;
    return page(400, { error: cause.message });
  }
  parts.onFaults();
  return page(200, parts.conditions());
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const raw = typeof body === "string" || Buffer.isBuffer(body);
  const type = raw ? "text/plain; charset=utf-8" : "application/json; charset=utf-8";
  response.writeHead(status, { "content-type": type, ...headers });
  response.end(raw ? body : JSON.stringify(body));
}
