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
let answer: (response: ServerResponse, range: string | undefined) => void;
const ranges: (string | undefined)[] = [];

test.before(async (context) => {
  context.before = { ...process.env };
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(response, request.headers.range);
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

test.run();

async function textOf(key: string): Promise<string> {
  let text = "";
  for await (const chunk of bucketObjects().read({ bucket: "logs", key })) {
    text += Buffer.from(chunk).toString();
  }
  return text;
}
