import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { AssumedRoleOptions } from "../adapters/aws/assumed-role.ts";
import { clientLimits } from "../adapters/aws/client-limits.ts";
import { requireSafeEnv } from "../adapters/env.ts";
import { readFunctionConfig } from "../adapters/function-config.ts";
import { jsonLog } from "../adapters/json-log.ts";
import { systemClock } from "../adapters/system-clock.ts";
import { composeSplitter, readRoleOf } from "./compose.ts";

requireSafeEnv();
const readRole = readRoleOf(process.env);

// Everything is built once, while the module loads.
export const handler = await composeSplitter({
  config: readFunctionConfig(import.meta.url),
  env: process.env,
  clients: {
    s3: new S3Client({
      ...clientLimits({ attemptMilliseconds: 5_000, attempts: 2, idleMilliseconds: 20_000 }),
      followRegionRedirects: true,
      ...(readRole && { credentials: await sessionsOf(readRole) }),
      // Gzip carries a checksum of its own.
      responseChecksumValidation: "WHEN_REQUIRED",
    }),
    // Whoever puts entries tries again itself, those alone that are not on the bus.
    eventbridge: new EventBridgeClient(clientLimits({ attemptMilliseconds: 5_000, attempts: 1 })),
    dynamodb: new DynamoDBClient(clientLimits({ attemptMilliseconds: 1_000, attempts: 2 })),
    sqs: new SQSClient(clientLimits({ attemptMilliseconds: 3_000, attempts: 2 })),
  },
  clock: systemClock,
  log: jsonLog(),
});

/** Sessions of a role. What makes them is loaded where there is one. */
async function sessionsOf(role: AssumedRoleOptions) {
  const { ownSessions } = await import("../adapters/aws/assumed-role.ts");
  // Of the function's own Region: a session from there holds in every Region.
  return ownSessions(clientLimits({ attemptMilliseconds: 3_000, attempts: 2 }), role);
}
