/**
 * The deployed splitter against a loop over the bare SDK, over HTTP, in a process of its own: its
 * log lines go nowhere, and what it has of an environment is a function's. Started by
 * `compareSplitter`; tells the outcome by a message.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { clientLimits } from "../../../src/adapters/aws/client-limits.ts";
import { Batcher } from "../../../src/core/entry/batch.ts";
import {
  type BusEntry,
  MAX_REQUEST_BYTES,
  ordinaryEntry,
} from "../../../src/core/entry/bus-entry.ts";
import { readRecords } from "../../../src/core/log/reader.ts";
import type { SplitterHandler } from "../../../src/splitter/compose.ts";
import { newsOf } from "../../support/splitter-world.ts";
import { compare, type Rounds } from "../harness/rounds.ts";
import { LOG_BUCKET } from "./bucket.ts";

/** What is compared, and how. */
export interface SplitterRounds {
  readonly how: Rounds;
  readonly bundle: string;
  readonly folder: string;
  /** Whether the bare loop gets each file before it puts its entries. */
  readonly gets: boolean;
}

const { how, bundle, folder, gets }: SplitterRounds = JSON.parse(process.argv[2] ?? "");
const keys = readdirSync(folder)
  .filter((name) => name !== "config.json")
  .map((name) => decodeURIComponent(name));
const context = {
  getRemainingTimeInMillis: () => 300_000,
  invokedFunctionArn: "arn:aws:lambda:eu-central-1:111122223333:function:trailbridge-splitter",
};

const { handler } = (await import(bundle)) as { handler: SplitterHandler };
process.send?.(await compare(splitter, await bareLoop(), how));
process.disconnect();

/** An invocation a file, one after the other. */
async function splitter(): Promise<void> {
  for (const key of keys) {
    const { counters } = await handler(newsOf([key]), context);
    if (
      counters.published + counters.filtered === 0 ||
      counters.waiting > 0 ||
      counters.misplaced > 0
    ) {
      throw new Error(`Cannot compare as all files must be split: ${JSON.stringify(counters)}`);
    }
  }
}

/** Puts entries that are there already, four calls at a time, as the splitter once did. */
async function bareLoop(): Promise<() => Promise<void>> {
  const s3 = new S3Client({
    ...clientLimits({ attemptMilliseconds: 5_000, attempts: 2 }),
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const bus = new EventBridgeClient(clientLimits({ attemptMilliseconds: 5_000, attempts: 1 }));
  const files = new Map<string, readonly (readonly BusEntry[])[]>();
  for (const key of keys) files.set(key, await batchesOf(key));
  return async () => {
    for (const [key, batches] of files) {
      if (gets) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: LOG_BUCKET, Key: key }));
        await Body?.transformToByteArray();
      }
      const rest = batches.values();
      const lane = async () => {
        for (const batch of rest) await bus.send(commandOf(batch));
      };
      await Promise.all([lane(), lane(), lane(), lane()]);
    }
  };
}

function commandOf(batch: readonly BusEntry[]): PutEventsCommand {
  return new PutEventsCommand({
    Entries: batch.map(({ source, detailType, time, resources, detail }) => ({
      EventBusName: "records",
      Source: source,
      DetailType: detailType,
      ...(time !== undefined && { Time: new Date(time) }),
      Resources: [...resources],
      Detail: detail,
    })),
  });
}

async function batchesOf(key: string): Promise<(readonly BusEntry[])[]> {
  const object = { bucket: LOG_BUCKET, key };
  const bytes = gunzipSync(readFileSync(join(folder, encodeURIComponent(key))));
  const batcher = new Batcher<{ entry: BusEntry }>(MAX_REQUEST_BYTES);
  const batches: (readonly { entry: BusEntry }[])[] = [];
  const text = async function* () {
    yield bytes;
  };
  for await (const found of readRecords(text())) {
    if ("rejected" in found) continue;
    const options = { includeRecord: true, maxBytes: MAX_REQUEST_BYTES };
    const entry = ordinaryEntry(found, object, options);
    const full = entry && batcher.add({ entry });
    if (full !== undefined) batches.push(full);
  }
  const last = batcher.take();
  if (last !== undefined) batches.push(last);
  return batches.map((batch) => batch.map(({ entry }) => entry));
}
