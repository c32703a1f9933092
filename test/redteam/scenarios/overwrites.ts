import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { clientConfig } from "../../support/client-config.ts";
import { logKey, record, stopLogging } from "../record.ts";
import type { Running } from "../running.ts";
import { type Scenario, verdictOf } from "../scenario.ts";

const OVERWRITTEN: Scenario = {
  id: "2.4-overwritten",
  title:
    "writes harmless files over two that were published, one of them after it is deleted, while the first content comes again, too",
  run: (product) =>
    product.deployed("", async (running) => {
      const [one, two] = [logKey("one"), logKey("two")];
      const first = [stopLogging("organisation")];
      await running.put(first, one);
      await running.put(first, two);
      await running.idle();
      await running.put(first, one);
      await running.idle();
      const before = overwritten(running);
      const harmless = [record()];
      await running.put(harmless, one);
      const s3 = new S3Client({ ...clientConfig(running.local.stack), forcePathStyle: true });
      await s3.send(new DeleteObjectCommand({ Bucket: "logs", Key: two }));
      await running.put(harmless, two);
      await running.idle();
      const told = overwritten(running);
      await running.put(harmless, one);
      await running.put(first, one);
      await running.idle();
      return verdictOf({
        "what comes again is nothing": before.length === 0,
        "both are told of": [one, two].every((key) => told.join().includes(key)),
        "and in one message each": overwritten(running).length === told.length,
      });
    }),
};

const UNREAD: Scenario = {
  id: "2.4-overwritten-unread",
  title: "writes a harmless file over one before anybody has read it",
  run: (product) =>
    product.deployed("", async (running) => {
      const key = logKey("raced");
      await Promise.all([
        running.put([stopLogging("organisation")], key),
        running.put([record()], key),
      ]);
      await running.idle();
      const told = overwritten(running);
      return verdictOf({ "it is told of": told.join().includes(key) });
    }),
};

/** Messages that say that a file was overwritten, with what was added to them. */
function overwritten(running: Running): readonly string[] {
  return running
    .slack()
    .filter(({ parent }) => /overwritten/i.test(parent))
    .flatMap(({ parent, replies }) => [parent, ...replies]);
}

export const SCENARIOS: readonly Scenario[] = [OVERWRITTEN, UNREAD];
