import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { JournalError, openJournal } from "../../../src/local/state/journal.ts";

const test = suite("openJournal()");

/** Adds numbers up, by name: the fewest entries are one of each. */
function createSums() {
  const sums = new Map<string, number>();
  return {
    sums,
    apply({ name, n }: Add) {
      sums.set(name, (sums.get(name) ?? 0) + n);
    },
    entries: () => [...sums].map(([name, n]): Add => ({ name, n })),
  };
}

interface Add {
  readonly name: string;
  readonly n: number;
}

let folder = "";
let path = "";
let torn = 0;
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-journal-"));
  path = join(folder, "journal");
  torn = 0;
});
test.after.each(() => rmSync(folder, { recursive: true }));

function open() {
  const kept = createSums();
  const journal = openJournal<Add>(path, kept, () => torn++);
  return { ...journal, sums: kept.sums };
}

/** What a fresh reading finds, as a process that was killed left it. */
function found(): Record<string, number> {
  const { sums, close } = open();
  close();
  return Object.fromEntries(sums);
}

function refused(): string {
  try {
    found();
  } catch (error) {
    assert.instance(error, JournalError);
    return (error as Error).message;
  }
  return assert.unreachable() as never;
}

test("refuses a journal of another version, and a file that is none", () => {
  open().close();
  const [line = ""] = readFileSync(path, "utf8").split("\n");
  assert.match(line, '"version":1');
  writeFileSync(path, "some text\n");
  assert.match(refused(), /line 1 is damaged/);
  writeFileSync(path, "");
  assert.match(refused(), /line 1 is damaged/);
  writeFileSync(path, '[{"format":"trailbridge local state","version":1}]\n');
  assert.match(refused(), /line 1 is damaged/, "a line without what it adds up to");
  // What a later version would write, down to the sum of its first line.
  writeFileSync(path, '2c31881e49b6 [{"format":"trailbridge local state","version":2}]\n');
  const said = refused();
  assert.match(said, /must be a local state of version 1: it is of version 2/);
  assert.match(said, path);
});

test("refuses a journal that is damaged before its end, and says where", () => {
  const journal = open();
  for (const n of [1, 2, 3]) journal.append({ name: "a", n });
  journal.close();
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace('"n":2', '"n":7'));
  assert.match(refused(), /line 3 is damaged/);
});

test("has everything that was appended, however the process ends", () => {
  const journal = open();
  journal.append({ name: "a", n: 1 }, { name: "b", n: 5 });
  journal.append({ name: "a", n: 2 });
  assert.equal(found(), { a: 3, b: 5 });
});

test("leaves out a last write that was cut off anywhere, says so, and goes on", () => {
  const journal = open();
  journal.append({ name: "whole", n: 1 });
  journal.close();
  const whole = readFileSync(path);
  const more = open();
  more.append({ name: "ü", n: 1 });
  more.close();
  const bytes = readFileSync(path);
  for (let cut = whole.length + 1; cut < bytes.length; cut++) {
    writeFileSync(path, bytes.subarray(0, cut));
    torn = 0;
    assert.equal(found(), { whole: 1 }, `cut at ${cut}`);
    assert.is(torn, 1);
    const after = open();
    after.append({ name: "after", n: 1 });
    after.close();
    assert.equal(found(), { whole: 1, after: 1 });
    assert.is(torn, 1, "mended, and no news any more");
  }
});

test("takes the zeros a crashed disk left behind for a write that was cut off", () => {
  const journal = open();
  journal.append({ name: "a", n: 1 });
  journal.close();
  appendFileSync(path, Buffer.alloc(40));
  assert.equal(found(), { a: 1 });
});

test("writes what a work appends all together or not at all, also when it throws", () => {
  const journal = open();
  const heard: string[] = [];
  assert.throws(
    () =>
      journal.atomic(() => {
        journal.append({ name: "a", n: 1 });
        journal.atomic(() => journal.append({ name: "b", n: 1 }));
        journal.after(() => heard.push("after"));
        assert.equal(heard, []);
        throw new Error("midway");
      }),
    /midway/,
  );
  assert.equal(heard, ["after"]);
  assert.is(readFileSync(path, "utf8").trim().split("\n").length, 2, "one line for both");
  truncateSync(path, readFileSync(path).length - 3);
  assert.equal(found(), {});
});

test("refuses what comes once it is closed, so that nothing is done that is not kept", () => {
  const journal = open();
  journal.append({ name: "a", n: 1 });
  journal.close();
  assert.throws(() => journal.append({ name: "a", n: 1 }), /Cannot keep what happens .* closed/);
  assert.equal(found(), { a: 1 });
});

test("is written anew when it is opened, shorter", () => {
  const journal = open();
  for (let n = 0; n < 1000; n++) journal.append({ name: "a", n: 1 });
  journal.close();
  const long = readFileSync(path).length;
  assert.equal(found(), { a: 1000 });
  assert.ok(readFileSync(path).length < long / 100);
});

test("is not mended by a draft that was cut off", () => {
  const journal = open();
  journal.append({ name: "a", n: 1 });
  journal.close();
  writeFileSync(`${path}.new`, "half of a dra");
  assert.equal(found(), { a: 1 });
});

test.run();
