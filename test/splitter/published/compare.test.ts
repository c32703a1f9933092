import { suite } from "uvu";
import * as assert from "uvu/assert";
import { OverwrittenError, UnreadableError } from "../../../src/core/log/unreadable.ts";
import type { PublishedFiles } from "../../../src/ports.ts";
import { FileComparison, type ReadFile } from "../../../src/splitter/published/compare.ts";
import { memoryPublished } from "../../support/memory-published.ts";

const log = { error() {} };

const FILE = {
  object: { bucket: "logs", key: "a.json.gz" },
  opened: true,
  etag: '"e1"',
  toldEtag: undefined,
  sha256: "s1",
  unreadable: undefined,
  overwritten: undefined,
};

/** What is known after these were read, in their order, and of which it was said that it was overwritten. */
async function overwrittenOf(
  files: readonly Partial<ReadFile>[],
  { published }: { readonly published: PublishedFiles | undefined } = {
    published: memoryPublished(),
  },
): Promise<readonly boolean[]> {
  const comparison = new FileComparison(published, log);
  const said: boolean[] = [];
  for (const fields of files) {
    const file: ReadFile = { ...FILE, ...fields };
    await comparison.compare(file);
    said.push(file.overwritten !== undefined);
  }
  return said;
}

const test = suite("FileComparison");

for (const [what, files, expected] of [
  ["another content", [{}, { etag: '"e2"', sha256: "s2" }], [false, true]],
  [
    "another content each time it comes",
    [{}, { etag: '"e2"', sha256: "s2" }, { etag: '"e2"', sha256: "s2" }],
    [false, true, true],
  ],
  [
    "a content that was not read to its end",
    [{}, { etag: '"e2"', sha256: undefined }],
    [false, true],
  ],
  [
    "a content that changed while it was read",
    [{ opened: false, unreadable: new OverwrittenError("x") }],
    [true],
  ],
  ["one overwritten before it was read, by S3's news", [{ toldEtag: "e0" }], [true]],
  [
    "news of another tag, whatever they say of what is known",
    [{}, { etag: '"e2"', sha256: "s2", toldEtag: "e1" }],
    [false, true],
  ],
  ["the first content again", [{}, {}, { toldEtag: "e1" }], [false, false, false]],
  [
    "late news of what the first content was put back over",
    [{}, { toldEtag: "e2" }],
    [false, true],
  ],
  [
    "one overwritten before it was read, though news of the other content came first",
    [{ toldEtag: "e1" }, { toldEtag: "e0" }],
    [false, true],
  ],
  [
    "late news of the first tag of bytes that were encrypted anew",
    [{ toldEtag: "e1" }, { etag: '"e2"', toldEtag: "e2" }, { etag: '"e2"', toldEtag: "e1" }],
    [false, false, false],
  ],
  ["the same bytes, encrypted anew", [{}, { etag: '"e2"' }], [false, false]],
  ["a file that S3 does not give out", [{ opened: false, etag: undefined }], [false]],
  ["a file that is gone", [{ opened: false, unreadable: new UnreadableError("x") }], [false]],
] as const) {
  const verb = expected.at(-1) ? "tells of" : "is silent of";
  test(`${verb} ${what}`, async () => {
    assert.equal(await overwrittenOf(files), [...expected]);
  });
}

test("says since when a content was known that changed while it was read", async () => {
  const comparison = new FileComparison(memoryPublished(), log);
  await comparison.compare({ ...FILE });
  const file: ReadFile = { ...FILE, opened: false, unreadable: new OverwrittenError("x") };
  await comparison.compare(file);
  assert.equal(file.overwritten, { since: 0 });
});

test("goes by S3's news alone where nothing is known", async () => {
  const down: PublishedFiles = {
    remember: async () => {
      throw new Error("down");
    },
  };
  for (const published of [undefined, down]) {
    const said = await overwrittenOf([{ toldEtag: "e1" }, { toldEtag: "e0" }], { published });
    assert.equal(said, [false, true]);
  }
});

test("asks no more after a few that were not answered, and says why", async () => {
  let asked = 0;
  const comparison = new FileComparison(
    {
      remember: async () => {
        asked++;
        throw Object.assign(new Error("slow"), { name: "TimeoutError" });
      },
    },
    log,
  );
  assert.is(comparison.unanswered, undefined);
  for (let i = 0; i < 10; i++) await comparison.compare({ ...FILE });
  assert.equal([asked, comparison.unanswered], [3, "TimeoutError"]);
});

test.run();
