import {
  type Trail,
  type TrailPlan,
  trailPlan,
  widestTrail,
} from "../../../core/deployment/trail-settings.ts";
import { type Command, UsageError } from "../../command.ts";
import { TRAILS_SCHEMA } from "../../json/deployed-schemas.ts";
import { regionOption } from "../../region-option.ts";
import { inLine } from "../../terminal-text.ts";

/** Prints the settings that a trail which exists asks for. */
export const discoverCommand: Command = {
  name: "discover",
  summary: "Print the settings for a trail of your account or organisation",
  operands: "",
  about: `
Asks CloudTrail (describe-trails) for the trails that the account of your credentials sees, its
organisation's among them, and prints what settings one of them asks for: bucket, prefix, key and
topic, as YAML to begin a settings file with. Ask with the account that trailbridge will be in: with
Control Tower that is the audit account. It reads, and changes nothing.

Without --trail it takes the trail that sees the most: of the organisation, of all Regions. The others
are named on standard error.

Exit status: 0; 1 if there is no trail; 2 if CloudTrail could not be asked.`,
  options: {
    region: {
      value: "region",
      description: "Region to ask in. Default: that of the environment or the AWS profile.",
    },
    trail: { value: "name", description: "Name or ARN of the trail to take." },
    json: { description: "Print all trails, with their settings and what is to be done, as JSON." },
  },
  examples: [
    { words: "discover", says: "Settings for the trail that sees the most" },
    { words: "discover --trail management --region eu-central-1", says: "Settings for one trail" },
  ],
  json: TRAILS_SCHEMA,
  async run({ operands, value, has }, io) {
    if (operands.length > 0) {
      throw new UsageError(`discover takes options alone: --trail ${operands[0]}?`);
    }
    const region = regionOption({ value });
    // Loaded here, so that the other commands start without the SDK.
    const { describeTrails } = await import("../../../adapters/aws/asked/trails.ts");
    const { account, trails } = await describeTrails(region);
    const wanted = value("trail");
    const chosen = widestTrail(
      trails.filter((it) => wanted === undefined || it.name === wanted || it.arn === wanted),
    );
    if (has("json")) {
      const described = trails.map((trail) => ({
        ...trail,
        isChosen: trail === chosen,
        ...trailPlan(trail, account),
      }));
      await io.out(`${JSON.stringify({ account, trails: described }, null, 2)}\n`);
      return chosen === undefined ? 1 : 0;
    }
    if (chosen === undefined) {
      const which = wanted === undefined ? "" : ` named ${inLine(wanted)}`;
      const seen = trails.map(({ name }) => inLine(name)).join(", ");
      io.err(
        `Account ${account} sees no trail${which}${seen === "" ? "" : `: there are ${seen}`}\n`,
      );
      return 1;
    }
    const others = trails.filter((it) => it !== chosen).map(({ name }) => inLine(name));
    if (others.length > 0) io.err(`Not taken: ${others.join(", ")} (--trail <name>)\n`);
    await io.out(settingsText(chosen, trailPlan(chosen, account)));
    return 0;
  },
};

function settingsText({ name, isOrganizationTrail }: Trail, { settings, remarks }: TrailPlan) {
  const { account, region, logs } = settings;
  const lines = [
    `# Trail ${inLine(name)}${isOrganizationTrail ? ", of the whole organisation" : ""}`,
    ...remarks.map((remark) => `# ${remark}`),
    `account: ${quoted(account)}`,
    `region: ${quoted(region)}`,
    "logs:",
    ...Object.entries(logs).map(([key, value]) => `  ${key}: ${quoted(value)}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** JSON's texts are YAML's. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
