import { type Duration, Token } from "aws-cdk-lib";
import type { ISecurityGroup, IVpc, SubnetSelection } from "aws-cdk-lib/aws-ec2";
import type { IManagedPolicy } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { ILayerVersion } from "aws-cdk-lib/aws-lambda";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import {
  CONFIG_PATH_ENV,
  LEAST_CALL_ENV,
  LOG_LEVEL_ENV,
  NOTIFIER_ENV,
  SPLITTER_ENV,
} from "../../src/contract.ts";

/** What both functions can be told. */
export interface FunctionOptions {
  /**
   * Name of the function. Rules reach both functions' names as `$self`; its role is named after it
   * and the Region.
   *
   * @default - the stack's name and `-splitter` or `-notifier`; where it is not the one of the stack's
   * "Trailbridge", the construct's path and a digest too
   */
  readonly functionName?: string;

  /**
   * Memory in MiB, which also sets the CPU share.
   *
   * @default 512
   */
  readonly memorySizeMiB?: number;

  /**
   * Longest time of one invocation.
   *
   * @default - two minutes for the splitter, 30 seconds for the notifier
   */
  readonly timeout?: Duration;

  /**
   * The least level that is logged.
   *
   * @default "info"
   */
  readonly logLevel?: "debug" | "info" | "warn" | "error";

  /**
   * How long the function's log is kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;

  /**
   * Executions at once, reserved and capped.
   *
   * @default - the account's pool
   */
  readonly reservedConcurrency?: number;

  /**
   * Network the function runs in. From there it must reach S3, EventBridge, SQS, DynamoDB, SNS, Secrets
   * Manager, STS and Slack, by a NAT gateway or by endpoints. Its role gets the managed policy
   * AWSLambdaVPCAccessExecutionRole, as Lambda makes network interfaces by it.
   *
   * @default - none: Lambda's own network
   */
  readonly vpc?: IVpc;

  /**
   * Subnets of `vpc`.
   *
   * @default - its private subnets
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * Security groups of the function in `vpc`.
   *
   * @default - one is made, which lets the function call whoever it wants and nobody call it
   */
  readonly securityGroups?: readonly ISecurityGroup[];

  /**
   * Layers beside the code: an extension that forwards logs, say.
   *
   * @default - none
   */
  readonly layers?: readonly ILayerVersion[];

  /**
   * Further environment variables: settings of an extension, say. They stand in the template, so no
   * secret belongs here. Names that steer the runtime, the AWS SDK, proxies, certificates or this
   * product are refused: by them the function could be weakened, or what it sends led astray.
   *
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;

  /**
   * Key the environment is encrypted with; the function's role may use it.
   *
   * @default - a key AWS owns
   */
  readonly environmentEncryption?: IKey;

  /**
   * Whether X-Ray traces invocations.
   *
   * @default true
   */
  readonly tracing?: boolean;

  /**
   * Bounds what the function's role may ever do. It must allow what the role is granted, and is no grant.
   *
   * @default - none
   */
  readonly permissionsBoundary?: IManagedPolicy;
}

/** What an option of the network means only with one. */
type NetworkOptions = Pick<FunctionOptions, "vpc" | "vpcSubnets" | "securityGroups">;

/**
 * Refuses what says something of a network that is not given.
 *
 * @throws {Error} That names the option.
 */
export function checkNetwork({ vpc, vpcSubnets, securityGroups }: NetworkOptions): void {
  if (vpc !== undefined) return;
  for (const [name, value] of Object.entries({ vpcSubnets, securityGroups })) {
    if (value === undefined) continue;
    throw new Error(`Cannot use ${name} as vpc must name the network they are of: it is missing`);
  }
}

/**
 * Refuses environment variables by which a function could be weakened.
 *
 * @throws {Error} That names the variable, and why it is refused.
 */
export function checkEnvironment(environment: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(environment)) {
    const why = variableFault(name);
    if (why === undefined) continue;
    throw new Error(`Cannot set the environment variable ${JSON.stringify(name)} as ${why}`);
  }
}

function variableFault(name: string): string | undefined {
  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
  if (Token.isUnresolved(name) || !/^[A-Za-z]\w+$/.test(name)) {
    return "its name must be a letter, then letters, digits and _, two at least, known at synth";
  }
  const upper = name.toUpperCase();
  if (OWN_NAMES.includes(upper) || OWN_PREFIXES.test(upper)) return "it is trailbridge's own";
  return STEERING.find(([names]) => names.test(upper))?.[1];
}

/** What the functions of the product read. */
const OWN_NAMES: readonly string[] = [
  ...Object.values(SPLITTER_ENV),
  ...Object.values(NOTIFIER_ENV),
  ...[CONFIG_PATH_ENV, LEAST_CALL_ENV, LOG_LEVEL_ENV],
];

/** How names begin that they read, or may come to. */
const OWN_PREFIXES = /^(TRAILBRIDGE|SLACK|DESTINATION|SPLITTER|NOTIFIER)_/;

/**
 * Names that steer what runs below the product's code, compared in capitals, as some are read in
 * either case.
 *
 * @see https://nodejs.org/docs/latest-v24.x/api/cli.html#environment-variables
 */
const STEERING: readonly (readonly [names: RegExp, why: string])[] = [
  [
    /^(AWS|AMAZON|LAMBDA)_|^X_AMZN_/,
    "it steers Lambda or the AWS SDK: who the function is, and where its calls go",
  ],
  [/^(NODE|NPM|UV|V8)_|^NODE$/, "it steers Node.js: what code runs, and which certificates count"],
  [/(^|_)PROXY(_|$)/, "it leads the function's calls over another machine"],
  [
    /^(SSL|OPENSSL|CURL|REQUESTS|GIT_SSL)_|^SSLKEYLOGFILE$|_CA_BUNDLE$/,
    "it says which certificates count",
  ],
  [
    /^(LD|DYLD|GCONV|GLIBC|MALLOC)_|^(HOSTALIASES|LOCALDOMAIN|LOCPATH|NLSPATH|RES_OPTIONS|TZDIR|TMPDIR|PATH|HOME|BASH_ENV)$/,
    "it steers the operating system: what is loaded, and which name is which address",
  ],
];
