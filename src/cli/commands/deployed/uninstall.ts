import { whatStays } from "../../../core/operation/what-stays.ts";
import { type Command, UsageError } from "../../command.ts";
import { UNINSTALL_SCHEMA } from "../../json/operation-schemas.ts";
import { askedStack, STACK_OPTIONS, STACK_WORDS } from "../../operation/stack-option.ts";
import { inLine } from "../../terminal-text.ts";

/** Says what stays of a deployed stack once it is deleted. */
export const uninstallCommand: Command = {
  name: "uninstall",
  summary: "Say what stays when a deployed stack is deleted, and what it costs",
  operands: "",
  about: `
Reads a deployed stack's template and says what its deletion leaves: what holds records stays, with what
it costs by the list prices of us-east-1, and the command that removes it. It changes nothing.

Needs cloudformation:GetTemplate.
${STACK_WORDS}

Exit status: 0; 2 if CloudFormation could not be asked.`,
  options: {
    ...STACK_OPTIONS,
    json: { description: "Print what stays as one JSON object." },
  },
  examples: [{ words: "uninstall", says: "What stays of the stack, and how to remove it" }],
  json: UNINSTALL_SCHEMA,
  async run({ operands, value, has }, io) {
    if (operands.length > 0) {
      throw new UsageError(`uninstall takes options alone: --stack ${operands[0]}?`);
    }
    const { parts, region, deployed } = await askedStack({ value });
    const { deployedTemplate } = await import("../../../adapters/aws/asked/deployed-stack.ts");
    const stays = whatStays(deployed, await deployedTemplate(parts.stack, region));
    const elsewhere = ELSEWHERE.filter((output) => output in deployed.outputs);
    if (has("json")) {
      await io.out(`${JSON.stringify({ stack: parts.stack, stays, elsewhere })}\n`);
      return 0;
    }
    const lines = [
      `aws cloudformation delete-stack --stack-name ${inLine(parts.stack)} removes all but:`,
      ...stays.flatMap(({ type, name, cost, remove }) => [
        `  ${inLine(type)} ${inLine(name)}: ${cost}`,
        `    ${inLine(remove)}`,
      ]),
      ...(stays.length === 0 ? ["  nothing of the stack"] : []),
      ...elsewhere.map((output) => `  in another account the policy that output ${output} names`),
      "  Slack's token and other secrets of yours: $0.40 each a month; revoke and delete them by hand",
    ];
    await io.out(`${lines.join("\n")}\n`);
    return 0;
  },
};

/** Outputs that say what another account was asked to grant. */
const ELSEWHERE = ["LogBucketPolicy", "LogKeyPolicy", "BusKeyPolicy"];
