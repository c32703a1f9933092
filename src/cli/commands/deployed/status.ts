import { busStatus } from "../../../core/deployment/bus-status.ts";
import { type Command, UsageError } from "../../command.ts";
import { bucketPlace } from "../../input/bucket-inputs.ts";
import { STATUS_SCHEMA } from "../../json/deployed-schemas.ts";
import { busText } from "../../operation/bus-text.ts";
import { askedStack, STACK_OPTIONS, STACK_WORDS } from "../../operation/stack-option.ts";
import { stackStatus } from "../../operation/stack-status.ts";
import { statusText } from "../../operation/status-text.ts";
import { packageVersion } from "../../package-version.ts";
import { regionOption } from "../../region-option.ts";

/** How a deployed stack is, on one screen; with `--bus` what others have put on a bus. */
export const statusCommand: Command = {
  name: "status",
  summary: "Show how a deployed stack is, and what is foreign on its bus",
  operands: "",
  about: `
One screen of a deployed stack: the sums of its counters, how long what waits has waited, alerts by rule,
what waits in each channel, queues, dead letters, what is muted, and with --logs the newest log file of
each account. The first line says which version it was deployed by, and where that is not the command's
own. What cannot be asked is said, with the permission that is missing; the rest is shown.

Below it, or alone with --bus, what others have put on the record bus.

Asks EventBridge (ListRules, ListTargetsByRule) for the rules of the record bus and their targets, and
lists those that are not the stack's: whoever has one there reads records. The stack's own are known
by their names, which CloudFormation begins with the stack's; their targets must be of the same
account and Region, too. So a rule that somebody named as the stack's, with such a target, is not seen
here: the call that made it is told of on the alarm topic. It reads, and changes nothing.

Says besides how many rules of the bus are in use, and how many targets the rule with the most has,
beside the quotas that an account has unless it asked for more.

Needs cloudwatch:GetMetricData, cloudwatch:ListMetrics, sqs:GetQueueAttributes, events:ListRules,
events:ListTargetsByRule, cloudformation:GetTemplate, dynamodb:Query as one of the setting operators, and
s3:ListBucket for --logs.
${STACK_WORDS}

Exit status: 0; 1 if something is foreign, a dead letter or a sum that does not hold; 2 if something
could not be asked.`,
  options: {
    bus: {
      value: "name",
      description: "Name or ARN of a bus: only what is foreign there is listed.",
    },
    known: {
      value: "list",
      description:
        "Names or ARNs of rules and targets that are there on purpose, with commas between.",
    },
    logs: {
      value: "s3://…",
      description: "Where the trail's log files are: list the newest of each account.",
    },
    hours: { value: "n", description: "Count the last n hours, 1 to 336; 24 if not given." },
    ...STACK_OPTIONS,
    json: { description: "Print what was found as one JSON object." },
  },
  examples: [
    { words: "status --logs s3://org-logs/AWSLogs/", says: "All of a stack on one screen" },
    { words: "status --bus trailbridge", says: "What others have put on the record bus" },
    {
      words: "status --known audit-copy --json",
      says: "The same as JSON, but for a rule that is there on purpose",
    },
  ],
  json: STATUS_SCHEMA,
  async run({ operands, value, has }, io) {
    if (operands.length > 0) {
      throw new UsageError(`status takes options alone: --bus ${operands[0]}?`);
    }
    const region = regionOption({ value });
    const bus = value("bus");
    const stack = value("stack") ?? "trailbridge";
    for (const [option, name] of Object.entries({ bus, stack })) {
      if (name === "") throw new UsageError(`--${option} takes a name: it is empty`);
    }
    const known = (value("known") ?? "").split(",").map((it) => it.trim());
    if (bus !== undefined) {
      // Loaded here, so that the other commands start without the SDK.
      const { busRules } = await import("../../../adapters/aws/asked/bus-rules.ts");
      const status = busStatus(await busRules(bus, region), { stack, known });
      await io.out(has("json") ? `${JSON.stringify({ bus, ...status })}\n` : busText(bus, status));
      return status.foreign.length > 0 ? 1 : 0;
    }
    const place = value("logs");
    const logs = place === undefined ? undefined : bucketPlace(place);
    if (place !== undefined && logs === undefined) {
      throw new UsageError(`--logs takes a place in S3, s3://bucket/AWSLogs/: it is "${place}"`);
    }
    const hours = Number(value("hours") ?? 24);
    if (!Number.isInteger(hours) || hours < 1 || hours > 336) {
      throw new UsageError(`--hours takes 1 to 336: it is "${value("hours")}"`);
    }
    const now = Date.now();
    const asked = { stack: await askedStack({ value }), version: packageVersion() };
    const status = await stackStatus({ ...asked, hours, known, logs, now });
    await io.out(has("json") ? `${JSON.stringify(status)}\n` : statusText(status, now));
    if (status.problems.length > 0) return 2;
    const letters = Object.values(status.deadLetters ?? {}).some((count) => count > 0);
    const isFine = !letters && status.brokenSums?.length === 0 && status.bus?.foreign.length === 0;
    return isFine ? 0 : 1;
  },
};
