import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as cloudtrail from "@aws-sdk/client-cloudtrail";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as eventbridge from "@aws-sdk/client-eventbridge";
import * as s3 from "@aws-sdk/client-s3";
import * as secrets from "@aws-sdk/client-secrets-manager";
import * as sns from "@aws-sdk/client-sns";
import { build } from "esbuild";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundleHandlers } from "../../../infra/build/bundle-handlers.ts";
import {
  leanSdk,
  SQS_ERRORS,
  withoutErrors,
  withPureSchemas,
} from "../../../infra/lean/lean-sdk.ts";
import { HANDLER_BUNDLE, type HandlerName } from "../../../src/handler-bundle.ts";
import { bundleText } from "../../support/bundle-text.ts";

const pure = suite("withPureSchemas()");

pure("leaves what makes no list as it is", () => {
  const source = 'const _A = "Account";\nn0_registry.registerError(Gone$, Gone);\nvar n = f();\n';
  assert.is(withPureSchemas(source), source);
});

pure("has each list made by a call that may be left out", () => {
  const source = 'export var Get$ = [9, n0, _G,\n    { [_h]: ["GET", "/{Key+}"] }, () => In$\n];\n';
  const made = '[9, n0, _G,\n    { [_h]: ["GET", "/{Key+}"] }, () => In$\n]';
  assert.is(withPureSchemas(source), `export var Get$ = /* @__PURE__ */ (() => ${made})();\n`);
});

pure("takes a list that ends on its line", () => {
  assert.is(
    withPureSchemas("var Keys = [64 | 0];\n"),
    "var Keys = /* @__PURE__ */ (() => [64 | 0])();\n",
  );
});

pure.run();

const errors = suite("withoutErrors()");

errors("leaves the base class of all errors, and those that are asked for by class", () => {
  const source =
    "_s_registry.registerError(XServiceException$, XServiceException);\n" +
    "n0_registry.registerError(ConditionalCheckFailedException$, ConditionalCheckFailedException);\n";
  assert.is(withoutErrors(`${source}n0_registry.registerError(Gone$, Gone);\n`), source);
});

errors("leaves those of SQS that what handlers send may be answered with", async () => {
  const inputs = [...(await bundleHandlers())].filter((file) => file.startsWith("src/"));
  const commands = inputs.flatMap((file) => {
    const [, names = ""] =
      /^import \{([^}]*)\} from "@aws-sdk\/client-sqs"/m.exec(readFileSync(file, "utf8")) ?? [];
    return names.match(/\w+Command/g) ?? [];
  });
  const answered = commands.flatMap((command) => {
    const types = `node_modules/@aws-sdk/client-sqs/dist-types/commands/${command}.d.ts`;
    const names = readFileSync(types, "utf8").matchAll(/@throws \{@link (\w+)\}/g);
    return [...names].map(([, name = ""]) => name).filter((name) => name !== "SQSServiceException");
  });
  assert.equal([...SQS_ERRORS], [...new Set(answered)].sort());
});

errors("tells of an error without its class what its class would tell", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lean-sdk-"));
  try {
    const path = join(folder, "clients.mjs");
    await build({
      ...HANDLER_BUNDLE,
      mainFields: [...HANDLER_BUNDLE.mainFields],
      plugins: [leanSdk],
      stdin: {
        contents: CALLS.map(
          ([, client, command, name]) =>
            `export { ${client}, ${command} } from "@aws-sdk/client-${name}";`,
        ).join("\n"),
        resolveDir: process.cwd(),
      },
      outfile: path,
      logLevel: "error",
    });
    const lean = await import(path);
    for (const [whole, client, command, name] of CALLS) {
      const sdk = whole as unknown as Module;
      const classes = Object.entries(sdk).filter(([, { prototype }]) => prototype instanceof Error);
      assert.ok(classes.length >= 5, name);
      for (const [code, Fault] of classes) {
        const { $fault } = new Fault({}) as { readonly $fault: string };
        const status = $fault === "server" ? 500 : 400;
        const answered = errorOf(lean as Module, client, command, code, status);
        const expected = await errorOf(sdk, client, command, code, status);
        assert.equal(await answered, expected, `${name}: ${code}, ${status}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

errors.run();

type Module = Readonly<Record<string, new (input: object) => never>>;

/** A call of each client whose errors are left out. */
const CALLS = [
  [cloudtrail, "CloudTrailClient", "ListPublicKeysCommand", "cloudtrail"],
  [dynamodb, "DynamoDBClient", "GetItemCommand", "dynamodb"],
  [eventbridge, "EventBridgeClient", "PutEventsCommand", "eventbridge"],
  [s3, "S3Client", "GetObjectCommand", "s3"],
  [secrets, "SecretsManagerClient", "GetSecretValueCommand", "secrets-manager"],
  [sns, "SNSClient", "PublishCommand", "sns"],
] as const;

/** What a call comes to that is answered with an error: all but its class, and the text of its stack. */
async function errorOf(
  module: Module,
  client: string,
  command: string,
  code: string,
  status: number,
): Promise<unknown> {
  const [Client, Command] = [module[client], module[command]];
  assert.ok(Client !== undefined && Command !== undefined, client);
  let requests = 0;
  const caller = new Client({
    region: "eu-central-1",
    credentials: { accessKeyId: "a", secretAccessKey: "s" },
    maxAttempts: 2,
    requestHandler: {
      async handle() {
        requests++;
        const message = `${code}, it says`;
        const word =
          client === "SNSClient" ? (SNS_WORDS[code] ?? code.replace(/Exception$/, "")) : code;
        const xml = `<Error><Code>${word}</Code><Message>${message}</Message></Error>`;
        const body =
          client === "S3Client"
            ? xml
            : client === "SNSClient"
              ? `<ErrorResponse>${xml}</ErrorResponse>`
              : JSON.stringify({ __type: `com.amazonaws.x#${code}`, message, Detail: "d" });
        return { response: { statusCode: status, headers: HEADERS, body: Buffer.from(body) } };
      },
      updateHttpClientConfig() {},
      httpHandlerConfigs: () => ({}),
    },
  }) as { send(command: unknown): Promise<unknown> };
  const input = { Bucket: "b", Key: "k", TableName: "t", SecretId: "s", Entries: [], Message: "m" };
  try {
    return await caller.send(new Command(input));
  } catch (error) {
    const { stack: _, name: own, $metadata, ...fields } = error as Error & { $metadata: object };
    const { message } = error as Error;
    const name = client === "SNSClient" ? own.replace(/Exception$/, "") : own;
    const { totalRetryDelay: __, ...metadata } = $metadata as { totalRetryDelay?: number };
    // A class has fields for what an answer leaves out.
    return JSON.parse(JSON.stringify({ name, message, fields, metadata, requests }));
  }
}

/** What SNS calls errors that are not what their classes are, less "Exception". */
const SNS_WORDS: Readonly<Record<string, string>> = {
  InvalidParameterValueException: "ParameterValueInvalid",
  ValidationException: "ValidationException",
};

const HEADERS = { "x-amzn-requestid": "r", "x-amz-request-id": "r" };

const bundles = suite("leanSdk");

/** Parts of operations that handlers send, and of some that they do not. */
const TABLE = {
  splitter: { sent: ["/{Key+}?x-id=GetObject"], never: ["/{Key+}?acl", "?inventory"] },
  notifier: { sent: ["UpdateItem"], never: ["CreateGlobalTable", "CreatePlatformApplication"] },
} as const;

bundles("leaves out the operations that a handler never sends, and no other", async () => {
  await bundleHandlers();
  for (const [handler, { sent, never }] of Object.entries(TABLE)) {
    const bundle = bundleText(handler as HandlerName);
    for (const part of sent) assert.ok(bundle.includes(part), `${handler} sends ${part}`);
    for (const part of never) assert.not.ok(bundle.includes(part), `${handler} holds ${part}`);
    assert.not.ok(bundle.includes('"devDependencies"'), `${handler} holds a package.json`);
    for (const part of [":event-type", "BackupInUseException", "PurgeQueueInProgress"])
      assert.not.ok(bundle.includes(part), `${handler} holds ${part}`);
  }
});

bundles.run();
