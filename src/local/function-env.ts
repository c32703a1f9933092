import { availableParallelism } from "node:os";
import { LEAST_CALL_ENV } from "../contract.ts";
import type { Place } from "./wiring/arn.ts";
import type { EnvironmentValue, FunctionWiring, Wiring } from "./wiring/wiring.ts";

/**
 * What points any AWS client at the local stack. The credentials are no secret: nothing checks
 * them. The files named do not exist, so that a client reads none of the user's own.
 */
export function clientEnv(
  endpointUrl: string,
  { region }: Place,
): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_CONFIG_FILE: "/nonexistent/trailbridge-local-config",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/trailbridge-local-credentials",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/** The longest that the leases of a turn leave room for: two attempts within ten seconds. */
const LEAST_CALL_MILLISECONDS = 5_000;

/**
 * The environment of a function: Lambda's own variables, the way to the local stack, and the
 * function's.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function functionEnv(
  wiring: FunctionWiring,
  endpointUrl: string,
  place: Place,
  queueUrl: (name: string) => string,
  credentials: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const text = (value: EnvironmentValue) =>
    typeof value === "string" ? value : queueUrl(value.queueUrl);
  const own = Object.entries(wiring.environment ?? {}).map(([name, value]) => [name, text(value)]);
  return {
    ...clientEnv(endpointUrl, place),
    ...credentials,
    AWS_LAMBDA_FUNCTION_NAME: wiring.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(wiring.memoryMiB ?? 128),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${wiring.name}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    [LEAST_CALL_ENV]: String(LEAST_CALL_MILLISECONDS),
    ...Object.fromEntries(own),
  };
}

/**
 * Environments of a function at one time: enough that no queue waits for another's, and a schedule
 * for none.
 */
export function environmentsOf(name: string, { eventSourceMappings = [] }: Wiring): number {
  const fed = eventSourceMappings.filter((mapping) => mapping.function === name);
  const most = fed.reduce((sum, { maxConcurrency }) => sum + (maxConcurrency ?? 1), 1);
  return Math.max(availableParallelism(), most);
}
