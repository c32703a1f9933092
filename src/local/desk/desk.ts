import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Conditions, conditionsOf } from "./conditions.ts";
import { createDeskHandler } from "./desk-handler.ts";
import { createEventStream } from "./event-stream.ts";
import { type CountedFault, createFaultPlan, type FaultPlan } from "./fault-plan.ts";
import { createLimiter, type DeskLimits } from "./limits.ts";
import { createPageApi } from "./page-api.ts";
import { type Shelf, shelfNames } from "./shelf.ts";
import type { Message } from "./slack/message.ts";
import type { Identity } from "./slack/method.ts";
import type { RoomCounts } from "./slack/room.ts";
import type { DeskWebhook } from "./slack/webhook.ts";
import {
  createWorkspace,
  type DeskChannel,
  type DeskThread,
  type Workspace,
} from "./slack/workspace.ts";
import { createTraffic } from "./traffic.ts";

/** Milliseconds in which changes of the conditions are gathered before the page is told. */
const TELL_DELAY = 200;

/** What {@linkcode startDesk} needs. */
export interface DeskOptions {
  /** The one bot token the desk accepts. */
  readonly token: string;
  /** Scopes of the token, like `chat:write`. @default all that the desk's methods need */
  readonly scopes?: readonly string[];
  readonly channels: readonly DeskChannel[];
  /** @default none */
  readonly webhooks?: readonly DeskWebhook[];
  /** How much it takes; {@linkcode SLACK_PACE} are Slack's. @default unlimited */
  readonly limits?: DeskLimits;
  /** @default any free port */
  readonly port?: number;
  /** Name of the app, shown as the author of its messages. @default "trailbridge" */
  readonly app?: string;
  /** Name of the workspace. @default "Local stack" */
  readonly team?: string;
  /** Messages kept of each channel. @default all */
  readonly keep?: number;
  /** Milliseconds since the epoch. @default the clock */
  readonly now?: () => number;
  /** What was said before a restart, and where it is kept. @default nowhere */
  readonly memory?: DeskMemory;
}

/** Where a desk keeps what is said. */
export interface DeskMemory {
  /** What was said, oldest first. */
  readonly said: readonly (SaidMessage & { readonly channel: string })[];
  readonly counts: ReadonlyMap<string, RoomCounts>;
  /** @param parent What the thread's parent became by the message. */
  posted(channel: string, said: SaidMessage & { readonly parent?: Message }): void;
  edited(channel: string, message: Message): void;
  counted(channel: string, counts: RoomCounts): void;
  /** Takes what is kept meanwhile as one. */
  atomic(work: () => void): void;
}

/** A message, and whether it stands in the channel itself. */
export interface SaidMessage {
  readonly message: Message;
  readonly isPost: boolean;
}

/** A running Slack desk. */
export interface Desk {
  /** The page, with a trailing slash; `#<channel id>/<ts>` behind it goes straight to a message. */
  readonly url: string;
  /** Base address of the Web API, with a trailing slash: what `slackApiUrl` takes. */
  readonly apiUrl: string;
  /** Address of a webhook, by its name or its channel's id. */
  webhookUrl(name: string): string;
  /** Everything said in a channel, replies included, oldest first; by id or name. */
  messages(channel: string): readonly Message[];
  /** What stands in a channel, each with its replies, oldest first. */
  threads(channel: string): readonly DeskThread[];
  /** What was ever said in a channel, counted. */
  counts(channel: string): RoomCounts;
  /** Lets a person write, as no API of ours does: `cant_update_message` needs someone else's message. */
  say(channel: string, text: string, by: { user: string; threadTs?: string }): Message;
  /** Calls back for each message posted, or edited. @returns A function that stops it. */
  on(event: "message" | "edit", listener: (message: Message, channel: string) => void): () => void;
  /** Orders failures for calls to come: for the next ones here, for as long as wanted in `faults`. */
  failNext(fault: CountedFault): void;
  readonly faults: FaultPlan;
  /** Says what can be looked at beside the channels. @returns What to call when that has changed. */
  shelve(shelves: () => readonly Shelf[]): () => void;
  /** What became of calls so far, and which limits and faults they met. */
  conditions(): Conditions;
  close(): Promise<void>;
}

/**
 * Starts the Slack desk on 127.0.0.1: a stand-in for Slack's Web API and incoming webhooks, and the
 * page that shows what they were sent.
 */
export async function startDesk(options: DeskOptions): Promise<Desk> {
  const { token, channels, webhooks = [], limits = {}, port = 0, now = Date.now } = options;
  const { keep = Number.POSITIVE_INFINITY } = options;
  const identity: Identity = {
    team: options.team ?? "Local stack",
    teamId: "T0DESK",
    app: options.app ?? "trailbridge",
    appId: "A0TRAILBRIDGE",
    userId: "U0TRAILBRIDGE",
    botId: "B0TRAILBRIDGE",
  };
  const workspace = createWorkspace(channels, { team: identity.teamId, now, keep });
  if (options.memory !== undefined) remember(workspace, options.memory);
  const id = randomUUID();
  const stream = createEventStream(workspace, id);
  const faults = createFaultPlan();
  const timers = new Map<string, NodeJS.Timeout>();
  /** Tells the page, a moment later: what comes meanwhile is told with it. */
  const tellSoon = (event: string, data: () => unknown) => {
    if (timers.has(event)) return;
    const timer = setTimeout(() => {
      timers.delete(event);
      stream.tell(event, data());
    }, TELL_DELAY);
    timers.set(event, timer.unref());
  };
  const tellConditions = () => tellSoon("conditions", conditions);
  let shelves: () => readonly Shelf[] = () => [];
  const limiter = createLimiter(limits, now);
  const traffic = createTraffic(now, tellConditions);
  const conditions = () => conditionsOf({ faults, limiter, traffic });

  const server = createServer();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  server.on(
    "request",
    createDeskHandler({
      token,
      ...(options.scopes && { scopes: options.scopes }),
      webhooks,
      faults,
      limiter,
      traffic,
      conditions,
      onFaults: tellConditions,
      shelves: () => shelves(),
      stream,
      methods: { workspace, identity, url },
      page: createPageApi(workspace, {
        desk: id,
        app: identity.app,
        team: identity.team,
      }),
    }),
  );

  const idOf = (name: string): string => {
    const channel = workspace.channel(name);
    if (channel === undefined)
      throw new Error(`Cannot find channel as the desk has none: "${name}"`);
    return channel.id;
  };

  return {
    url,
    apiUrl: `${url}api/`,
    webhookUrl(name) {
      const webhook =
        webhooks.find((hook) => hook.name === name) ??
        webhooks.find((hook) => hook.channel === name);
      if (webhook === undefined)
        throw new Error(`Cannot find webhook as the desk has none: "${name}"`);
      return new URL(webhook.path, url).href;
    },
    messages: (channel) => workspace.messages(idOf(channel)),
    threads: (channel) =>
      workspace.posts(idOf(channel)).map((post) => ({
        parent: post,
        replies: workspace.thread(idOf(channel), post.ts)?.replies ?? [],
      })),
    counts: (channel) => workspace.counts(idOf(channel)),
    say: (channel, text, { user, threadTs }) =>
      workspace.post(idOf(channel), {
        text,
        author: { user },
        ...(threadTs !== undefined && { threadTs }),
      }),
    on: (event, listener) =>
      workspace.onChange(({ kind, channel, ts }) => {
        const message = workspace.message(channel, ts);
        if (message && (kind === "posted") === (event === "message")) listener(message, channel);
      }),
    failNext: (fault) => faults.add(fault),
    faults,
    conditions,
    shelve(given) {
      shelves = given;
      return () => tellSoon("shelves", () => shelfNames(shelves()));
    },
    async close() {
      for (const timer of timers.values()) clearTimeout(timer);
      stream.close();
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** Takes over what was said before, and keeps what is said from now on. */
function remember(workspace: Workspace, memory: DeskMemory): void {
  for (const { channel, ...said } of memory.said) {
    if (workspace.channel(channel) === undefined) {
      throw new Error(
        `Cannot go on from the state folder as the desk must have channel "${channel}": these settings name none. Start with the settings it was written with, or another folder`,
      );
    }
    workspace.restore(channel, said);
  }
  for (const [channel, counts] of memory.counts) {
    if (workspace.channel(channel) !== undefined) workspace.recount(channel, counts);
  }
  workspace.onChange(({ kind, channel, ts }) => {
    const message = workspace.message(channel, ts);
    if (message === undefined) return;
    memory.atomic(() => {
      if (kind === "edited") return memory.edited(channel, message);
      const { thread_ts: above = ts } = message;
      const parent = above === ts ? undefined : workspace.message(channel, above);
      const isPost = above === ts || message.subtype === "thread_broadcast";
      memory.posted(channel, { message, isPost, ...(parent !== undefined && { parent }) });
      memory.counted(channel, workspace.counts(channel));
    });
  });
}
