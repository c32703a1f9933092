import { loadSlackClient } from "../../../src/adapters/slack/app.ts";
import type { Slack, SlackAnswer } from "../services/slack.ts";
import { type Instance, never } from "./instance.ts";
import type { Network } from "./network.ts";

// Loading takes real time, in which virtual time would be minutes ahead.
await loadSlackClient();

/** Longer than any caller waits: who gives up earlier says so by its signal. */
const PATIENCE = 120_000;

/** A post Slack took whose sender does not know it. */
export type OnUnknown = (method: string, args: Readonly<Record<string, string>>) => void;

/** `fetch` as Slack's client and the webhooks use it, answered in process and in virtual time. */
export function slackFetch(
  network: Network,
  instance: Instance,
  by: string,
  slack: Slack,
  onUnknown: OnUnknown,
): typeof fetch {
  return (async (address: string | URL, init: RequestInit = {}) => {
    const url = new URL(address);
    const method = url.pathname.split("/").at(-1) ?? "";
    const args = Object.fromEntries(new URLSearchParams(String(init.body ?? "")));
    const token = new Headers(init.headers).get("authorization")?.replace(/^Bearer /, "");
    let known = true;
    const call = network.call<SlackAnswer>(instance, by, {
      service: "slack",
      operation: method,
      perform: () => {
        const answer = slack.answer(method, token, args);
        if (answer.body.ok !== true) known = false;
        return answer;
      },
      refuse: (fault) =>
        fault === "error" ? { status: 500, body: {} } : { status: 429, retryAfter: 3, body: {} },
      latency: [60, 260],
      timeout: PATIENCE,
      onUnknown: () => {
        if (known) onUnknown(method, args);
      },
    });
    return answerOf(url.href, await untilAborted(call, instance, init.signal));
  }) as typeof fetch;
}

/** What the caller gets: the answer, or its own signal's reason once it is tired of waiting. */
function untilAborted<T>(
  call: Promise<T>,
  instance: Instance,
  signal: AbortSignal | null | undefined,
): Promise<T> {
  if (!signal) return call;
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => {
      if (instance.alive) reject(signal.reason);
      else never().then(reject);
    });
    call.then(resolve, reject);
  });
}

function answerOf(url: string, { status, retryAfter, body }: SlackAnswer): Response {
  const headers = new Headers({ "content-type": "application/json" });
  if (retryAfter !== undefined) headers.set("retry-after", String(retryAfter));
  // As much of a response as the clients read, without the runtime's streams.
  return {
    status,
    statusText: "",
    ok: status === 200,
    url,
    headers,
    text: async () => JSON.stringify(body),
  } as Response;
}
