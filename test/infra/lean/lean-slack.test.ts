import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundleHandlers } from "../../../infra/build/bundle-handlers.ts";
import { leanSlack, withoutGroups } from "../../../infra/lean/lean-slack.ts";
import * as whole from "../../../src/adapters/slack/app.ts";
import type { DeliveryError } from "../../../src/core/alert/delivery-error.ts";
import { HANDLER_BUNDLE } from "../../../src/handler-bundle.ts";
import type { SlackApp } from "../../../src/ports.ts";
import { rejects } from "../../support/rejects.ts";

const groups = suite("withoutGroups()");

groups("leaves the groups of methods that are called, and no other", () => {
  const left = withoutGroups(
    'class Methods {\n    chat = {\n        update: b(this, "chat.update"),\n    };\n    views = {\n        a: {\n            open: b(this, "views.a.open"),\n        },\n    };\n}\n__exportStar(require("@slack/types"), exports);\n',
  );
  assert.match(left, /chat\.update/);
  assert.match(left, /for \(const name of \["views"\]\)/);
  assert.not.match(left, /views\.a\.open|@slack\/types/);
});

groups.run();

const client = suite("leanSlack");

let folder: string;
let lean: typeof whole & { readonly WebClient: new (token: string) => Client };

/** What of the client is left out, and what is there for good. */
interface Client {
  readonly admin: never;
  readonly files: never;
  readonly chat: object;
  chatStream(args: object): never;
  filesUploadV2(args: object): Promise<never>;
}

client.before(async () => {
  folder = mkdtempSync(join(tmpdir(), "lean-slack-"));
  const outfile = join(folder, "app.mjs");
  await build({
    ...HANDLER_BUNDLE,
    mainFields: [...HANDLER_BUNDLE.mainFields],
    plugins: [leanSlack],
    stdin: {
      contents:
        'export { slackApp } from "./src/adapters/slack/app.ts"; export { WebClient } from "@slack/web-api";',
      resolveDir: process.cwd(),
    },
    outfile,
    logLevel: "error",
  });
  lean = await import(outfile);
});

client.after(() => rmSync(folder, { recursive: true }));

client("fails loudly where what is left out is used after all", async () => {
  const made = new lean.WebClient("xoxb-a");
  assert.throws(() => made.admin, /it is left out$/);
  assert.throws(() => made.files, /it is left out$/);
  assert.throws(() => made.chatStream({ channel: "C012" }), /it is left out$/);
  const file = { filename: "a.txt", content: "a" };
  assert.match((await rejects(made.filesUploadV2(file), Error)).message, /it is left out$/);
  assert.ok(made.chat);
});

const MESSAGE = {
  text: "a &amp; \u00fc",
  blocks: [{ type: "section", text: { type: "mrkdwn", text: "b" } }],
  attachments: [],
  unfurl_links: false,
  unfurl_media: false,
} as const;

/** Each call of the port. */
const CALLS: Readonly<Record<string, (app: SlackApp) => Promise<unknown>>> = {
  post: (app) => app.post("C012", MESSAGE, "1769213160.000100", { window: "w", attempt: "a" }),
  update: (app) => app.update("C012", "1769213160.000100", MESSAGE),
  probe: (app) => app.probe(),
  find: (app) => app.find("C012", { window: "w", attempt: "a" }, 1_769_213_160_000),
};

const JSON_TYPE = { "content-type": "application/json" };

const ANSWERS: Readonly<Record<string, () => Response>> = {
  success: () => new Response('{"ok":true,"ts":"1.1","messages":[]}', { headers: JSON_TYPE }),
  "a word": () => new Response('{"ok":false,"error":"channel_not_found"}', { headers: JSON_TYPE }),
  "a warning": () =>
    new Response(
      '{"ok":true,"ts":"1.1","response_metadata":{"warnings":["w"],"messages":["[ERROR] e"]}}',
      { headers: { ...JSON_TYPE, "x-oauth-scopes": "chat:write" } },
    ),
  "a rate limit": () => new Response("", { status: 429, headers: { "retry-after": "7" } }),
  "a rate limit without time": () => new Response("", { status: 429 }),
  "a server fault": () => new Response("oops", { status: 503 }),
  "a page": () => new Response("<html>"),
  "no answer": () => {
    throw new TypeError("fetch failed");
  },
};

for (const [call, make] of Object.entries(CALLS)) {
  for (const [answer, answered] of Object.entries(ANSWERS)) {
    client(`asks as the whole client does, and tells the same: ${call}, ${answer}`, async () => {
      const expected = await madeBy(whole.slackApp, make, answered);
      assert.equal(await madeBy(lean.slackApp, make, answered), expected);
      assert.is(expected.requests.length, 1);
    });
  }
}

client("is what the notifier is bundled with", async () => {
  const inputs = [...(await bundleHandlers(["notifier"]))];
  assert.ok(inputs.some((file) => file.endsWith("@slack/web-api/dist/WebClient.js")));
  for (const part of ["@slack/types/", "p-queue/node_modules/eventemitter3/"])
    assert.not.ok(
      inputs.some((file) => file.includes(part)),
      part,
    );
});

client.run();

/** The requests that a call makes, and what comes of it. */
async function madeBy(
  slackApp: typeof whole.slackApp,
  make: (app: SlackApp) => Promise<unknown>,
  answer: () => Response,
) {
  const requests: object[] = [];
  const app = slackApp({
    secrets: { get: async () => "xoxb-a" },
    tokenSecretId: "token",
    fetch: async (url, { method, headers, body } = {}) => {
      requests.push({ url, method, headers, body });
      return answer();
    },
  });
  const said = await make(app).catch((error: DeliveryError) => ({
    name: error.name,
    message: error.message,
    fault: error.fault,
    code: error.code,
    retryAfterSeconds: error.retryAfterSeconds,
    isUnsure: error.isUnsure,
  }));
  return { requests, said };
}
