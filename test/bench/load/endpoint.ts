/**
 * S3, EventBridge and DynamoDB as far as the splitter needs them, and as quick as they can be unless
 * told otherwise: a process of its own, so that its CPU is not counted. Started by `startServices`;
 * its first argument is a folder of objects, by their keys with slashes as `%2F`.
 *
 * The message `count` has calls counted from now on, and is answered by the counts so far; one with
 * `waits` has answers wait.
 */
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pourBigFile } from "./big-file.ts";
import { CallCounter } from "./call-counts.ts";

const [folder = "."] = process.argv.slice(2);
const objects = new Map<string, Buffer>();
let counter: CallCounter | undefined;
let waits: Readonly<Record<string, number>> = {};

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  const operation =
    request.method === "GET"
      ? "GetObject"
      : (String(request.headers["x-amz-target"]).split(".")[1] ?? "");
  counter?.note(operation, body);
  const wait = waits[operation];
  if (wait !== undefined) await sleep(wait);
  if (operation === "GetObject") await giveOut(request.url ?? "", response);
  else answer(operation === "PutEvents" ? accepted(body) : "{}", response);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("message", (asked: "count" | { readonly waits: typeof waits }) => {
  if (asked === "count") {
    counter ??= new CallCounter();
    process.send?.(counter.take());
  } else ({ waits } = asked);
});
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
function accepted(body: string): string {
  const entries = body.split('"DetailType":').length - 1;
  return JSON.stringify({
    FailedEntryCount: 0,
    Entries: Array.from({ length: entries }, (_, n) => ({ EventId: `event-${n}` })),
  });
}

function answer(text: string, response: ServerResponse): void {
  response.setHeader("content-type", "application/x-amz-json-1.1");
  response.setHeader("content-length", Buffer.byteLength(text));
  response.end(text);
}
