import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { AwsError } from "../../../src/local/protocol/aws-error.ts";
import { decodeAwsChunked } from "../../../src/local/s3/aws-chunked.ts";
import { rejects } from "../../support/rejects.ts";

const test = suite("decodeAwsChunked()");

for (const [name, body] of [
  ["is cut within the data", "5\r\nhel"],
  ["is cut within a size", "5"],
  ["has no last chunk", "5\r\nhello\r\n"],
  ["ends without an empty line", "0\r\nx-a:b\r\n"],
  ["has a size that is no number", "xyz\r\nhello\r\n0\r\n\r\n"],
  ["has more data than its size", "3\r\nhello\r\n0\r\n\r\n"],
  ["has an endless size line", "1".repeat(40_000)],
]) {
  test(`refuses a body that ${name}`, async () => {
    await rejects(decode(body ?? "", 7), AwsError);
  });
}

test("reads signed chunks and trailers", async () => {
  const body = `5;chunk-signature=${"a".repeat(64)}\r\nhello\r\n0;chunk-signature=b\r\nX-Amz-Checksum-Crc32: AAAA==\r\n\r\n`;
  const { text, trailers } = await decode(body, 3);
  assert.is(text, "hello");
  assert.equal([...trailers], [["x-amz-checksum-crc32", "AAAA=="]]);
});

test("gives what went in, however it is cut into chunks and packets", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: "binary-ascii", minLength: 1 })),
      fc.integer({ min: 1, max: 30 }),
      async (chunks, packet) => {
        const framed = chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`);
        const { text } = await decode(`${framed.join("")}0\r\n\r\n`, packet);
        assert.is(text, chunks.join(""));
      },
    ),
  );
});

test.run();

async function decode(body: string, packet: number) {
  const bytes = Buffer.from(body, "latin1");
  const packets = async function* () {
    for (let at = 0; at < bytes.length; at += packet) yield bytes.subarray(at, at + packet);
  };
  const trailers = new Map<string, string>();
  let text = "";
  for await (const part of decodeAwsChunked(packets(), trailers)) {
    text += Buffer.from(part).toString("latin1");
  }
  return { text, trailers };
}
