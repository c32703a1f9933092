import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dynamodbPublished } from "../../../../src/adapters/aws/published/dynamodb-published.ts";
import { type DynaliteTable, dynaliteTable } from "../../../support/dynalite-table.ts";
import { rejects } from "../../../support/rejects.ts";

const NOW = 1_769_213_160_000;
let table: DynaliteTable;
let now = NOW;
let files = 0;

const published = (tableName = table.tableName) =>
  dynamodbPublished({ client: table.client, tableName, clock: { now: () => now } });

/** A file that no other test has. */
const file = () => ({ bucket: "logs", key: `AWSLogs/${files++}.json.gz` });

const known = (...etags: readonly string[]) => ({ kind: "same", etags, since: NOW });

const test = suite("dynamodbPublished()");

test.before(async () => {
  table = await dynaliteTable();
});

test.after(() => table.close());

test("rejects where the table cannot be asked", async () => {
  await rejects(published("none").remember(file(), { etag: "a" }), Error);
});

test("knows a content again by its tag or its bytes, and keeps the time it was first read", async () => {
  const one = file();
  const remember = published().remember;
  assert.equal(await remember(one, { etag: "a" }), { kind: "new" });
  assert.equal(await remember(one, { etag: "a", sha256: "1" }), known("a"));
  now += 60_000;
  assert.equal(await remember(one, { etag: "b", sha256: "1" }), known("a"), "encrypted anew");
  assert.equal(await remember(one, { etag: "b" }), known("a", "b"), "read in part");
  assert.equal(await remember(one, { etag: "c", sha256: "2" }), { kind: "other", since: NOW });
  now = NOW;
});

test("never takes another content for the file's, however often it comes", async () => {
  const one = file();
  const { remember } = published();
  await remember(one, { etag: "a", sha256: "1" });
  for (const content of [{ etag: "b" }, { etag: "b", sha256: "2" }, { etag: "b" }]) {
    assert.equal(await remember(one, content), { kind: "other", since: NOW });
  }
  assert.equal(await remember(one, { etag: "a", sha256: "1" }), known("a"));
});

test("keeps files of the same key in two buckets apart", async () => {
  const { key } = file();
  assert.equal(await published().remember({ bucket: "a", key }, { etag: "1" }), { kind: "new" });
  assert.equal(await published().remember({ bucket: "b", key }, { etag: "2" }), { kind: "new" });
});

test.run();
