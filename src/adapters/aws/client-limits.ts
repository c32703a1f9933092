import { LEAST_CALL_ENV } from "../../contract.ts";

/** How long one of AWS's services may keep a caller. */
export interface ClientLimits {
  /** Milliseconds one attempt may take, from its connection to the end of its answer. */
  readonly attemptMilliseconds: number;
  readonly attempts: number;
  /**
   * Milliseconds nothing may come of an answer that has begun: longer where it is read in pieces,
   * as the reader may pause.
   *
   * @default attemptMilliseconds
   */
  readonly idleMilliseconds?: number;
}

/**
 * Settings of an SDK client that gives up in time. Its defaults wait for an answer for as long as
 * the connection lives: a service that accepts and says nothing would cost the whole invocation.
 *
 * @param environment Where {@linkcode LEAST_CALL_ENV} may lengthen all attempts.
 * @see https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-maxsockets.html
 */
export function clientLimits(
  { attemptMilliseconds, attempts, idleMilliseconds = attemptMilliseconds }: ClientLimits,
  environment: NodeJS.ProcessEnv = process.env,
) {
  const least = Number(environment[LEAST_CALL_ENV] ?? 0);
  return {
    maxAttempts: attempts,
    // AWS_RETRY_MODE may say otherwise, and bundled handlers have no other.
    retryMode: "standard",
    requestHandler: {
      connectionTimeout: Math.max(Math.min(1_000, attemptMilliseconds), least),
      requestTimeout: Math.max(attemptMilliseconds, least),
      socketTimeout: Math.max(idleMilliseconds, least),
      throwOnRequestTimeout: true,
    },
  };
}
