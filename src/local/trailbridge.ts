import { randomBytes } from "node:crypto";
import { NOTIFIER_ENV } from "../contract.ts";
import { functionNamesOf } from "../core/settings/config.ts";
import { accountNamesOf, type Settings } from "../core/settings/settings.ts";
import { type Desk, startDesk } from "./desk/desk.ts";
import { SLACK_PACE } from "./desk/limits.ts";
import { deskSetup } from "./desk-setup.ts";
import { deskMemory } from "./desk-state.ts";
import { startStack } from "./stack.ts";
import { shelvesOf } from "./stack-shelves.ts";
import type { Stack, StackOptions } from "./stack-types.ts";
import { openStateFolder, type StateFolder } from "./state/state-folder.ts";
import type { Deployment } from "./template/deployment.ts";
import { wiringOf } from "./template/template-wiring.ts";
import { bucketElsewhere, outsidePermissions, trailOf } from "./wiring/outside.ts";
import type { EventSourceMappingWiring, SecretWiring, Wiring } from "./wiring/wiring.ts";

/** The whole product, running on this machine. */
export interface LocalTrailbridge {
  readonly stack: Stack;
  readonly desk: Desk;
  readonly wiring: Wiring;
  /** Where consumers that the stack does not run itself find what they would get. */
  readonly sinkFolder?: string;
  /** Parts of the data's way that the local stack cannot run, a line each. */
  readonly notRun: readonly string[];
  close(): Promise<void>;
}

/** What {@linkcode startTrailbridge} needs. */
export interface LocalOptions extends Omit<StackOptions, "wiring" | "state" | "callTrail"> {
  readonly settings: Settings;
  /** The stack synthesized from the settings, and others to run with it: a receiver's, say. */
  readonly deployments: readonly [Deployment, ...Deployment[]];
  /** Port of the Slack desk. @default any free port */
  readonly deskPort?: number;
  /**
   * Folder in which all of it lives, over restarts.
   *
   * @default nothing outlives the process
   */
  readonly stateFolder?: string;
  /** Told what of the state folder had to be mended. */
  readonly onRemark?: (remark: string) => void;
  /** Whether what the stack's services are asked is written as log files of the trail. @default false */
  readonly recordCalls?: boolean;
  /** Whether the Slack desk takes no more than Slack does. @default false */
  readonly slackLimits?: boolean;
  /**
   * Whether the bucket of a landing zone sends events of its own, as one up to version 3.3 may.
   *
   * @default false
   */
  readonly bucketEvents?: boolean;
}

/**
 * Starts the product as its template would deploy it on the local stack: the settings'
 * destinations as desk channels, webhooks and topics, their secrets made up.
 */
export async function startTrailbridge(options: LocalOptions): Promise<LocalTrailbridge> {
  const { stateFolder, onRemark, keep } = options;
  if (stateFolder === undefined) return startParts(options, undefined);
  const state = await openStateFolder(stateFolder, {
    ...(keep !== undefined && { keep }),
    ...(onRemark !== undefined && { onRemark }),
  });
  try {
    const local = await startParts({ ...options, sinkFolder: state.consumers }, state);
    return {
      ...local,
      async close() {
        await local.close();
        state.close();
      },
    };
  } catch (cause) {
    state.close();
    throw cause;
  }
}

async function startParts(
  options: LocalOptions,
  state: StateFolder | undefined,
): Promise<LocalTrailbridge> {
  const { settings, deployments, deskPort, slackLimits = false, ...others } = options;
  const { recordCalls = false, bucketEvents = false, ...stackOptions } = others;
  const { wiring: deployed, notRun } = wiringOf(deployments);
  const setup = deskSetup(settings);
  const token = `xoxb-local-${randomBytes(12).toString("hex")}`;
  const desk = await startDesk({
    token,
    ...setup,
    ...(deskPort !== undefined && { port: deskPort }),
    ...(state !== undefined && { memory: deskMemory(state) }),
    ...(slackLimits && { limits: SLACK_PACE }),
    ...(options.keep !== undefined && { keep: options.keep }),
  });
  try {
    const secrets = [
      ...setup.tokenSecretIds.map((id) => ({ id, value: token })),
      ...setup.webhooks.map(({ name: id }) => ({ id, value: desk.webhookUrl(id) })),
    ].flatMap(({ id, value }) => namesOf(id).map((name) => ({ name, value })));
    const wiring = localWiring(deployed, settings, secrets, bucketEvents, {
      [NOTIFIER_ENV.slackApiUrl]: desk.apiUrl,
      // Where the desk takes any number of messages at once, topics do as well.
      ...(!slackLimits && { [NOTIFIER_ENV.topicSpacing]: "0" }),
    });
    let changed = () => {};
    const stack = await startStack({
      ...stackOptions,
      ...(recordCalls && { callTrail: settings.logs }),
      wiring,
      ...(state && { state }),
      onEvent(event) {
        if (event.kind === "published" || event.kind === "delivered") changed();
        options.onEvent?.(event);
      },
    });
    changed = desk.shelve(() => shelvesOf(stack, wiring));
    return {
      stack,
      desk,
      wiring,
      notRun,
      ...(options.sinkFolder !== undefined && { sinkFolder: options.sinkFolder }),
      async close() {
        await stack.close();
        await desk.close();
      },
    };
  } catch (cause) {
    await desk.close();
    throw cause;
  }
}

/** What a function may call a secret that the settings name by `id`: an ARN holds its name too. */
function namesOf(id: string): readonly string[] {
  const [, name] = id.split(":secret:");
  return name === undefined ? [id] : [id, name];
}

/** Batches at once from a queue: the least that Lambda takes, and as many as two processors can feed. */
const LOCAL_CONCURRENCY = 2;

/**
 * Single messages at once that a mapping allows of work that waits, as for Slack. One that allows
 * more is for throughput: so many environments of a splitter are more than a machine has room for.
 */
const FEW_SINGLES = 10;

/** What a mapping allows, less where its work keeps a processor busy. */
function localConcurrency({ batchSize, maxConcurrency }: EventSourceMappingWiring): number {
  const most = maxConcurrency ?? Number.POSITIVE_INFINITY;
  const waits = batchSize === 1 && most <= FEW_SINGLES;
  return waits ? most : Math.min(most, LOCAL_CONCURRENCY);
}

/**
 * What a template says, and what it leaves to the world around it: secrets, Slack, topics that
 * exist already, and the notifications of a bucket that somebody else configures.
 */
function localWiring(
  deployed: Wiring,
  settings: Settings,
  secrets: readonly SecretWiring[],
  bucketEvents: boolean,
  notifierEnv: Readonly<Record<string, string>>,
): Wiring {
  const { logs } = settings;
  const { notifier } = functionNamesOf(settings);
  const topics = deployed.topics ?? [];
  const named = deskSetup(settings).topicArns.filter((arn) =>
    topics.every((it) => it.name !== arn),
  );
  const buckets = deployed.buckets ?? [];
  const configured = buckets.some(({ name }) => name === logs.bucket);
  return {
    ...deployed,
    secrets,
    ...(deployed.permissions && {
      permissions: outsidePermissions(deployed.permissions, settings),
    }),
    topics: [...topics, ...named.map((name) => ({ name }))],
    trails: [trailOf(settings)],
    organization: Object.entries(accountNamesOf(settings.accounts)).map(([id, name]) => ({
      id,
      name,
    })),
    buckets: configured ? buckets : [...buckets, bucketElsewhere(logs, deployed, bucketEvents)],
    functions: (deployed.functions ?? []).map((it) =>
      it.name === notifier ? { ...it, environment: { ...it.environment, ...notifierEnv } } : it,
    ),
    eventSourceMappings: (deployed.eventSourceMappings ?? []).map((it) => ({
      ...it,
      maxConcurrency: localConcurrency(it),
    })),
  };
}
