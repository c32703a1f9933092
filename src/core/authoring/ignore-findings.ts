import { both } from "../condition/condition.ts";
import { conditionOf, truthConditionOf } from "../condition/expression-condition.ts";
import { viewOfRecord } from "../expression/event-view.ts";
import type { Tree } from "../expression/tree.ts";
import { treeOf } from "../list/rule-lists.ts";
import { createJudge, expiredIgnoreRules } from "../rule/judge.ts";
import type { IgnoreRule, Rule } from "../rule/rule.ts";
import type { RuleFile } from "../rule-file/rule-file.ts";
import { type EventTest, eventTests, type RuleTest } from "../rule-file/rule-test.ts";
import { finding, type RuleFinding } from "./finding.ts";

/** What ignore rules are looked at with. */
export interface IgnoreContext {
  /** Each rule that judges; its tests too, if it has any. */
  readonly rules: readonly { readonly rule: Rule; readonly tests: readonly RuleTest[] }[];
  /** What `$self` stands for. */
  readonly self: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

type IgnoreFile = RuleFile<IgnoreRule>;

/** Finds ignore rules that have expired, that leave nothing of a rule, and that silence nothing. */
export function ignoreFindings(
  files: readonly IgnoreFile[],
  context: IgnoreContext,
): readonly RuleFinding[] {
  const ignoreRules = files.map(({ rule }) => rule);
  const expired = new Set(expiredIgnoreRules({ rules: [], ignoreRules }, context.now));
  const active = files.filter(({ rule }) => !expired.has(rule.id));
  return [
    ...files
      .filter(({ rule }) => expired.has(rule.id))
      .map((file) => {
        const message = `Expired on ${file.rule.expires}, so what it silenced alerts again: ask ${file.rule.owner}, then renew or remove it`;
        return finding("expired-ignore", file, ["expires"], message);
      }),
    ...shadows(active, context),
    ...active
      .filter((file) => isIdle(file, context))
      .map((file) => {
        const message =
          "Silences nothing, as far as tests tell: no event of its own tests that it matches is matched by a rule it is about, and of no rule does it match a test's event; give a test an event that alerts";
        return finding("idle-ignore", file, ["match"], message);
      }),
  ];
}

/** Rules that nothing is left of. */
function shadows(files: readonly IgnoreFile[], context: IgnoreContext): readonly RuleFinding[] {
  const trees = new Map(
    files.map(({ rule }) => [rule.id, treeOf(rule, context.self, context.now)]),
  );
  return context.rules.flatMap(({ rule, tests }) => {
    const about = files.filter((file) => isAbout(file.rule, rule.id));
    const last = about.at(-1);
    if (last === undefined) return [];
    const left = about
      .map(({ rule: { id } }) => conditionOf({ kind: "not", child: trees.get(id) as Tree }))
      .reduce(both, truthConditionOf(treeOf(rule, context.self, context.now)));
    const names = about.map((file) => `"${file.rule.id}"`).join(", ");
    if (left.terms.length === 0) {
      const alone = about.length === 1 ? "it silences" : `${names} together silence`;
      const message = `Leaves nothing of rule "${rule.id}", as ${alone} every event that the rule matches: narrow it, or disable the rule (rules.disable)`;
      return [finding("shadowed-rule", last, ["match"], message)];
    }
    const examples = eventTests(tests).filter(({ expect }) => expect === "match");
    const silencer =
      examples.length === 0
        ? undefined
        : about.find((file) => silencesAll(file.rule, examples, context));
    if (silencer === undefined) return [];
    const message = `Silences every event that rule "${rule.id}" must match by its own tests: narrow it, or give the rule a test that still alerts`;
    return [finding("shadowed-rule", silencer, ["match"], message)];
  });
}

function silencesAll(
  { rules: _only, ...rule }: IgnoreRule,
  tests: readonly EventTest[],
  { self, now }: IgnoreContext,
): boolean {
  const judge = createJudge({ rules: [], ignoreRules: [rule] }, { self, now });
  return tests.every(({ event }) => judge(viewOfRecord(event)).ignoredBy !== undefined);
}

function isIdle({ rule, tests }: IgnoreFile, { rules, self, now }: IgnoreContext): boolean {
  const about = rules.filter((it) => isAbout(rule, it.rule.id));
  // Rules that are not here cannot be asked.
  if (about.length === 0) return false;
  const judge = createJudge({ rules: about.map((it) => it.rule), ignoreRules: [] }, { self, now });
  const silenced = eventTests(tests).some(({ expect, event }) => {
    if (expect !== "match") return false;
    const { matched, faults } = judge(viewOfRecord(event));
    return matched.length + faults.length > 0;
  });
  if (silenced) return false;
  const examples = about.flatMap((it) =>
    eventTests(it.tests).filter(({ expect }) => expect === "match"),
  );
  return !examples.some((test) => silencesAll(rule, [test], { rules, self, now }));
}

function isAbout({ rules }: IgnoreRule, id: string): boolean {
  return rules === undefined || rules.includes(id);
}
