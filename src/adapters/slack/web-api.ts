import { stringify } from "node:querystring";
import { DeliveryError, isNeverSent } from "../../core/alert/delivery-error.ts";
import { slackFault } from "../../core/slack/error.ts";

/** How {@linkcode callSlack} makes its calls. */
export interface SlackCallOptions {
  readonly token: string;
  /** Base address of the API. @default Slack's own */
  readonly apiUrl?: string | undefined;
  /** Milliseconds one call may take. @default 5_000 */
  readonly timeoutMilliseconds?: number | undefined;
  /** Makes the requests. @default the runtime's own */
  readonly fetch?: typeof fetch | undefined;
}

/** What Slack answers a call that it took. */
export type SlackAnswer = Readonly<Record<string, unknown>>;

/**
 * Calls a method of Slack's Web API once, as Slack's own client does: fields that are not plain as
 * JSON, all of them as a form. That client is a ninth of the bundle, for queues, retries and uploads
 * that a function has no use for.
 *
 * @returns Rejects with a `DeliveryError`, which holds no token.
 * @see https://docs.slack.dev/apis/web-api/
 */
export async function callSlack(
  method: string,
  fields: Readonly<Record<string, unknown>>,
  {
    token,
    apiUrl = SLACK_API,
    timeoutMilliseconds = 5_000,
    fetch = globalThis.fetch,
  }: SlackCallOptions,
): Promise<SlackAnswer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${apiUrl.endsWith("/") ? apiUrl : `${apiUrl}/`}${method}`, {
      method: "POST",
      headers: {
        "User-Agent": "trailbridge",
        Accept: "application/json",
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/x-www-form-urlencoded",
      },
      body: stringify(formOf(fields)),
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    // A limit is known before its answer's end.
    text = response.status === 429 ? "" : await response.text();
  } catch (error) {
    throw failed(error);
  }
  if (response.status === 429) throw limited(response);
  if (response.status !== 200) {
    const isUnsure = GATEWAY_TIMEOUTS.includes(response.status);
    throw new DeliveryError("later", `http_${response.status}`, { isUnsure });
  }
  const answer = answerOf(text);
  if (answer.ok) return answer;
  // What cannot be parsed, such as a proxy's page, is no word of Slack's.
  const code = /^[a-z0-9_]{1,80}$/.exec(String(answer.error))?.[0] ?? "unreadable_answer";
  throw new DeliveryError(slackFault(code), code);
}

const SLACK_API = "https://slack.com/api/";

function formOf(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

function answerOf(text: string): SlackAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return { ok: false, error: text };
  }
  if (typeof answer === "object" && answer !== null) return answer as SlackAnswer;
  throw failed(new Error("an answer that is no object"));
}

/** Network and timeout; the request's headers hold the token, so no cause beyond the message. */
function failed(error: unknown): DeliveryError {
  const reason = error instanceof Error ? error.message : String(error);
  return new DeliveryError("later", "request_failed", {
    isUnsure: !isNeverSent(error),
    cause: new Error(reason),
  });
}

function limited({ headers }: Response): DeliveryError {
  const seconds = Number.parseInt(headers.get("retry-after") ?? "", 10);
  const retryAfterSeconds = Number.isNaN(seconds) ? UNTOLD_SECONDS : seconds;
  return new DeliveryError("later", "ratelimited", { retryAfterSeconds });
}

/** Seconds to wait where a rate limit names none. */
const UNTOLD_SECONDS = 30;

/** Statuses by which somebody between says that Slack did not answer in time. */
const GATEWAY_TIMEOUTS = [408, 504];
