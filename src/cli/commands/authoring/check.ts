import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import { ruleSources } from "../../../adapters/authoring/rule-sources.ts";
import { readDeployment, SettingsError } from "../../../adapters/settings-file.ts";
import { placed } from "../../../adapters/yaml/placed.ts";
import { parseYaml } from "../../../adapters/yaml-file.ts";
import { FINDINGS, type FindingId, switchProblem } from "../../../core/authoring/finding.ts";
import { routeFindings } from "../../../core/authoring/route-findings.ts";
import type { RuleSet } from "../../../core/rule/rule.ts";
import { taggedRoutes } from "../../../core/settings/config.ts";
import { unknownConsumerRules } from "../../../core/settings/consumer-check.ts";
import { unknownRouteRules, unreachableRoutes } from "../../../core/settings/route-check.ts";
import {
  type RuleSettings,
  ruleSettingsOf,
  type Settings,
} from "../../../core/settings/settings.ts";
import {
  asFinding,
  type CheckContext,
  type CheckedRules,
  checkSettingsRules,
  checkSources,
  type PlacedFinding,
} from "../../authoring/check-rules.ts";
import { checkText } from "../../authoring/check-text.ts";
import { compileLittle } from "../../authoring/compile-little.ts";
import { type Command, type CommandLine, type Io, UsageError } from "../../command.ts";
import { CHECK_SCHEMA } from "../../json/authoring-schemas.ts";
import { DEFAULT_RULES, RULE_OPTIONS, rulesNamed, selfNamed } from "../../rules-in-use.ts";

/** Looks everything over that a person wrote. */
export const checkCommand: Command = {
  name: "check",
  summary: "Look settings, rules and ignore rules over, and what they come to",
  operands: "[<rule file|folder|->...]",
  about: `
Looks at once for all that is wrong with settings, rules, ignore rules, routes, consumers and event
patterns, and for what had better be otherwise. Each finding has a level and a name:

${listOfFindings()}

A warning or style finding is switched off by --off, for all, by the setting check.off, or in the
rule file it is about by a comment line; behind -- stands why:

  # check-off: first-element -- the caller is always the first

With files and folders it looks at these rules and ignore rules alone (- is one from standard input).

Exit status: 0; 1 if anything is found; 2 if a file cannot be read.`,
  options: {
    ...RULE_OPTIONS,
    off: { value: "names", description: "Findings not to look for, with commas between them." },
    json: {
      description:
        'Print {"findings":[{id,level,path,line,…}],"rules","ignoreRules","budgets"} as one line.',
    },
  },
  examples: [
    { words: "check --settings my.yaml", says: "Everything that a deployment is made of" },
    { words: "check my-rules", says: "The rules of a folder by themselves" },
    {
      words: "check --settings my.yaml --off no-reference,no-runbook --json",
      says: "For a pipeline, without two of the style findings",
    },
  ],
  json: CHECK_SCHEMA,
  async run(invocation, io) {
    compileLittle();
    const off = namesOf(invocation.value("off"));
    const { findings, rules, ignoreRules, budgets } = await checked(invocation, io);
    const left = findings
      .filter(({ id }) => !off.includes(id))
      .sort((a, b) => a.path.localeCompare(b.path) || a.line - b.line);
    const summary = { rules, ignoreRules, budgets };
    await io.out(
      invocation.has("json")
        ? `${JSON.stringify({ findings: left, ...summary })}\n`
        : checkText(left, summary, io.colour),
    );
    return left.length === 0 ? 0 : 1;
  },
};

function listOfFindings(): string {
  return Object.entries(FINDINGS)
    .map(([id, [level, about]]) => `  ${level.padEnd(8)} ${id.padEnd(17)} ${about}`)
    .join("\n");
}

function namesOf(text: string | undefined): readonly string[] {
  const names = (text ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  for (const name of names) {
    const problem = switchProblem(name);
    if (problem !== undefined) throw new UsageError(problem);
  }
  return names;
}

interface Checked extends Omit<CheckedRules, "ruleSet"> {
  readonly rules: number;
  readonly ignoreRules: number;
}

async function checked(invocation: CommandLine, io: Io): Promise<Checked> {
  const { operands, value } = invocation;
  const file = value("settings");
  if (operands.length > 0) {
    if (file !== undefined || value("rules") !== undefined || value("ignore") !== undefined) {
      throw new UsageError(
        "check takes rule files and folders, or --settings, --rules and --ignore: not both",
      );
    }
    const sources = [...ruleSources(operands.filter((it) => it !== "-"))];
    if (operands.includes("-")) sources.push({ path: "<stdin>", content: await buffer(io.stdin) });
    return counted(
      checkSources(sources, operands, contextOf(undefined, operands[0] ?? "", invocation)),
    );
  }
  if (file === undefined)
    return checkedRules(undefined, DEFAULT_RULES, value("rules") ?? "rules", invocation);
  if (!existsSync(file)) {
    throw new Error(`Cannot check settings as the file must exist: "${file}" does not`);
  }
  try {
    const deployment = readDeployment(file);
    if (deployment.kind !== "trailbridge") {
      return { findings: [], rules: 0, ignoreRules: 0, budgets: undefined };
    }
    return checkedRules(deployment.settings, ruleSettingsOf(deployment.settings), file, invocation);
  } catch (error) {
    if (!(error instanceof SettingsError) || error.problems.length === 0) throw error;
    const wrong = error.problems.map((problem) => asFinding("cannot-load", problem));
    // What the file says of rules can be right for all that.
    const rules = rulesWritten(parseYaml(readFileSync(file), file).value);
    if (rules === undefined)
      return { findings: wrong, rules: 0, ignoreRules: 0, budgets: undefined };
    const others = checkedRules(undefined, rules, file, invocation);
    return { ...others, findings: [...wrong, ...others.findings] };
  }
}

function checkedRules(
  settings: Settings | undefined,
  named: RuleSettings,
  place: string,
  invocation: CommandLine,
): Checked {
  const { value } = invocation;
  const file = value("settings");
  const base = file === undefined ? "." : dirname(resolve(file));
  const rules = rulesNamed(named, invocation);
  const found = checkSettingsRules(rules, base, contextOf(settings, place, invocation));
  if (settings === undefined || value("rules") !== undefined) return counted(found);
  const off: readonly string[] = settings.check?.off ?? [];
  const targets = targetFindings(settings, found.ruleSet, place);
  return counted({
    ...found,
    findings: [...found.findings, ...targets].filter(({ id }) => !off.includes(id)),
  });
}

function counted({ ruleSet, ...checked }: CheckedRules): Checked {
  return { ...checked, rules: ruleSet.rules.length, ignoreRules: ruleSet.ignoreRules.length };
}

/** Routes and consumers. */
function targetFindings(
  settings: Settings,
  { rules }: RuleSet,
  path: string,
): readonly PlacedFinding[] {
  const {
    consumers,
    rules: { disable },
  } = settings;
  const routes = taggedRoutes(settings);
  const ids = rules.map(({ id }) => id);
  const file = parseYaml(readFileSync(path), path);
  const found = (id: FindingId, problem: Parameters<typeof placed>[0]): PlacedFinding =>
    asFinding(id, placed(problem, file));
  return [
    ...[
      ...unknownRouteRules(routes, ids, disable),
      ...unreachableRoutes(routes),
      ...unknownConsumerRules(consumers, ids, disable),
    ].map((problem) => found("cannot-route", { ...problem, path })),
    ...routeFindings(routes, rules, path).map((it) => found(it.id, it)),
  ];
}

function contextOf(
  settings: Settings | undefined,
  place: string,
  invocation: CommandLine,
): CheckContext {
  return {
    self: selfNamed(settings, invocation),
    accessDenied: settings?.accessDeniedMetrics ?? true,
    ...(settings && { routes: taggedRoutes(settings) }),
    place,
    now: Date.now(),
  };
}

/** What wrong settings say of rules, as far as it has the right shape. */
function rulesWritten(value: unknown): RuleSettings | undefined {
  const rules: unknown = Object(value).rules ?? {};
  if (typeof rules !== "object" || rules === null || Array.isArray(rules)) return undefined;
  const written: Readonly<Record<string, unknown>> = { ...DEFAULT_RULES, ...rules };
  const names = Object.keys(DEFAULT_RULES) as (keyof RuleSettings)[];
  const lists = names.map((name) => [name, written[name]] as const);
  const isShaped = lists.every(
    ([, list]) => Array.isArray(list) && list.every((it) => typeof it === "string"),
  );
  return isShaped ? (Object.fromEntries(lists) as unknown as RuleSettings) : undefined;
}
