import { setTimeout as sleep } from "node:timers/promises";
import type { Letters } from "../../adapters/aws/operation/letters.ts";
import { toS3Notification } from "../../core/notification/notification.ts";
import type { QueueAddresses } from "../../core/operation/stack-parts.ts";
import { type CommandLine, type Io, UsageError } from "../command.ts";
import type { InputFile, LeftOut } from "../input/find-inputs.ts";
import { readInput } from "../input/read-inputs.ts";
import type { Reading } from "../input/reading.ts";
import { rulesInUse } from "../rules-in-use.ts";
import type { ReplayAsked, ReplayJournal } from "./replay-journal.ts";
import { replayByRules } from "./replay-rules.ts";

/** A replay under way. */
export interface ReplayState {
  isStopped: boolean;
  /** Whether all that was read could be. */
  isWhole: boolean;
  journal: ReplayJournal;
  readonly path: string;
}

/** Deals with some files; the answer is how far the replay is then. */
export type Deal = (batch: readonly InputFile[], state: ReplayState) => Promise<ReplayJournal>;

/** Files that are dealt with before it is written how far it is. */
const BATCH = 10;

/** Messages that wait for the splitter at most. */
const MOST_WAITING = 200;

/** Milliseconds between two looks at how many do. */
const LOOK = 2_000;

/** The files that are not dealt with yet, in the order they are listed. */
export async function* filesAfter(
  place: string,
  reading: Reading,
  after: string | undefined,
  state: ReplayState,
): AsyncGenerator<InputFile> {
  const leftOut: LeftOut[] = [];
  let isBehind = after !== undefined;
  for await (const file of reading.find([place], leftOut)) {
    if (state.isStopped) return;
    if (!isBehind) yield file;
    else if (file.path === after) isBehind = false;
  }
  if (isBehind) {
    throw new UsageError(
      `${after}, after which it is to go on, is there no more: delete ${state.path} to begin anew`,
    );
  }
}

export async function* fileBatches(
  files: AsyncGenerator<InputFile>,
): AsyncGenerator<readonly InputFile[]> {
  let batch: InputFile[] = [];
  for await (const file of files) {
    batch.push(file);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

export function dealBySplitter(
  { page }: ReplayAsked,
  replay: string,
  letters: Letters,
  { continuations }: QueueAddresses,
  state: ReplayState,
): Deal {
  return async (batch, { journal }) => {
    for (;;) {
      const { visible, inFlight, delayed } = await letters.depth(continuations);
      if (visible + inFlight + delayed < MOST_WAITING || state.isStopped) break;
      await sleep(LOOK);
    }
    if (state.isStopped) return journal;
    const objects = batch.flatMap(({ object }) => object ?? []);
    await Promise.all(
      objects.map((object) =>
        letters.send(
          continuations,
          JSON.stringify(toS3Notification(page ? object : { ...object, replay })),
        ),
      ),
    );
    return {
      ...journal,
      ...afterOf(batch),
      files: journal.files + objects.length,
      sent: journal.sent + objects.length,
    };
  };
}

export function dealByRules(
  invocation: CommandLine,
  { rule, page }: ReplayAsked,
  reading: Reading,
  letters: Letters,
  queues: QueueAddresses | undefined,
  io: Io,
  now: number,
): Deal {
  const rules = rulesInUse(invocation, io);
  if (rule !== undefined && !rules.ruleSet.rules.some(({ id }) => id === rule)) {
    throw new UsageError(`there is no rule "${rule}" among those in use: --settings names them`);
  }
  const judge = replayByRules(rules, rule, now);
  return async (batch, state) => {
    let { records, sent } = state.journal;
    const matched = { ...state.journal.matched };
    for (const file of batch) {
      const { object } = file;
      if (object === undefined) continue;
      const { isWhole } = await readInput(file, reading, async (item) => {
        if ("rejected" in item) return;
        records++;
        const found = judge(item, object);
        for (const id of found.matched) matched[id] = (matched[id] ?? 0) + 1;
        if (!page || queues === undefined || found.matched.length === 0) return;
        await letters.send(found.isCritical ? queues.critical : queues.buffer, found.event());
        sent++;
      });
      if (!isWhole) state.isWhole = false;
    }
    const files = state.journal.files + batch.length;
    return { ...state.journal, ...afterOf(batch), files, records, sent, matched };
  };
}

function afterOf(batch: readonly InputFile[]): Pick<ReplayJournal, "after"> {
  const path = batch.at(-1)?.path;
  return path === undefined ? {} : { after: path };
}
