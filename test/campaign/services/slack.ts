import type { Message } from "../../../src/local/desk/slack/message.ts";
import { createRateLimiter } from "../../../src/local/desk/slack/rate-limit.ts";
import { METHODS } from "../../../src/local/desk/slack/web-api.ts";
import { createWorkspace, type Workspace } from "../../../src/local/desk/slack/workspace.ts";

/** One change of what stands in a channel. */
export interface SlackChange {
  readonly at: number;
  readonly kind: "post" | "edit";
  readonly channel: string;
  /** Of the message as it was then. */
  readonly message: Message;
}

/** What Slack answers: an HTTP status, and JSON unless the status says all. */
export interface SlackAnswer {
  readonly status: number;
  readonly retryAfter?: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const IDENTITY = {
  team: "Example",
  teamId: "T0EXAMPLE",
  app: "trailbridge",
  appId: "A0EXAMPLE",
  userId: "U0TRAILBRIDGE",
  botId: "B0TRAILBRIDGE",
};

/**
 * Slack with the limits Slack has: a post a second and channel after a small burst, fifty edits a
 * minute over the whole workspace, other methods by their tier.
 *
 * @see https://docs.slack.dev/apis/web-api/rate-limits
 */
export class Slack {
  readonly #now: () => number;
  readonly #posts: (key: string) => number;
  readonly #edits: (key: string) => number;
  readonly #others: (key: string) => number;
  readonly workspace: Workspace;
  readonly token: string;
  /** Every change, in the order it happened. */
  readonly changes: SlackChange[] = [];
  /** Every 429, by method. */
  readonly limited: { readonly at: number; readonly method: string }[] = [];
  /** Every refusal but 429. */
  readonly refused: { readonly at: number; readonly method: string; readonly error: string }[] = [];
  readonly #hasHistory: boolean;

  /** @param hasHistory Whether the app was given the scope to read channels' history. */
  constructor(channels: readonly string[], token: string, now: () => number, hasHistory = true) {
    this.#hasHistory = hasHistory;
    this.#now = now;
    this.token = token;
    this.#posts = createRateLimiter({ perSecond: 1, burst: 5 }, now);
    this.#edits = perMinute(50, now);
    this.#others = perMinute(50, now);
    const named = channels.map((id) => ({ id, name: id.toLowerCase() }));
    this.workspace = createWorkspace(named, { team: IDENTITY.teamId, now, keep: 1_000_000 });
  }

  /** Answers one call of a method. */
  answer(
    method: string,
    token: string | undefined,
    args: Readonly<Record<string, unknown>>,
  ): SlackAnswer {
    const now = this.#now();
    if (token !== this.token) return this.#refuse(method, "invalid_auth");
    const wait = this.#wait(method, args);
    if (wait > 0) {
      this.limited.push({ at: now, method });
      return { status: 429, retryAfter: wait, body: { ok: false, error: "ratelimited" } };
    }
    if (!this.#hasHistory && /^conversations\.(history|replies)$/.test(method)) {
      return this.#refuse(method, "missing_scope");
    }
    const run = METHODS[method];
    if (run === undefined) return this.#refuse(method, "unknown_method");
    const { workspace } = this;
    const answer = run(args, { workspace, identity: IDENTITY, url: "https://example.slack.com/" });
    if (answer.ok === false) return this.#refuse(method, String(answer.error));
    this.#note(method, args, String(answer.ts));
    return { status: 200, body: answer };
  }

  #wait(method: string, args: Readonly<Record<string, unknown>>): number {
    if (method === "chat.postMessage") return this.#posts(String(args.channel));
    return method === "chat.update" ? this.#edits("workspace") : this.#others(method);
  }

  #note(method: string, args: Readonly<Record<string, unknown>>, ts: string): void {
    const kind = { "chat.postMessage": "post", "chat.update": "edit" }[method];
    const channel = String(args.channel);
    const message = this.workspace.message(channel, ts);
    if (kind === undefined || message === undefined) return;
    this.changes.push({ at: this.#now(), kind: kind as SlackChange["kind"], channel, message });
  }

  #refuse(method: string, error: string): SlackAnswer {
    this.refused.push({ at: this.#now(), method, error });
    return { status: 200, body: { ok: false, error } };
  }
}

/**
 * So many calls of a key in any minute.
 *
 * @returns A function that takes one: 0 if it may be made, else the whole seconds to wait.
 */
function perMinute(most: number, now: () => number): (key: string) => number {
  const taken = new Map<string, number[]>();
  return (key) => {
    const recent = (taken.get(key) ?? []).filter((at) => at > now() - 60_000);
    taken.set(key, recent);
    const [oldest = 0] = recent;
    if (recent.length >= most) return Math.max(1, Math.ceil((oldest + 60_000 - now()) / 1_000));
    recent.push(now());
    return 0;
  };
}
