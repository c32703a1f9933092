import { dirname, resolve } from "node:path";
import { readRuleSet } from "../../adapters/rule-files.ts";
import { readSettings } from "../../adapters/settings-file.ts";
import { DEFAULT_FUNCTION_NAMES } from "../../contract.ts";
import { createJudge } from "../../core/judge.ts";
import type { RuleSet } from "../../core/rule.ts";
import type { RuleSettings } from "../../core/settings.ts";
import type { Command, Invocation } from "../command.ts";
import { UsageError } from "../command.ts";
import { openLines } from "../input.ts";
import { judgeLines } from "../judge.ts";

/** Says what the rules make of records, without delivering anything. */
export const judgeCommand: Command = {
  name: "judge",
  summary: "Say which rules each record of an NDJSON file matches",
  operands: "[file.ndjson|-]",
  about: `
Reads raw CloudTrail records, one JSON object per line (.gz is unpacked; - or nothing is standard
input), and prints one line of JSON for each, in input order:

  {"eventID":"…","matched":["root-activity"],"ignoredBy":null,"faults":[]}

matched are the ids of the matching rules in rule order, ignoredBy the ignore rule that silences
the record, faults the rules that could not judge it and why. A line that is no record gets a
"rejected" that says so, and the exit status is 1.`,
  options: {
    rules: { value: "dir", description: "Judge by the rule files of this folder alone." },
    settings: {
      value: "file",
      description:
        "Judge by the rules and ignore rules these settings name.\nDefault: the default rules, no ignore rules.",
    },
    "function-name": {
      value: "name",
      description:
        "What the rules reach as $self, the product's own function names.\nDefault: those of the settings.",
    },
  },
  async run(invocation, io) {
    const { operands } = invocation;
    if (operands.length > 1)
      throw new UsageError(`judge reads one file: there are ${operands.length}`);
    const { ruleSet, self } = judgedBy(invocation);
    const judge = createJudge(ruleSet, { self, now: Date.now() });
    let status = 0;
    for await (const line of judgeLines(openLines(operands[0] ?? "-", io), judge)) {
      if (line.includes('"rejected":')) status = 1;
      await io.out(`${line}\n`);
    }
    return status;
  },
};

/** Rules that come with the product and nothing else. */
const NO_RULES: RuleSettings = {
  packs: [],
  directories: [],
  ignoreDirectories: [],
  disable: [],
  eventsToTrack: [],
};

function judgedBy(invocation: Invocation): { ruleSet: RuleSet; self: readonly string[] } {
  const file = invocation.value("settings");
  const folder = invocation.value("rules");
  const settings = file === undefined ? undefined : readSettings(file);
  const rules = settings?.rules ?? { ...NO_RULES, packs: ["default"] };
  const name = invocation.value("function-name");
  const own = settings
    ? [settings.splitter.functionName, settings.notifier.functionName]
    : Object.values(DEFAULT_FUNCTION_NAMES);
  return {
    ruleSet: readRuleSet(
      folder === undefined
        ? rules
        : { ...rules, packs: [], disable: [], eventsToTrack: [], directories: [resolve(folder)] },
      file === undefined ? "." : dirname(file),
    ),
    self: name === undefined ? own : [name],
  };
}
