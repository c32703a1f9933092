import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { readFunctionConfig } from "../adapters/function-config.ts";
import { jsonLog } from "../adapters/json-log.ts";
import { systemClock } from "../adapters/system-clock.ts";
import { composeSplitter } from "./compose.ts";

const CLIENT = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 2_000, socketTimeout: 10_000 },
};

// Everything is built once, while the module loads.
export const handler = await composeSplitter({
  config: readFunctionConfig(import.meta.url),
  env: process.env,
  clients: {
    s3: new S3Client({
      ...CLIENT,
      followRegionRedirects: true,
      // Gzip carries a checksum of its own.
      responseChecksumValidation: "WHEN_REQUIRED",
    }),
    eventbridge: new EventBridgeClient(CLIENT),
    sqs: new SQSClient(CLIENT),
  },
  clock: systemClock,
  log: jsonLog(),
});
