import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type Content,
  createContentStore,
  openContent,
} from "../../../src/local/s3/object-content.ts";
import { rejects } from "../../support/rejects.ts";

const test = suite("createContentStore()");

let folder: string;
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
});
test.after.each(() => rmSync(folder, { recursive: true }));

const small = Buffer.alloc(1000, "small");
const large = Buffer.alloc(200_000, "large");

for (const [name, bytes, files] of [
  ["a small content in memory", small, 0],
  ["a large content in a file", large, 1],
  ["an empty content in memory", Buffer.alloc(0), 0],
] as const) {
  test(`keeps ${name}, and forgets it`, async () => {
    const store = createContentStore();
    const { content, size } = await store.write(chunksOf(bytes), join(folder, "a"));
    assert.is(size, bytes.length);
    assert.is(readdirSync(folder).length, files);
    assert.ok((await bytesOf(content)).equals(bytes));
    store.discard(content);
    assert.equal(readdirSync(folder), []);
  });
}

test("writes small contents to files when its memory is full, until there is room again", async () => {
  const store = createContentStore(1500);
  const write = async (name: string) =>
    (await store.write(chunksOf(small), join(folder, name))).content;
  const first = await write("a");
  const second = await write("b");
  assert.equal(readdirSync(folder), ["b"]);
  assert.ok((await bytesOf(second)).equals(small));
  store.discard(first);
  await write("c");
  assert.equal(readdirSync(folder), ["b"]);
});

test("leaves nothing of a body that breaks off", async () => {
  const body = async function* () {
    yield large;
    throw new RangeError("gone");
  };
  await rejects(createContentStore().write(body(), join(folder, "a")), RangeError);
  assert.not(existsSync(join(folder, "a")));
});

test("reads a range of either kind", async () => {
  const store = createContentStore();
  for (const bytes of [small, large]) {
    const { content } = await store.write(chunksOf(bytes), join(folder, "a"));
    assert.ok((await bytesOf(content, [10, 19])).equals(bytes.subarray(10, 20)));
  }
});

test.run();

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 700) yield bytes.subarray(at, at + 700);
}

async function bytesOf(content: Content, range?: [number, number]): Promise<Buffer> {
  const found = openContent(content, range);
  if (found instanceof Uint8Array) return found;
  return Buffer.concat(await found.toArray());
}
