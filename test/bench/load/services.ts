import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BUNDLE_FILE } from "../../../src/handler-bundle.ts";
import { LOG_BUCKET } from "./bucket.ts";
import type { CallCounts } from "./call-counts.ts";
import type { LoadFile } from "./files.ts";

/** S3, EventBridge and DynamoDB in a process of their own, and a folder that goes when they do. */
export interface Services {
  readonly folder: string;
  /** What the splitter's bundle is started with. */
  readonly env: Readonly<Record<string, string>>;
  /** What was called since it was last asked; nothing is counted before it is asked once. */
  counts(): Promise<CallCounts>;
  /** Has answers wait from now on: milliseconds by operation. */
  wait(waits: Readonly<Record<string, number>>): void;
  close(): void;
}

/**
 * Starts them with these objects.
 *
 * @param config What the function is started with: its `config.json`.
 */
export async function startServices(
  files: readonly LoadFile[],
  config: unknown,
): Promise<Services> {
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-bench-"));
  for (const { key, body } of files) writeFileSync(join(folder, encodeURIComponent(key)), body);
  const configPath = join(folder, "config.json");
  writeFileSync(configPath, JSON.stringify(config));
  const child: ChildProcess = fork(
    fileURLToPath(new URL("endpoint.ts", import.meta.url)),
    [folder],
    { execArgv: ["--import", "tsx"] },
  );
  const [port] = (await once(child, "message")) as [number];
  const url = `http://127.0.0.1:${port}`;
  return {
    folder,
    env: {
      ...SPLITTER_ENVIRONMENT,
      AWS_ENDPOINT_URL: url,
      TRAILBRIDGE_CONFIG: configPath,
      DEAD_LETTER_QUEUE_URL: `${url}/000000000000/dead`,
      CONTINUATION_QUEUE_URL: `${url}/000000000000/continuations`,
    },
    async counts() {
      child.send("count");
      const [counts] = await once(child, "message");
      return counts as CallCounts;
    },
    wait: (waits) => void child.send({ waits }),
    close() {
      child.disconnect();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Path of the splitter as it is deployed. */
export const SPLITTER_BUNDLE = fileURLToPath(
  new URL(`../../../dist/lambda/splitter/${BUNDLE_FILE}`, import.meta.url),
);

/** Without a table of what files held, which costs a call a file more, and the bare loop has none either. */
const SPLITTER_ENVIRONMENT = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "example",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  AWS_LAMBDA_FUNCTION_NAME: "trailbridge-splitter",
  EVENT_BUS_NAME: "records",
  LOG_BUCKET_NAME: LOG_BUCKET,
  OWN_ROLE_NAME: "trailbridge-splitter",
} as const;
