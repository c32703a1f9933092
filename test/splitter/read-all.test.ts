import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeniedError } from "../../src/core/log/unreadable.ts";
import type { LogContent } from "../../src/ports.ts";
import { LogFile } from "../../src/splitter/log-file.ts";
import { Publisher } from "../../src/splitter/publisher.ts";
import { readAll } from "../../src/splitter/read-all.ts";
import { fakeSplitter, logFile, logKey } from "../support/splitter.ts";

const DEADLINES = { read: 900_000, send: 1_000_000 };

const test = suite("readAll()");

test("asks S3 for no further file when it does not answer for eight in a row", async () => {
  const { files, asked } = await read(20, () => {
    throw new Error("no answer");
  });
  assert.ok(asked.length <= 8 + 3, `${asked.length} asked`);
  assert.ok(files.every(({ obstacle }) => obstacle?.message === "Error: no answer"));
  assert.is(files.filter(({ begun }) => begun).length, 8);
});

test("goes on while S3 answers in between, be it with a denial", async () => {
  const { files, asked } = await read(20, (at) => {
    if (at % 8 === 7) throw new DeniedError("AccessDenied", "no");
    throw new Error("no answer");
  });
  assert.is(asked.length, 20);
  assert.ok(files.every(({ begun }) => begun));
});

test("tells of every file what becomes of it when the bus is down for some", async () => {
  let isDown = true;
  const { files } = await read(30, () => {}, {
    before() {
      if (isDown) throw new Error("bus down");
    },
    onOpen: (at) => {
      isDown = at < 25;
    },
  });
  for (const file of files) {
    const isTold = file.opened || file.obstacle !== undefined;
    assert.ok(isTold && !file.stopped, file.address);
  }
});

test("opens anew what was opened ahead and lay unread for long, and ends the old one", async () => {
  const closed: number[] = [];
  const { files, asked } = await read(3, () => {}, {
    slowness: (at) => (at === 0 ? 15_000 : 0),
    closed,
  });
  assert.equal(asked, [0, 1, 2, 1, 2]);
  assert.equal(closed, [0, 1, 1, 2, 2].sort());
  assert.ok(files.every(({ opened, obstacle }) => opened && obstacle === undefined));
});

test.run();

interface Options {
  readonly before?: () => void;
  readonly onOpen?: (at: number) => void;
  /** Milliseconds an object takes to come. */
  readonly slowness?: (at: number) => number;
  /** Gets the number of each object whose stream ended. */
  readonly closed?: number[];
}

async function read(count: number, open: (at: number) => void, options: Options = {}) {
  const { before, onOpen, slowness = () => 0, closed = [] } = options;
  let now = 0;
  const asked: number[] = [];
  const files = Array.from(
    { length: count },
    (_, at) => new LogFile({ object: { bucket: "b", key: logKey(`${at}`) } }),
  );
  const { deps } = fakeSplitter({
    clock: {
      now: () => now,
      async sleep(milliseconds) {
        now += milliseconds;
      },
    },
    ...(before && { before }),
    logs: {
      async open({ key }): Promise<LogContent> {
        const at = files.findIndex(({ object }) => object.key === key);
        asked.push(at);
        onOpen?.(at);
        open(at);
        const bytes = (async function* () {
          try {
            now += slowness(at);
            yield logFile(Array(30).fill({ eventName: "a" }));
          } finally {
            closed.push(at);
          }
        })();
        return { bytes, etag: undefined };
      },
    },
  });
  const publisher = new Publisher(deps, deps.entries.maxBytes, DEADLINES.send);
  await readAll(files, publisher, deps, DEADLINES);
  await publisher.drain();
  return { files, asked, closed };
}
