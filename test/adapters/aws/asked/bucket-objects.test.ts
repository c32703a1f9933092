import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bucketObjects } from "../../../../src/adapters/aws/asked/bucket-objects.ts";
import { UnreadableError } from "../../../../src/core/log/unreadable.ts";
import { rejects } from "../../../support/rejects.ts";

const CONTENT = "0123456789";

const test = suite<{ before: NodeJS.ProcessEnv }>("bucketObjects()");

let server: Server;
let answer: (response: ServerResponse, range: string | undefined, url: string) => void;
const ranges: (string | undefined)[] = [];

test.before(async (context) => {
  context.before = { ...process.env };
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(response, request.headers.range, request.url ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
  });
  for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION"]) delete process.env[name];
});
test.before.each(() => {
  ranges.length = 0;
});
test.after(async ({ before }) => {
  process.env = before;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test("goes on where an answer broke off, also where no Region is set", async () => {
  answer = (response, range) => {
    const from = Number(/bytes=(\d+)-/.exec(range ?? "")?.[1] ?? 0);
    response.writeHead(from === 0 ? 200 : 206, {
      etag: '"one"',
      "content-length": CONTENT.length - from,
    });
    response.write(CONTENT.slice(from, from + 4), () => {
      if (from + 4 < CONTENT.length) response.destroy();
      else response.end();
    });
  };
  assert.is(await textOf("a"), CONTENT);
  assert.equal(ranges, [undefined, "bytes=4-", "bytes=8-"]);
});

test("reads nothing that was overwritten in between", async () => {
  answer = (response, range) => {
    if (range !== undefined) {
      response.writeHead(412);
      response.end("<Error><Code>PreconditionFailed</Code><Message>no</Message></Error>");
      return;
    }
    response.writeHead(200, { etag: '"one"', "content-length": 10 });
    response.write("0123", () => response.destroy());
  };
  const error = await rejects(textOf("a"), UnreadableError);
  assert.is(error.message, "it was overwritten while it was read");
});

test("gives up on answers that break off again and again", async () => {
  answer = (response) => {
    response.writeHead(200, { etag: '"one"', "content-length": 10 });
    response.flushHeaders();
    setImmediate(() => response.destroy());
  };
  const error = await rejects(textOf("a"), Error);
  assert.match(error.message, /^Cannot read s3:\/\/logs\/a as AWS must answer: /);
  assert.is(ranges.length, 4);
});

test("lists page by page, as it is asked for, and no folder's own object", async () => {
  const pages: Readonly<Record<string, string>> = {
    "": "<IsTruncated>true</IsTruncated><NextContinuationToken>t 1</NextContinuationToken><Contents><Key>a/</Key><Size>0</Size></Contents><Contents><Key>a/1</Key><Size>5</Size></Contents>",
    "t 1": "<CommonPrefixes><Prefix>a/b/</Prefix></CommonPrefixes>",
  };
  const tokens: string[] = [];
  answer = (response, _, url) => {
    const token = new URL(url, "http://x").searchParams.get("continuation-token") ?? "";
    tokens.push(token);
    response.end(`<ListBucketResult>${pages[token]}</ListBucketResult>`);
  };
  const listing = bucketObjects().list("logs", "a/", "folders");
  assert.equal((await listing.next()).value, { key: "a/1", size: 5 });
  assert.equal(tokens, [""]);
  assert.equal((await listing.next()).value, { folder: "a/b/" });
  assert.is((await listing.next()).done, true);
  assert.equal(tokens, ["", "t 1"]);
});

test.run();

async function textOf(key: string): Promise<string> {
  let text = "";
  for await (const chunk of bucketObjects().read({ bucket: "logs", key })) {
    text += Buffer.from(chunk).toString();
  }
  return text;
}
