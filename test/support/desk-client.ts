import { ErrorCode, type WebAPICallResult, WebClient, type WebClientOptions } from "@slack/web-api";
import { type Desk, type DeskOptions, startDesk } from "../../src/local/desk/desk.ts";

/** The token of {@linkcode startTestDesk}. */
export const TOKEN = "xoxb-test-desk";

/** A desk with a channel of each kind, and two webhooks. */
export function startTestDesk(options: Partial<DeskOptions> = {}): Promise<Desk> {
  return startDesk({
    token: TOKEN,
    channels: [
      { id: "C0SEC", name: "security-alerts", topic: "Everything of high severity" },
      { id: "C0DEV", name: "dev-alerts" },
      { id: "C0OLD", name: "old-alerts", archived: true },
      { id: "C0OUT", name: "not-ours", member: false },
    ],
    webhooks: [
      { name: "security", path: "/services/T0DESK/B0SEC/aaaa", channel: "C0SEC" },
      { name: "old", path: "/services/T0DESK/B0OLD/bbbb", channel: "C0OLD" },
    ],
    ...options,
  });
}

/** Slack's own client, as the notifier sets it up: no retries, no sleep through a 429, no chatter. */
export function clientOf(desk: Desk, options: WebClientOptions = {}, token = TOKEN): WebClient {
  const quiet = (): void => {};
  return new WebClient(token, {
    slackApiUrl: desk.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: {
      debug: quiet,
      info: quiet,
      warn: quiet,
      error: quiet,
      setLevel: quiet,
      setName: quiet,
      getLevel: () => "error" as never,
    },
    ...options,
  });
}

/** Slack's answer to a call it refused. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<WebAPICallResult & { error: string }> {
  const error = await call.then(
    () => undefined,
    (reason) => reason,
  );
  if (error?.code !== ErrorCode.PlatformError) {
    throw new Error("Expected Slack to refuse the call", { cause: error });
  }
  return error.data;
}
