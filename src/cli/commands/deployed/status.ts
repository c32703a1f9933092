import {
  type BusStatus,
  busStatus,
  type ForeignRule,
} from "../../../core/deployment/bus-status.ts";
import { type Command, UsageError } from "../../command.ts";
import { STATUS_SCHEMA } from "../../json/deployed-schemas.ts";
import { regionOption } from "../../region-option.ts";
import { inLine } from "../../terminal-text.ts";

/** Lists what others have put on the record bus, and how much of its quotas is in use. */
export const statusCommand: Command = {
  name: "status",
  summary: "List foreign rules and targets on the record bus",
  operands: "",
  about: `
Asks EventBridge (ListRules, ListTargetsByRule) for the rules of the record bus and their targets, and
lists those that are not the stack's: whoever has one there reads records. The stack's own are known
by their names, which CloudFormation begins with the stack's; their targets must be of the same
account and Region, too. So a rule that somebody named as the stack's, with such a target, is not seen
here: the call that made it is told of on the alarm topic. It reads, and changes nothing.

Says besides how many rules of the bus are in use, and how many targets the rule with the most has,
beside the quotas that an account has unless it asked for more.

Exit status: 0; 1 if something is foreign; 2 if EventBridge could not be asked.`,
  options: {
    bus: {
      value: "name",
      description: 'Name or ARN of the record bus; "trailbridge" if not given.',
    },
    stack: { value: "name", description: 'Name of the stack; "trailbridge" if not given.' },
    known: {
      value: "list",
      description:
        "Names or ARNs of rules and targets that are there on purpose, with commas between.",
    },
    region: {
      value: "region",
      description: "Region to ask in. Default: that of the environment or the AWS profile.",
    },
    json: { description: "Print what was found as one JSON object." },
  },
  examples: [
    { words: "status", says: "What others have put on the record bus" },
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
    const bus = value("bus") ?? "trailbridge";
    const stack = value("stack") ?? "trailbridge";
    for (const [option, name] of Object.entries({ bus, stack })) {
      if (name === "") throw new UsageError(`--${option} takes a name: it is empty`);
    }
    const known = (value("known") ?? "").split(",").map((it) => it.trim());
    // Loaded here, so that the other commands start without the SDK.
    const { busRules } = await import("../../../adapters/aws/asked/bus-rules.ts");
    const status = busStatus(await busRules(bus, region), { stack, known });
    await io.out(has("json") ? `${JSON.stringify({ bus, ...status })}\n` : textOf(bus, status));
    return status.foreign.length > 0 ? 1 : 0;
  },
};

function textOf(bus: string, { foreign, rules, targets }: BusStatus): string {
  const lines = [
    ...foreign.flatMap(foreignLines),
    `${rules.inUse} of ${rules.quota} rules of bus ${inLine(bus)}, at most ${targets.most} of ${targets.quota} targets of one rule, ${foreign.length} rules with something foreign`,
  ];
  return `${lines.join("\n")}\n`;
}

function foreignLines({ name, isForeign, enabled, managedBy, targets }: ForeignRule): string[] {
  const notes = [
    ...(enabled ? [] : ["disabled"]),
    ...(managedBy === undefined ? [] : [`managed by ${inLine(managedBy)}`]),
  ];
  const note = notes.length === 0 ? "" : ` (${notes.join(", ")})`;
  return [
    `${isForeign ? "foreign rule" : "rule of the stack's"} ${inLine(name)}${note}`,
    ...targets.map(
      ({ id, arn }) => `  ${isForeign ? "" : "foreign "}target ${inLine(id)}: ${inLine(arn)}`,
    ),
  ];
}
