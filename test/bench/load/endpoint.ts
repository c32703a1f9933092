/**
 * S3 and EventBridge as far as the splitter needs them, and as quick as they can be: a process of
 * its own, so that its CPU is not counted. Started by `startEndpoint`; its first argument is a
 * folder of objects, by their keys with slashes as `%2F`.
 */
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pourBigFile } from "./big-file.ts";

const [folder = "."] = process.argv.slice(2);
const objects = new Map<string, Buffer>();

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (request.method === "GET") await giveOut(request.url ?? "", response);
  else accept(Buffer.concat(chunks).toString(), response);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());

/** `/bucket/key?x-id=GetObject`; one that ends in `big-N.json.gz` is a file of N million bytes. */
async function giveOut(url: string, response: ServerResponse): Promise<void> {
  const [path = ""] = url.split("?");
  const key = decodeURIComponent(path.slice(path.indexOf("/", 1) + 1));
  const [, millions] = /big-(\d+)\.json\.gz$/.exec(key) ?? [];
  response.setHeader("etag", '"e"');
  if (millions !== undefined) return pourBigFile(Number(millions), response);
  const body = objects.get(key) ?? readFileSync(join(folder, encodeURIComponent(key)));
  objects.set(key, body);
  response.setHeader("content-length", body.length);
  response.end(body);
}

/** Of what stands in a detail every quote is escaped, so that the name of the field stands once an entry. */
function accept(body: string, response: ServerResponse): void {
  const entries = body.split('"DetailType":').length - 1;
  const answer = JSON.stringify({
    FailedEntryCount: 0,
    Entries: Array.from({ length: entries }, (_, n) => ({ EventId: `event-${n}` })),
  });
  response.setHeader("content-type", "application/x-amz-json-1.1");
  response.setHeader("content-length", Buffer.byteLength(answer));
  response.end(answer);
}
