import { needOf } from "../../../adapters/aws/asked/need-of.ts";
import { trailObjects } from "../../../adapters/aws/digest/trail-objects.ts";
import { validateTrail } from "../../../core/digest/validate.ts";
import { numbered } from "../../../core/wording/counted.ts";
import { type Command, type CommandLine, UsageError } from "../../command.ts";
import { indentedJson } from "../../indented-json.ts";
import { VALIDATION_SCHEMA } from "../../json/deployed-schemas.ts";
import { terminalText } from "../../terminal-text.ts";

const DAY = 86_400_000;

const NEEDED = "s3:ListBucket, s3:GetObject and cloudtrail:ListPublicKeys must be allowed";

/** Compares log files with what CloudTrail signed. */
export const validateCommand: Command = {
  name: "validate",
  summary: "Find log files that were altered or removed",
  operands: "",
  about: `
Validates a trail's log files with the digest files that CloudTrail signs each hour: each digest by its
signature, with the public key that CloudTrail lists, and by the digest before it; each log file by
the hash in its digest. What is missing, altered or not signed is named, and the exit status is 1.

Calls S3 (ListObjectsV2, GetObject) and CloudTrail (ListPublicKeys) with the environment's credentials.
Without s3:ListBucket a file that is gone is an error, as S3 then says that access is denied. A log file
is in a digest an hour or two after it was written; what no digest tells of is not looked at.`,
  options: {
    bucket: { value: "name", description: "The trail's bucket." },
    account: { value: "id", description: "Account whose log files are validated." },
    region: { value: "name", description: "Region of the calls in them." },
    prefix: {
      value: "prefix",
      description: 'What stands before the account in keys; "AWSLogs/" if not given.',
    },
    from: { value: "time", description: "Digests that end from then on; a day ago if not given." },
    to: { value: "time", description: "Digests that end until then; now if not given." },
    json: { description: "Print what was seen as one JSON object." },
  },
  examples: [
    {
      words: "validate --bucket org-logs --account 111122223333 --region eu-central-1",
      says: "The log files of the last day",
    },
    {
      words:
        "validate --bucket org-logs --account 111122223333 --region eu-central-1 --from 2026-11-02T00:00:00Z --to 2026-11-03T00:00:00Z",
      says: "Those of a day",
    },
  ],
  json: VALIDATION_SCHEMA,
  async run(invocation, io) {
    if (invocation.operands.length > 0) throw new UsageError("validate takes no files: --bucket");
    const bucket = required(invocation, "bucket");
    const account = required(invocation, "account");
    const region = required(invocation, "region");
    const now = Date.now();
    const from = timeOf(invocation, "from", now - DAY);
    const to = timeOf(invocation, "to", now);
    if (from > to) throw new UsageError("--from must be before --to");
    const tree = invocation.value("prefix") ?? "AWSLogs/";
    const prefix = `${tree}${account}/CloudTrail-Digest/${region}/`;
    const seen = await validateTrail({ bucket, prefix, from, to }, trailObjects(region)).catch(
      (cause) => {
        throw new Error(`Cannot validate log files as ${needOf(cause, NEEDED)}`, { cause });
      },
    );
    const nothing = seen.digests === 0;
    if (invocation.has("json")) {
      await io.out(`${indentedJson(JSON.stringify(seen))}\n`);
    } else {
      for (const { kind, object, why } of seen.findings) {
        await io.out(`${terminalText(`${kind}: ${object}: ${why}`, false)}\n`);
      }
      await io.out(
        `${numbered(seen.digests, "digest file")}, ${numbered(seen.logFiles, "log file")}, ${numbered(seen.findings.length, "finding")}\n`,
      );
    }
    if (nothing) {
      io.err(
        `No digest file under s3://${bucket}/${prefix} ends in that time: does the trail validate its log files?\n`,
      );
    }
    return seen.findings.length > 0 || nothing ? 1 : 0;
  },
};

function required(invocation: CommandLine, option: string): string {
  const value = invocation.value(option);
  if (value === undefined || value === "") throw new UsageError(`validate needs --${option}`);
  return value;
}

function timeOf(invocation: CommandLine, option: string, otherwise: number): Date {
  const text = invocation.value(option);
  const time = new Date(text ?? otherwise);
  if (!Number.isNaN(time.getTime())) return time;
  throw new UsageError(`--${option} must be a time such as 2026-01-02T03:00:00Z`);
}
