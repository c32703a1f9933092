import { spawn } from "node:child_process";
import { synthesizeSettings } from "../../infra/build/synthesize.ts";
import { parseSettings } from "../../src/adapters/settings-file.ts";
import { AwsError } from "../../src/local/protocol/aws-error.ts";
import type { Intercept } from "../../src/local/protocol/service.ts";
import { type LocalTrailbridge, startTrailbridge } from "../../src/local/trailbridge.ts";
import type { CliResult } from "./cli.ts";

/** A local deployment, as commands find it by the environment. */
export interface DayTwo extends LocalTrailbridge {
  /** What its AWS fails calls with; undefined: nothing. */
  fault: Intercept | undefined;
  /** Puts the environment back, and ends the deployment. */
  end(): Promise<void>;
}

/** Deploys settings locally, and points the environment's AWS at it. */
export async function startDayTwo(yaml: string): Promise<DayTwo> {
  const settings = parseSettings(yaml, "settings.yaml");
  const synthesis = await synthesizeSettings(settings, ".");
  const failing: Pick<DayTwo, "fault"> = { fault: undefined };
  const local = await startTrailbridge({
    settings,
    deployments: [synthesis.stacks.trailbridge],
    intercept: (call) => failing.fault?.(call),
  });
  const before = { ...process.env };
  Object.assign(process.env, local.stack.env);
  return Object.assign(failing, {
    ...local,
    async end() {
      process.env = before;
      await local.close();
      synthesis.close();
    },
  });
}

/** What AWS answers to whom a permission is missing. */
export function denied(): AwsError {
  return new AwsError("AccessDeniedException", "User: x is not authorized", { status: 400 });
}

/** The program as a process of its own. */
export interface ProgramProcess {
  readonly result: Promise<CliResult>;
  /** What it printed until now. */
  printed(): Omit<CliResult, "status">;
  /** Tells it to stop, as by Control-C. */
  stop(): void;
}

/** Runs the program as a process of its own, without colours, whatever the tests have. */
export function startProgram(words: readonly string[], env: NodeJS.ProcessEnv): ProgramProcess {
  const child = spawn(process.execPath, ["--import", "tsx", "src/cli/main.ts", ...words], {
    env: { ...env, FORCE_COLOR: undefined, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const result = new Promise<CliResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve({ status: status ?? -1, out, err }));
  });
  return { result, printed: () => ({ out, err }), stop: () => void child.kill("SIGINT") };
}

/** An environment that points nowhere: no credentials, and nowhere to ask for any. */
export function withoutCredentials(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PATH } = env;
  return {
    PATH,
    HOME: "/nonexistent",
    AWS_REGION: "eu-central-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}

/** Key of a log file, of a minute. */
export function logKey(name: string): string {
  return `AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/02/111122223333_CloudTrail_eu-central-1_20260102T0305Z_${name}.json.gz`;
}

/** A refused call of a user: an alert of rule access-denied, medium. */
export function deniedCall(id: string, userName: string, more: object = {}) {
  return {
    eventVersion: "1.11",
    eventID: id,
    eventName: "GetBucketAcl",
    eventSource: "s3.amazonaws.com",
    eventTime: "2026-01-02T03:04:05Z",
    eventType: "AwsApiCall",
    awsRegion: "eu-central-1",
    errorCode: "AccessDenied",
    userIdentity: {
      type: "IAMUser",
      userName,
      arn: `arn:aws:iam::111122223333:user/${userName}`,
      accountId: "111122223333",
    },
    recipientAccountId: "111122223333",
    ...more,
  };
}

/** Puts a log file of these records, and waits until all is told. */
export async function deliver(
  { stack }: Pick<LocalTrailbridge, "stack">,
  name: string,
  records: readonly object[],
): Promise<void> {
  await stack.putObject("trail", logKey(name), JSON.stringify({ Records: records }));
  await stack.idle({ patienceSeconds: 3 });
}
