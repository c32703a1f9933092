import { request } from "node:http";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startStack } from "../../../src/local/stack.ts";
import type { Stack } from "../../../src/local/stack-types.ts";

const test = suite("startEndpoint()");

let stack: Stack;
test.before(async () => {
  stack = await startStack({ wiring: { buckets: [{ name: "trail" }] } });
  await stack.putObject("trail", "a", "a real trail");
});
test.after(() => stack.close());

interface Answer {
  readonly status: number;
  readonly text: string;
}

function ask(headers: Readonly<Record<string, string>>, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(`${stack.endpointUrl}/trail/a`, { method, headers }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asked.on("error", reject);
    asked.end();
  });
}

for (const [who, headers] of [
  ["a page whose site's name leads to this machine", { host: "rebound.example:4566" }],
  ["a name that only begins like this machine's", { host: "127.0.0.1.example" }],
  ["a page of another site", { origin: "https://evil.example" }],
  ["a page without an origin of its own, such as a file", { origin: "null" }],
  ["a page that was put into a bucket and opened", { "sec-fetch-site": "same-origin" }],
  ["an image on another site's page", { "sec-fetch-site": "cross-site" }],
] as const) {
  for (const method of ["GET", "PUT", "DELETE", "OPTIONS"]) {
    test(`answers ${method} of ${who} with nothing it holds`, async () => {
      const { status, text } = await ask(headers, method);
      assert.is(status, 403);
      assert.not.match(text, "real trail");
    });
  }
}

const PROGRAMS: readonly Readonly<Record<string, string>>[] = [
  {},
  { host: "localhost:1" },
  { host: "[::1]:1" },
  { "sec-fetch-site": "none" },
  { "sec-fetch-mode": "cors" },
];
for (const headers of PROGRAMS) {
  test(`answers a program of this machine: ${JSON.stringify(headers)}`, async () => {
    assert.equal(await ask(headers), { status: 200, text: "a real trail" });
  });
}

test.run();
