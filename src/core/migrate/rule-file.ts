import { tryRuleTests } from "../compiler/rule-trial.ts";
import { PythonUnsupported } from "../python/syntax/error.ts";
import type { PythonNode } from "../python/syntax/node.ts";
import { nodesIn } from "../python/syntax/node.ts";
import { EVENTS_TO_TRACK_ID, type Rule } from "../rule/rule.ts";
import { checkRules } from "../rule-file/check.ts";
import type { EventTest } from "../rule-file/rule-test.ts";
import { quotedYaml } from "../yaml/quoted-yaml.ts";
import { defaultRuleOf } from "./default-rules.ts";
import { exampleTests } from "./examples.ts";
import { type Translated, translateRule } from "./translate-rule.ts";

/** What becomes of one rule of the module. */
export interface MigratedRule {
  readonly id: string;
  /** As it stands in the module. */
  readonly python: string;
  readonly kind: "rule" | "ignore";
  readonly verdict: Translated["verdict"];
  /** Why there is no rule; empty if there is one. */
  readonly reason: string;
  readonly at: number | undefined;
  readonly remarks: readonly string[];
  /** The rule file; absent if there is none. */
  readonly file?: string;
  readonly match?: string;
  readonly node?: PythonNode;
  /** Id of the rule of the default pack that says the same. */
  readonly isDefault?: string;
  /** What was meant by a rule that never worked. */
  readonly meant?: Meaning | undefined;
}

/** What a rule that never worked was meant to be. */
export interface Meaning {
  /** The expression, mended. */
  readonly python: string;
  /** What it would be as a rule; undefined if it has no translation. */
  readonly match: string | undefined;
}

/** What is known of the default rules beside. */
export interface DefaultRules {
  /** Names the module's function has, beside its default. */
  readonly functionNames: readonly string[];
  /** Whether they are in use: a rule that says the same is not written then. */
  readonly areInUse: boolean;
}

/**
 * Makes the rule file of one expression: checked as every rule is, with tests whose outcome is
 * Python's own.
 *
 * @param taken Ids that are in use; the new one is added.
 */
export function migrateRule(
  python: string,
  kind: "rule" | "ignore",
  taken: Set<string>,
  defaults: DefaultRules,
): MigratedRule {
  const translated = translateRule(python);
  const base = { python, kind };
  if (translated.verdict !== "same") {
    const { verdict, reason, at } = translated;
    return { ...base, id: freeId("rule", taken), verdict, reason, at, remarks: [] };
  }
  const { match, node, remarks, reads, hasSlips } = translated;
  const isDefault = kind === "rule" ? defaultRuleOf(match, defaults.functionNames) : undefined;
  if (isDefault !== undefined && defaults.areInUse) {
    return {
      ...base,
      id: isDefault,
      verdict: "same",
      reason: "",
      at: undefined,
      remarks,
      isDefault,
    };
  }
  const id = freeId(nameOf(node, kind), taken);
  const tests = examplesOf(node, match, reads, hasSlips);
  const problems =
    tests === undefined
      ? ["no example was found that it matches"]
      : typeof tests === "string"
        ? [tests]
        : problemsOf(id, match, tests);
  if (problems.length > 0 || tests === undefined || typeof tests === "string") {
    const reason = `the rule would be ${match}, but ${problems.join("; ")}`;
    return { ...base, id, verdict: "cannot", reason, at: undefined, remarks: [] };
  }
  const notes = remarks.map((it) => `Not told apart: ${it}.`);
  if (isDefault !== undefined) notes.push(`The default pack's ${isDefault} says the same.`);
  const file = fileText({ id, kind, match, python, tests, remarks: notes });
  const known = { ...base, id, match, node, ...(isDefault !== undefined && { isDefault }) };
  return { ...known, verdict: "same", reason: "", at: undefined, remarks, file };
}

/** Why there are none where an expression that could be translated cannot be evaluated here. */
function examplesOf(
  ...given: Parameters<typeof exampleTests>
): ReturnType<typeof exampleTests> | string {
  try {
    return exampleTests(...given);
  } catch (error) {
    if (error instanceof PythonUnsupported) return `it cannot be tried: ${error.message}`;
    throw error;
  }
}

function problemsOf(id: string, match: string, tests: readonly EventTest[]): readonly string[] {
  const rule: Rule = {
    id,
    title: id,
    description: "",
    severity: "medium",
    match,
    tags: [],
    references: [],
  };
  const files = [{ path: `${id}.yaml`, rule, tests }];
  const problems = checkRules(files, []);
  return [...problems, ...(problems.length === 0 ? tryRuleTests(files) : [])].map(
    ({ message }) => message,
  );
}

/** An id that no other rule has. */
function freeId(name: string, taken: Set<string>): string {
  let id = name;
  for (let count = 2; taken.has(id) || id === EVENTS_TO_TRACK_ID; count++) id = `${name}-${count}`;
  taken.add(id);
  return id;
}

/** A name from the texts that an expression compares with. */
function nameOf(node: PythonNode, kind: string): string {
  const texts: string[] = [];
  const walk = (it: PythonNode): void => {
    if (
      it.type === "constant" &&
      typeof it.value === "string" &&
      /^[A-Z][A-Za-z0-9]{1,40}$/.test(it.value)
    )
      texts.push(it.value);
    for (const part of nodesIn(it)) walk(part);
  };
  walk(node);
  const words = texts
    .slice(0, 2)
    .map((it) => it.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase());
  const name = words.join("-").replace(/[^a-z0-9-]/g, "");
  return name === "" ? `migrated-${kind}` : kind === "ignore" ? `ignore-${name}` : name;
}

interface FileParts {
  readonly id: string;
  readonly kind: "rule" | "ignore";
  readonly match: string;
  readonly python: string;
  readonly tests: readonly EventTest[];
  readonly remarks: readonly string[];
}

function fileText({ id, kind, match, python, tests, remarks }: FileParts): string {
  const folds = /^[\x20-\x7e]+$/.test(match);
  return [
    ...python
      .trim()
      .split(/\r\n|\r|\n/)
      .map((line) => `# ${line.replace(/[^\t\x20-\x7e\u00a0-\ud7ff]/g, "?")}`),
    ...remarks.map((it) => `# ${it}`),
    `id: ${id}`,
    ...(kind === "rule"
      ? [`title: ${quotedYaml(titleOf(id))}`, "severity: medium"]
      : [
          `reason: ${quotedYaml("Ignored by the Terraform module; say here why this must not alert.")}`,
          `owner: ${quotedYaml("to be named")}`,
        ]),
    folds ? `match: >-\n  ${match}` : `match: ${quotedYaml(match)}`,
    "tests:",
    ...tests.map(
      (it) =>
        `  - name: ${quotedYaml(it.name)}\n    expect: ${it.expect}\n    event: ${quotedYaml(it.event)}`,
    ),
    "",
  ].join("\n");
}

function titleOf(id: string): string {
  const text = id.replaceAll("-", " ");
  return `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;
}
