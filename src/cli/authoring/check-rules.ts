import { readFileSync } from "node:fs";
import { resolve, sep } from "node:path";
import { type RuleSource, readRules } from "../../adapters/authoring/rule-sources.ts";
import { switchesIn } from "../../adapters/authoring/switches.ts";
import { readLists } from "../../adapters/list-files.ts";
import {
  emptyFolderRemarks,
  loadRules,
  ruleSetOf,
  withContext,
  withLists,
} from "../../adapters/rule-folder.ts";
import { RULES_FOLDER } from "../../adapters/rule-schema.ts";
import type { Placed } from "../../adapters/yaml/placed.ts";
import {
  FINDINGS,
  type FindingId,
  type Level,
  type RuleFinding,
  switchProblem,
} from "../../core/authoring/finding.ts";
import { ignoreFindings } from "../../core/authoring/ignore-findings.ts";
import {
  type Budgets,
  type PatternContext,
  patternFindings,
} from "../../core/authoring/pattern-findings.ts";
import { ruleStyle } from "../../core/authoring/rule-style.ts";
import { severalFindings } from "../../core/authoring/several-findings.ts";
import { tagFindings } from "../../core/authoring/tag-findings.ts";
import type { IgnoreRule, Rule, RuleSet } from "../../core/rule/rule.ts";
import { checkRules } from "../../core/rule-file/check.ts";
import type { RuleFile, RuleProblem } from "../../core/rule-file/rule-file.ts";
import type { RuleSettings } from "../../core/settings/settings.ts";

/** A finding and where it is. */
export interface PlacedFinding extends Placed {
  readonly id: FindingId;
  readonly level: Level;
}

/** What a check of rules comes to. */
export interface CheckedRules {
  /** All but those that files switch off. */
  readonly findings: readonly PlacedFinding[];
  /** Undefined where rules cannot be packed. */
  readonly budgets: Budgets | undefined;
  /** Those of the right shape. */
  readonly ruleSet: RuleSet;
}

/** What rules are checked with. */
export interface CheckContext {
  /** What `$self` stands for. */
  readonly self: readonly string[];
  readonly accessDenied: boolean;
  /** Those by which alerts go, where settings say so. */
  readonly routes?: PatternContext["routes"];
  /** Where findings about all rules together are put: the settings file. */
  readonly place: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Checks the rules and ignore rules that settings name, relative folders from `base`. */
export function checkSettingsRules(
  settings: RuleSettings,
  base: string,
  context: CheckContext,
): CheckedRules {
  const loaded = loadRules(settings, base);
  const files = [...loaded.rules, ...loaded.ignoreRules];
  const empty = emptyFolderRemarks(settings, base).map((remark) =>
    general("no-rules", remark, context),
  );
  const checked = check(
    {
      ...loaded,
      problems: asFindings(loaded.problems, context),
      contents: files.map(({ path }) => ({ path, content: readFileSync(path) })),
      ruleSet: ruleSetOf(settings, loaded),
      accountTags: settings.accountTags ?? {},
    },
    context,
  );
  return { ...checked, findings: [...empty, ...checked.findings] };
}

/**
 * Checks rule files by themselves, rules and ignore rules as they come.
 *
 * @param paths Files and folders they come from: the lists there are those they use.
 */
export function checkSources(
  sources: readonly RuleSource[],
  paths: readonly string[],
  context: CheckContext,
): CheckedRules {
  const read = readRules(sources);
  const { lists, own, problems: wrongLists } = readLists(paths);
  const files = read.files;
  // Which accounts have which tags, only settings say: a context with tags is one that may be.
  const rules = files
    .filter((file): file is RuleFile<Rule> => !("reason" in file.rule))
    .map((file) => withContext(file, lists));
  const ignoreRules = files
    .filter((file): file is RuleFile<IgnoreRule> => "reason" in file.rule)
    .map((file) => withLists(file, lists));
  // Rules that an ignore rule is about may well be elsewhere, and standard input has no name.
  const named = ignoreRules.flatMap(({ rule }) => rule.rules ?? []);
  const found = checkRules(rules, ignoreRules, named, lists).filter(
    ({ path, field }) => path !== "<stdin>" || field.join() !== "id",
  );
  const problems = [...read.problems, ...found.map(read.place)].map((it) =>
    asFinding("cannot-load", it),
  );
  return check(
    {
      rules,
      ignoreRules,
      problems: [...problems, ...asFindings(wrongLists, context)],
      place: read.place,
      // A list by itself is something to check, too.
      contents: [...sources, ...own.map(({ path }) => ({ path, content: "" }))],
      ruleSet: ruleSetOf({ eventsToTrack: [] }, { rules, ignoreRules }),
    },
    context,
  );
}

function asFindings(
  problems: readonly (Placed | string)[],
  context: CheckContext,
): readonly PlacedFinding[] {
  return problems.map((problem) =>
    typeof problem === "string"
      ? general("cannot-load", problem.replace(/^settings: /, ""), context)
      : asFinding("cannot-load", problem),
  );
}

interface Loaded {
  readonly rules: readonly RuleFile<Rule>[];
  readonly ignoreRules: readonly RuleFile<IgnoreRule>[];
  readonly problems: readonly PlacedFinding[];
  place(problem: RuleProblem): Placed;
  readonly contents: readonly RuleSource[];
  readonly ruleSet: RuleSet;
  /** Account id → tags; absent where no settings say so. */
  readonly accountTags?: RuleSettings["accountTags"];
}

function check(
  { rules, ignoreRules, problems, place, contents, ruleSet, accountTags }: Loaded,
  context: CheckContext,
): CheckedRules {
  const wrong = new Set(problems.map(({ path }) => path));
  const isSound = ({ path }: { readonly path: string }): boolean => !wrong.has(path);
  const sound = rules.filter(isSound);
  const soundIds = new Set(sound.map(({ rule }) => rule.id));
  const tests = new Map(sound.map((file) => [file.rule.id, file.tests]));
  const wrongIds = new Set(rules.map(({ rule }) => rule.id).filter((id) => !soundIds.has(id)));
  const judging = ruleSet.rules.filter(({ id }) => !wrongIds.has(id));
  const ignoring = ignoreRules.filter(isSound);
  const files = [...sound, ...ignoring];
  const packed = patternFindings(files, { ...context, rules: judging });
  const ignored = ignoreFindings(ignoring, {
    ...context,
    rules: judging.map((rule) => ({ rule, tests: tests.get(rule.id) ?? [] })),
  });
  const none =
    problems.length + ruleSet.rules.length + contents.length === 0
      ? [general("no-rules", "There is no rule, so nothing will ever alert", context)]
      : [];
  const untagged = accountTags === undefined ? [] : untaggedIn(sound, accountTags);
  const found = [
    ...ruleStyle(files),
    ...severalFindings(files),
    ...untagged,
    ...ignored,
    ...packed.findings,
  ].map((finding) => asFinding(finding.id, placeOf(finding, place, context)));
  const { off, wrongSwitches } = switches(contents);
  return {
    findings: [
      ...problems,
      ...wrongSwitches,
      ...none,
      ...found.filter(({ id, path }) => !off.has(`${path} ${id}`)),
    ],
    budgets: packed.budgets,
    ruleSet,
  };
}

/** Who uses no tags is told nothing of those that rules of the packs ask for. */
function untaggedIn(
  files: readonly RuleFile<Rule>[],
  accountTags: NonNullable<RuleSettings["accountTags"]>,
): readonly RuleFinding[] {
  const known = new Set(Object.values(accountTags).flat());
  const isPacked = ({ path }: { readonly path: string }) =>
    resolve(path).startsWith(`${resolve(RULES_FOLDER)}${sep}`);
  return tagFindings(known.size === 0 ? files.filter((it) => !isPacked(it)) : files, known);
}

function placeOf(
  { path, field, message }: RuleFinding,
  place: (problem: RuleProblem) => Placed,
  context: CheckContext,
): Placed {
  const problem = { path, field, message };
  if (path === context.place) return general("cannot-pack", message, context);
  return place(problem);
}

function switches(contents: readonly RuleSource[]) {
  const off = new Set<string>();
  const wrongSwitches: PlacedFinding[] = [];
  for (const { path, content } of contents) {
    for (const { id, line } of switchesIn(content)) {
      const problem = switchProblem(id);
      off.add(`${path} ${id}`);
      if (problem === undefined) continue;
      wrongSwitches.push(
        asFinding("unknown-switch", { path, line, field: "", message: problem, excerpt: "" }),
      );
    }
  }
  return { off, wrongSwitches };
}

/** A finding about all together. */
function general(
  id: FindingId,
  message: string,
  { place }: Pick<CheckContext, "place">,
): PlacedFinding {
  return asFinding(id, { path: place, line: 1, field: "", message, excerpt: "" });
}

export function asFinding(id: FindingId, placed: Placed): PlacedFinding {
  return { ...placed, id, level: FINDINGS[id][0] };
}
