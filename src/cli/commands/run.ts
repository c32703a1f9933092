import { once } from "node:events";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import pc from "picocolors";
import { readRuleSet } from "../../adapters/rule-folder.ts";
import { readSettings } from "../../adapters/settings-file.ts";
import type { Settings } from "../../core/settings/settings.ts";
import { sampleLogs } from "../../local/samples/sample-logs.ts";
import type { LocalTrailbridge } from "../../local/trailbridge.ts";
import { type Command, type Io, UsageError } from "../command.ts";
import { findLogFiles } from "../log-files.ts";
import { startProgress } from "../progress.ts";
import { isClean, summaryText } from "../run-summary-text.ts";
import { summarize } from "../summarize.ts";
import type { Upload } from "../upload.ts";

/** Runs the whole product on the embedded local stack. */
export const runCommand: Command = {
  name: "run",
  summary: "Run the whole pipeline on the embedded local stack (npm start)",
  operands: "[<file|folder>...]",
  about: `
Starts the local stack and the Slack desk, puts log files into the bucket, waits until everything
they set off is done and prints what it came to. Without a file or folder the project's own
samples are used: an hour of an organisation's trail with thirteen incidents. Then it stays up:
files put into the local bucket with any S3 client are processed too. Control-C ends it.

Exit status: 0; 1 if anything ended as a dead letter or a sum does not hold; 2 if it could not start.`,
  options: {
    exit: { description: "Leave when everything is done." },
    settings: {
      value: "file",
      description: "Settings to run with.\nDefault: the local settings that fit the samples.",
    },
    "desk-port": { value: "port", description: "Port of the Slack desk. Default: any free one." },
    json: { description: "Print the summary as JSON." },
  },
  async run({ operands, value, has }, io) {
    const file = value("settings") ?? LOCAL_SETTINGS;
    const settings = readSettings(file);
    const ruleSet = readRuleSet(settings.rules, dirname(file));
    const samples = operands.length === 0 ? sampleLogs() : undefined;
    const uploads = samples?.objects ?? findLogFiles(operands, settings.logs.prefix);
    const port = portOf(value("desk-port"));

    // Loaded here, so that the other commands start without the stack, the CDK and the SDK.
    const [{ synthesizeSettings }, { startTrailbridge }] = await Promise.all([
      import("../../../infra/build/synthesize.ts"),
      import("../../local/trailbridge.ts"),
    ]);
    const synthesis = await synthesizeSettings(settings, dirname(file));
    let local: LocalTrailbridge | undefined;
    try {
      local = await startTrailbridge({
        settings,
        deployments: [synthesis.stacks.trailbridge],
        sinkFolder: SINK_FOLDER,
        ...(port !== undefined && { deskPort: port }),
      });
      if (!has("json")) await io.out(addresses(local, settings, io));
      for (const line of local.notRun) io.err(`Not run here: ${line}\n`);
      const started = Date.now();
      await load(local, settings, uploads, io);
      for (const key of samples?.removed ?? []) local.stack.deleteObject(settings.logs.bucket, key);
      const { waiting } = await local.stack.idle({ patienceSeconds: PATIENCE_SECONDS });
      const seconds = (Date.now() - started) / 1000;
      const summary = summarize(local, settings, ruleSet, { objects: uploads.length, seconds });
      await io.out(
        has("json")
          ? `${JSON.stringify({ ...summary, waiting }, null, 2)}\n`
          : `\n${summaryText(summary, io.terminal)}`,
      );
      if (waiting > 0) io.err(`${waiting} messages wait in the buffer for another attempt.\n`);
      if (has("exit")) return isClean(summary) && waiting === 0 ? 0 : 1;
      await stayUp(local, io);
      return 0;
    } finally {
      await local?.close();
      synthesis.close();
    }
  },
};

/** Where consumers that the local stack does not run itself find what they would get. */
const SINK_FOLDER = ".trailbridge/consumers";

const LOCAL_SETTINGS = fileURLToPath(new URL("../../local/settings.yaml", import.meta.url));

/** Seconds a message may hide for another attempt and still be waited for. */
const PATIENCE_SECONDS = 60;

async function load(
  { stack }: LocalTrailbridge,
  settings: Settings,
  uploads: readonly Upload[],
  io: Io,
): Promise<void> {
  const { upload } = await import("../upload.ts");
  const progress = startProgress("log files", uploads.length, io);
  await upload(stack, settings.logs.bucket, uploads, progress);
  progress.done();
  await stack.idle({ patienceSeconds: PATIENCE_SECONDS });
}

function addresses({ desk, stack, wiring }: LocalTrailbridge, settings: Settings, io: Io): string {
  const { bold, cyan, dim } = pc.createColors(io.terminal);
  return [
    bold("trailbridge on the local stack"),
    "",
    `  Slack desk    ${cyan(desk.url)}`,
    `  AWS endpoint  ${cyan(stack.endpointUrl)}`,
    `  Bucket        ${settings.logs.bucket}  ${dim(`(keys under ${settings.logs.prefix})`)}`,
    ...(wiring.sinks ?? []).map(({ name }) => `  Consumer      ${SINK_FOLDER}/${name}.ndjson`),
    "",
    "",
  ].join("\n");
}

async function stayUp({ desk, stack }: LocalTrailbridge, io: Io): Promise<void> {
  const { bold, cyan } = pc.createColors(io.terminal);
  await io.out(
    `\n${bold("Up.")} Look at the alerts: ${cyan(desk.url)}   Drop more files: AWS_ENDPOINT_URL=${stack.endpointUrl}   End: Control-C\n`,
  );
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UsageError(`--desk-port takes a number from 1 to 65535: it is "${text}"`);
  }
  return port;
}
