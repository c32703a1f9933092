import { dirname } from "node:path";
import pc from "picocolors";
import { readRuleSet, ruleRemarks } from "../../adapters/rule-folder.ts";
import { readSettings } from "../../adapters/settings-file.ts";
import { makeTempFolder } from "../../adapters/temp-folder.ts";
import { functionNamesOf } from "../../core/settings/config.ts";
import { ruleSettingsOf, type Settings } from "../../core/settings/settings.ts";
import { LOCAL_SETTINGS } from "../../local/local-settings.ts";
import { type SampleLogs, sampleLogs } from "../../local/samples/sample-logs.ts";
import { underPrefix } from "../../local/samples/under-prefix.ts";
import type { Deployment } from "../../local/template/deployment.ts";
import type { LocalTrailbridge } from "../../local/trailbridge.ts";
import { type Command, type CommandLine, type Io, UsageError } from "../command.ts";
import { PERIOD_OPTIONS, periodOf } from "../input/period.ts";
import { RUN_SCHEMA } from "../json/deployed-schemas.ts";
import { addresses, SINK_FOLDER } from "../run/addresses.ts";
import { type Closing, createClosing } from "../run/closing.ts";
import { createLiveReport, type LiveReport } from "../run/live-report.ts";
import { listenForStop, type StopSignal } from "../run/stop-signal.ts";
import { planUploads } from "../run/upload-plan.ts";
import { isClean, type RunSummary, summaryText } from "../run-summary-text.ts";
import { summarize } from "../summarize.ts";

/** Makes the template of some settings, as a deploy would; the folder names where their paths begin. */
export type Synthesize = (
  settings: Settings,
  baseDirectory: string,
) => Promise<{ readonly stacks: { readonly trailbridge: Deployment }; close(): void }>;

/** Makes the command that runs the whole product on the embedded local stack. */
export function createRunCommand(synthesize: Synthesize): Command {
  return {
    ...RUN,
    async run(line, io) {
      const stop = listenForStop();
      const closing = createClosing();
      try {
        const starting = start(line, io, synthesize, closing);
        const up = await Promise.race([starting, stop.stopped]);
        if (up === undefined) return cutShort(starting, io);
        return line.has("exit") ? up.status : await stayUp(up, line, stop, io);
      } finally {
        stop.dispose();
        await closing.close();
      }
    },
  };
}

/** A pipeline that runs, with everything put in at the start done. */
interface Up {
  readonly local: LocalTrailbridge;
  readonly live: LiveReport;
  /** Exit status of what was done so far. */
  readonly status: number;
  /** What it came to until now. */
  summary(): RunSummary;
}

/** Told to end before it was up: what is under way fails as its ground is taken away, which is no news. */
function cutShort(starting: Promise<unknown>, io: Io): number {
  starting.catch(() => {});
  io.err("Ended before it was done.\n");
  // What was begun and cannot be called back must not hold up the end.
  setTimeout(() => process.exit(1), 3000).unref();
  return 1;
}

const RUN: Omit<Command, "run"> = {
  name: "run",
  summary: "Run the whole pipeline on the embedded local stack (npm start)",
  operands: "[<file|folder|s3://…|->...]",
  about: `
Starts the local stack and the Slack desk, puts log files into the bucket, waits until everything
they set off is done and prints what it came to. Without a file or folder the project's own
samples are used: an hour of an organisation's trail with thirteen incidents. Then it stays up:
files put into the local bucket with any S3 client are processed too, and a line says of each what
came of it. Control-C prints it all once more and ends it.

Files hold CloudTrail records in any form: see trailbridge judge --help; s3://bucket/prefix is read with
the environment's credentials, and nothing is written there. Log files keep their keys from AWSLogs/ on,
under what the settings' logs.prefix has before it.

Exit status: 0; 1 if anything ended as a dead letter, a sum does not hold, the template does not
allow a call that was made or something named is not all records; 2 if it could not start.`,
  options: {
    exit: { description: "Leave when everything is done." },
    ...PERIOD_OPTIONS,
    settings: {
      value: "file",
      description: "Settings to run with.\nDefault: the local settings that fit the samples.",
    },
    state: {
      value: "folder",
      description:
        "Folder that buckets, queues, table and desk live in: started again with it, it goes\non, however it ended. Default: nothing outlives the run.",
    },
    "no-slack-limits": {
      description:
        "Let the Slack desk take any number of messages and edits at once.\nDefault: as many as Slack takes.",
    },
    "desk-port": { value: "port", description: "Port of the Slack desk. Default: any free one." },
    json: { description: "Print the summary as JSON." },
  },
  examples: [
    { words: "run", says: "The samples: look at the alerts on the Slack desk that it names" },
    { words: "run --exit logs/", says: "Your own log files, and leave when all is done" },
    {
      words: "run --settings my.yaml --state my-state logs/",
      says: "Your own settings; go on from there the next time",
    },
  ],
  json: RUN_SCHEMA,
};

/** Starts everything, puts the log files in and prints what they came to. */
async function start(
  invocation: CommandLine,
  io: Io,
  synthesize: Synthesize,
  closing: Closing,
): Promise<Up> {
  const { operands, value, has } = invocation;
  const period = periodOf(invocation, Date.now());
  const file = value("settings") ?? LOCAL_SETTINGS;
  const settings = readSettings(file);
  const rules = ruleSettingsOf(settings);
  const ruleSet = readRuleSet(rules, dirname(file));
  for (const remark of ruleRemarks(rules, dirname(file), ruleSet, Date.now())) {
    io.err(`trailbridge: ${remark}\n`);
  }
  const port = portOf(value("desk-port"));
  const stateFolder = value("state");
  const samples = operands.length === 0 ? samplesOf(settings) : undefined;
  const made = makeTempFolder("logs");
  closing.add(() => made.remove());
  const { uploads, isWhole } = samples
    ? { uploads: samples.objects, isWhole: true }
    : await planUploads(operands, settings.logs.prefix, made.path, io, period);

  const synthesis = await synthesize(settings, dirname(file));
  closing.add(() => synthesis.close());
  // Loaded here, so that the other commands start without the stack and the SDK.
  const { startTrailbridge } = await import("../../local/trailbridge.ts");
  const live = createLiveReport(settings, ruleSet, io);
  let movedAt = Date.now();
  const move = () => {
    movedAt = Date.now();
  };
  const local = await startTrailbridge({
    settings,
    deployments: [synthesis.stacks.trailbridge],
    sinkFolder: SINK_FOLDER,
    keep: KEPT_MESSAGES,
    slackLimits: !has("no-slack-limits"),
    ...(stateFolder !== undefined && { stateFolder }),
    onRemark: (remark) => io.err(`trailbridge: ${remark}.\n`),
    onEvent(event) {
      if (event.kind !== "invocation") move();
      live.onEvent(event);
    },
    ...(port !== undefined && { deskPort: port }),
  });
  closing.add(() => local.close());
  for (const kind of ["message", "edit"] as const) local.desk.on(kind, move);
  // What may not be done is tried again and again: there is no need to look on for long.
  const unlessRefused = (seconds: number, refused: number) => () =>
    local.stack.refusals().length > 0 ? refused : seconds;
  const done = () =>
    local.stack.idle({
      patienceSeconds: unlessRefused(PATIENCE_SECONDS, 5),
      stillSeconds: unlessRefused(STILL_SECONDS, 30),
      movedAt: () => movedAt,
    });
  if (!has("json")) await io.out(addresses(local, settings, io));
  for (const line of local.notRun) io.err(`Not run here: ${line}\n`);
  const started = Date.now();
  const { loadOnce } = await import("../run/load-once.ts");
  const loaded = await loadOnce(local.stack, settings.logs.bucket, uploads, io);
  await done();
  for (const key of samples?.removed ?? []) local.stack.deleteObject(settings.logs.bucket, key);
  const { waiting, delayed } = await done();
  const summary = () => {
    const objects = loaded + live.objects();
    const seconds = (Date.now() - started) / 1000;
    return summarize(local, settings, ruleSet, { objects, seconds });
  };
  const first = summary();
  await print(first, waiting, has("json"), io);
  if (waiting > 0) io.err(`In the buffer for another attempt: ${waiting}.\n`);
  if (delayed > 0) {
    io.err("Not waited for: threads that are still open, which are drawn again when they close.\n");
  }
  const status = isClean(first) && waiting === 0 && isWhole ? 0 : 1;
  return { local, live, status, summary };
}

function samplesOf(settings: Settings): SampleLogs {
  const { prefix } = settings.logs;
  const samples = underPrefix(sampleLogs(functionNamesOf(settings)), prefix);
  if (samples.objects.length > 0) return samples;
  throw new UsageError(
    `no key of the samples is under the settings' logs.prefix, "${prefix}": name log files of your own`,
  );
}

async function print(
  summary: RunSummary,
  waiting: number | undefined,
  json: boolean,
  io: Io,
): Promise<void> {
  await io.out(
    json
      ? `${JSON.stringify({ ...summary, ...(waiting !== undefined && { waiting }) }, null, 2)}\n`
      : `\n${summaryText(summary, io.colour)}`,
  );
}

/** Messages of a channel, and of all topics, that a stack keeps which may stay up for days. */
const KEPT_MESSAGES = 2_000;

/** Seconds a message may hide, delayed or for another attempt, and still be waited for. */
const PATIENCE_SECONDS = 60;

/** Seconds in which nothing reaches a bus or a destination, after which nothing is expected to. */
const STILL_SECONDS = 300;

/** Lets more files come until it is told to end, then says again what all came to. */
async function stayUp(up: Up, { has }: CommandLine, stop: StopSignal, io: Io): Promise<number> {
  const { bold, cyan } = pc.createColors(io.colour);
  const { desk, stack } = up.local;
  up.live.begin(stack);
  await io.out(
    `\n${bold("Up.")} Look at the alerts: ${cyan(desk.url)}   Drop more files: AWS_ENDPOINT_URL=${stack.endpointUrl}   End: Control-C\n`,
  );
  await stop.stopped;
  up.live.end();
  await print(up.summary(), undefined, has("json"), io);
  return 0;
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UsageError(`--desk-port takes a number from 1 to 65535: it is "${text}"`);
  }
  return port;
}
