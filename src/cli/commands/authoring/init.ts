import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { writeWholeFile } from "../../../adapters/files/whole-file.ts";
import { parseSettings } from "../../../adapters/settings-file.ts";
import { trailPlan, widestTrail } from "../../../core/deployment/trail-settings.ts";
import type { Answers, StarterFile } from "../../../core/starter/starter.ts";
import {
  type NextStep,
  nextSteps,
  STARTER_SETTINGS_NAME,
  starterFiles,
} from "../../../core/starter/starter-files.ts";
import { type Command, type CommandLine, type Io, UsageError } from "../../command.ts";
import { STARTER_SCHEMA } from "../../json/rule-schemas.ts";
import { regionOption } from "../../region-option.ts";
import { createAsk, type Question } from "../../terminal/ask.ts";

/** Writes what a user begins with. */
export const initCommand: Command = {
  name: "init",
  summary: "Write settings, a first rule and a Slack app's manifest to begin with",
  operands: "[<folder>]",
  about: `
Asks where the log files lie and where alerts are to go, and writes into a folder (the current one, if
none is named) what that takes: trailbridge.yaml, the settings, commented; rules/, with a first rule of
your own; slack-app.yaml, the manifest of the Slack app. Then it says what to do next, the command that
stores the token among it. It changes no file that is there, and nothing on AWS.

What an option says is not asked. In a pipe nothing is asked: --bucket, --account, --region and one of
--channel and --email must then be given. --discover asks CloudTrail instead, with the credentials of
the environment, as trailbridge discover does.`,
  options: {
    bucket: { value: "name", description: "Bucket that the trail delivers to." },
    prefix: {
      value: "prefix",
      description: "What keys of its log files begin with. Default: AWSLogs/",
    },
    account: { value: "id", description: "Account that trailbridge is to run in." },
    region: { value: "region", description: "Region that trailbridge is to run in: the bucket's." },
    channel: { value: "id", description: "Slack channel that alerts go to, e.g. C0123456789." },
    email: { value: "address", description: "Address that alerts are mailed to, by SNS." },
    discover: { description: "Take account, Region, bucket and the rest from CloudTrail." },
    json: { description: "Print which files were written, and what to do next, as JSON." },
  },
  examples: [
    {
      words:
        "init my-trailbridge --bucket org-logs --account 111122223333 --region eu-central-1 --channel C0123456789",
      says: "Everything a folder begins with, nothing asked",
    },
    {
      words:
        "init --bucket org-logs --account 111122223333 --region eu-central-1 --email soc@example.com",
      says: "The same without Slack, in the current folder",
    },
  ],
  json: STARTER_SCHEMA,
  async run(line, io) {
    const [folder = ".", ...more] = line.operands;
    if (more.length > 0) throw new UsageError("init takes one folder");
    const answers = await answersOf(line, io);
    const settings = join(folder, STARTER_SETTINGS_NAME);
    const files = starterFiles(answers);
    // What was answered may contradict itself: said before anything is written.
    parseSettings(files[0]?.text ?? "", settings);
    write(folder, files);
    const next = nextSteps(answers, settings, resolve(settings));
    const names = files.map(({ name }) => join(folder, name));
    await io.out(
      line.has("json")
        ? `${JSON.stringify({ files: names, next }, null, 2)}\n`
        : textOf(folder, files, next),
    );
    return 0;
  },
};

const ACCOUNT = /^\d{12}$/;
const CHANNEL = /^[CDG][A-Z0-9]{2,}$/;

async function answersOf(line: CommandLine, io: Io): Promise<Answers> {
  const { value, has } = line;
  const found = has("discover") ? await discovered(line) : undefined;
  const given = {
    bucket: value("bucket") ?? found?.logs.bucket,
    account: value("account") ?? found?.account,
    region: regionOption(line) ?? found?.region,
    channel: value("channel"),
    email: value("email"),
  };
  const hasGoal = given.channel !== undefined || given.email !== undefined;
  const missing = [
    ...(["bucket", "account", "region"] as const).filter((name) => given[name] === undefined),
    ...(hasGoal ? [] : ["channel (or --email)"]),
  ];
  if (missing.length > 0 && !io.asks) {
    throw new UsageError(
      `init cannot ask here, so it needs ${missing.map((name) => `--${name}`).join(", ")}`,
    );
  }
  const ask = createAsk(io);
  const answer = async (name: keyof typeof given, question: Question): Promise<string> => {
    const text = given[name];
    if (text === undefined) return await ask(question);
    const problem = question.wrong(text);
    if (problem !== undefined) throw new UsageError(`--${name}: ${problem}: it is "${text}"`);
    return text;
  };
  const bucket = await answer("bucket", BUCKET);
  const account = await answer("account", ACCOUNT_QUESTION);
  const region = await answer("region", REGION);
  const channel = hasGoal && given.channel === undefined ? "" : await answer("channel", SLACK);
  const email =
    hasGoal && given.email === undefined ? "" : await answer("email", mail(channel === ""));
  const prefix = value("prefix");
  return {
    account,
    region,
    logs: { ...found?.logs, bucket, ...(prefix !== undefined && { prefix }) },
    ...(channel !== "" && { channel }),
    ...(email !== "" && { email }),
    remarks: found?.remarks ?? [],
  };
}

const BUCKET: Question = {
  text: "Bucket that CloudTrail delivers to",
  wrong: (text) =>
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text)
      ? undefined
      : "a bucket's name has 3 to 63 small letters, digits, dots and hyphens",
};
const ACCOUNT_QUESTION: Question = {
  text: "Account id that trailbridge is to run in",
  wrong: (text) => (ACCOUNT.test(text) ? undefined : "an account id has 12 digits"),
};
const REGION: Question = {
  text: "Region that trailbridge is to run in, the bucket's",
  wrong: (text) =>
    /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(text) ? undefined : "a Region is written so: eu-central-1",
};
const SLACK: Question = {
  text: "Slack channel id (channel details, at the bottom; Enter for none)",
  wrong: (text) =>
    text === "" || CHANNEL.test(text)
      ? undefined
      : "a channel's id is written so: C0123456789; its name is not enough",
};

function mail(isNeeded: boolean): Question {
  return {
    text: `Address to mail alerts to${isNeeded ? "" : " (Enter for none)"}`,
    wrong: (text) =>
      (text === "" && !isNeeded) || /^[^\s@]+@[^\s@]+$/.test(text)
        ? undefined
        : "an address is written so: soc@example.com",
  };
}

/** What the account's widest trail asks for. */
async function discovered(line: CommandLine) {
  // Loaded here, so that nothing else needs the SDK.
  const { describeTrails } = await import("../../../adapters/aws/asked/trails.ts");
  const { account, trails } = await describeTrails(regionOption(line));
  const trail = widestTrail(trails);
  if (trail === undefined) {
    throw new Error(`Cannot discover a trail as there must be one: account ${account} sees none`);
  }
  const { settings, remarks } = trailPlan(trail, account);
  const { bucket, ...logs } = settings.logs;
  return { account: settings.account, region: settings.region, logs: { bucket, ...logs }, remarks };
}

function write(folder: string, files: readonly StarterFile[]): void {
  for (const { name } of files) {
    const path = join(folder, name);
    if (existsSync(path)) {
      throw new Error(
        `Cannot write ${path} as it must not be there yet: name another folder, trailbridge init <folder>`,
      );
    }
  }
  for (const { name, text } of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeWholeFile(path, text);
  }
}

function textOf(folder: string, files: readonly StarterFile[], next: readonly NextStep[]): string {
  const width = Math.max(...files.map(({ name }) => join(folder, name).length));
  return [
    "Written:",
    ...files.map(({ name, says }) => `  ${join(folder, name).padEnd(width)}  ${says}`),
    "",
    "Next:",
    ...next.flatMap(({ says, commands }, index) => [
      `  ${index + 1}. ${says}`,
      ...commands.map((command) => `       ${command}`),
    ]),
    "",
  ].join("\n");
}
