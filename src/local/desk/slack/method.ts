import type { Message } from "./message.ts";
import type { DeskChannel, Workspace } from "./workspace.ts";

/** The app whose token the desk accepts. */
export interface Identity {
  readonly team: string;
  readonly teamId: string;
  /** Name shown as the author of its messages. */
  readonly app: string;
  readonly appId: string;
  readonly userId: string;
  readonly botId: string;
}

/** What a method of the Web API works with. */
export interface MethodContext {
  readonly workspace: Workspace;
  readonly identity: Identity;
  /** Address of the desk's page, with a trailing slash. */
  readonly url: string;
}

/** Arguments of a call, by name: texts from a form, any JSON value from a JSON body. */
export type MethodArguments = Readonly<Record<string, unknown>>;

/** What Slack answers, always with HTTP 200. */
export interface MethodAnswer {
  readonly ok: boolean;
  readonly error?: string;
  readonly [field: string]: unknown;
}

/** One method of the Web API. */
export type Method = (args: MethodArguments, context: MethodContext) => MethodAnswer;

/**
 * A refusal as Slack answers it.
 *
 * @param complaints What is wrong, each `… [json-pointer:/…]`; Slack says them twice.
 */
export function failure(error: string, complaints: readonly string[] = []): MethodAnswer {
  if (complaints.length === 0) return { ok: false, error };
  return {
    ok: false,
    error,
    errors: complaints,
    response_metadata: { messages: complaints.map((complaint) => `[ERROR] ${complaint}`) },
  };
}

/** The channel a call names, if the app may see it. */
export function namedChannel(
  args: MethodArguments,
  { workspace }: MethodContext,
): DeskChannel | MethodAnswer {
  if (args.channel === undefined || args.channel === "") {
    return failure("invalid_arguments", ["missing required field: channel"]);
  }
  return workspace.channel(String(args.channel)) ?? failure("channel_not_found");
}

/** Whether a lookup ended in a refusal. */
export function isFailure(value: object): value is MethodAnswer {
  return "ok" in value && value.ok === false;
}

/** A message as a Web API answer shows it, with the app's profile where the app wrote it. */
export function shown(message: Message, identity: Identity): Record<string, unknown> {
  if (message.bot_id !== identity.botId) return { ...message };
  const { botId: id, appId: app_id, app: name, teamId: team_id } = identity;
  return { ...message, bot_profile: { id, app_id, name, team_id, deleted: false } };
}
