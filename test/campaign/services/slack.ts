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
  /** Methods that answer 500, and until when everything does. */
  downUntil = 0;

  constructor(channels: readonly string[], token: string, now: () => number) {
    this.#now = now;
    this.token = token;
    this.#posts = createRateLimiter({ perSecond: 1, burst: 5 }, now);
    this.#edits = createRateLimiter({ perSecond: 50 / 60, burst: 15 }, now);
    this.#others = createRateLimiter({ perSecond: 50 / 60, burst: 20 }, now);
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
    if (now < this.downUntil) return { status: 503, body: {} };
    if (token !== this.token) return this.#refuse(method, "invalid_auth");
    const wait = this.#wait(method, args);
    if (wait > 0) {
      this.limited.push({ at: now, method });
      return { status: 429, retryAfter: wait, body: { ok: false, error: "ratelimited" } };
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
