/**
 * What is wrong with one variable of a function's environment: by some of them whoever may change a
 * function's configuration, but not its code, could have its token or its alerts sent elsewhere, or
 * other settings read.
 *
 * It cannot stop code that runs before the function's own, a layer's by NODE_OPTIONS, say: that is
 * seen by the call that sets it.
 *
 * @param isLocal Whether AWS itself is a local address: then nothing is there that could be sent.
 * @returns What it must be, to be read after its name; undefined if it is harmless.
 */
export function unsafeVariable(name: string, value: string, isLocal = false): string | undefined {
  if (value === "") return undefined;
  if (name === "SLACK_API_URL" || ENDPOINTS.test(name)) {
    return isLoopback(value) ? undefined : "must be an address of this machine: it is another";
  }
  if (isLocal || HARMLESS.get(name) === value) return undefined;
  return UNSAFE.has(name) || PROXIES.has(name.toUpperCase())
    ? "must not be set: it changes where a function calls, or what code and settings it runs with"
    : undefined;
}

/** Whether an address is one of this machine: nothing that is sent there leaves it. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined || !URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (protocol !== "http:" && protocol !== "https:") return false;
  if (username !== "" || password !== "") return false;
  return hostname === "localhost" || hostname === "[::1]" || LOOPBACK.test(hostname);
}

/** As the URL parser writes it, whatever the spelling was. */
const LOOPBACK = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;

/** @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
const ENDPOINTS = /^AWS_ENDPOINT_URL(?:_|$)/;

/** Lambda's own bundle of certificates is no stranger's. */
const HARMLESS: ReadonlyMap<string, string> = new Map([
  ["NODE_EXTRA_CA_CERTS", "/var/runtime/ca-cert.pem"],
]);

/**
 * None of them is set by Lambda itself for a Node.js function.
 *
 * @see https://nodejs.org/api/cli.html#environment-variables
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
 */
const UNSAFE: ReadonlySet<string> = new Set([
  "AWS_CONFIG_FILE",
  "AWS_LAMBDA_EXEC_WRAPPER",
  "AWS_PROFILE",
  "AWS_ROLE_ARN",
  "AWS_SHARED_CREDENTIALS_FILE",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "LD_PRELOAD",
  "NODE_EXTRA_CA_CERTS",
  "NODE_OPTIONS",
  "NODE_TLS_REJECT_UNAUTHORIZED",
  "NODE_USE_ENV_PROXY",
  "SSL_CERT_DIR",
  "SSL_CERT_FILE",
  "TRAILBRIDGE_CONFIG",
]);

/** Written in either case. */
const PROXIES: ReadonlySet<string> = new Set(["ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY"]);
