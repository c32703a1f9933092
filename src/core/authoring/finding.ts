import { nearest } from "../record/nearest.ts";
import type { AnyFile } from "../rule-file/rule-file.ts";

/**
 * How much a finding matters. `error`: it cannot be deployed; `warning`: it does other than it seems
 * to say, or will not hold for long; `style`: the next reader will stumble.
 */
export type Level = "error" | "warning" | "style";

/** What `check` looks for, each with what it is about; those with level `error` cannot be switched off. */
export const FINDINGS = {
  "cannot-load": ["error", "a setting, rule or ignore rule that is refused where it is loaded"],
  "cannot-route": ["error", "a route or consumer that can take nothing of a rule it names"],
  "cannot-pack": ["error", "rules that need more of EventBridge than a bus has"],
  "unknown-switch": ["error", "a finding that is switched off and that there is none of"],
  "no-rules": ["warning", "a folder that holds no rule file, or no rule at all"],
  "expired-ignore": ["warning", "an ignore rule that has expired and silences nothing any more"],
  "shadowed-rule": ["warning", "a rule all of whose events are silenced by ignore rules"],
  "idle-ignore": [
    "warning",
    "an ignore rule that silences nothing: no event of a test is matched by it and by a rule it is about",
  ],
  "unknown-tag": [
    "warning",
    "a rule of your own whose severityBy asks for a tag that no account of the settings has; of a pack's rules, where accounts have others",
  ],
  "idle-route": ["warning", "a route whose rules never have the severities it asks for"],
  "every-event": ["warning", "a rule whose pattern lets every event through to the notifier"],
  "near-limit": ["warning", "more than four fifths of what a bus takes of something are used up"],
  "loose-arn": ["warning", "text that is looked for anywhere in an ARN, where others may put it"],
  "session-key": [
    "warning",
    "events that are counted by what a role has anew in each session, where who called is meant",
  ],
  "counted-key": [
    "warning",
    "different or new values that are asked for of what tells events apart: it hardly ever alerts",
  ],
  "no-learning": ["warning", "a rule of new values that learns none before it alerts"],
  "strangers-follow": [
    "warning",
    "a sequence of calls that nothing but the account or the like has in common",
  ],
  "negative-on-list": [
    "style",
    "a negative on a list, which also holds where there is no list, and nothing asks for the list",
  ],
  "first-element": ["style", "a test of one element of a list by its place, which nobody promises"],
  "constant-clause": ["style", "a clause that decides nothing, as the others decide already"],
  "many-equals": ["style", "one field compared with three values or more, each by itself"],
  "same-expression": ["style", "two rules that match the same events by the same expression"],
  "no-reference": ["style", "a rule without a reference to read on"],
  "no-description": ["style", "a rule that does not say what it means and why it matters"],
  "no-runbook": ["style", "a high or critical rule that does not say what to do"],
  "same-test-name": ["style", "two tests of a rule that are called the same"],
} as const satisfies Readonly<Record<string, readonly [level: Level, about: string]>>;

/** Name of a kind of finding. */
export type FindingId = keyof typeof FINDINGS;

/** Something that is to be said of a rule file, before its line is known. */
export interface RuleFinding {
  readonly id: FindingId;
  /** The file. */
  readonly path: string;
  readonly field: readonly (string | number)[];
  readonly message: string;
}

/** Makes a finding about a file. */
export function finding(
  id: FindingId,
  { path }: Pick<AnyFile, "path">,
  field: RuleFinding["field"],
  message: string,
): RuleFinding {
  return { id, path, field, message };
}

/** Names of those that can be switched off. */
export const SWITCHABLE: readonly string[] = Object.entries(FINDINGS)
  .filter(([, [level]]) => level !== "error")
  .map(([id]) => id);

function isFindingId(id: string): id is FindingId {
  return Object.hasOwn(FINDINGS, id);
}

/** What is wrong with a word that should switch a finding off; undefined if it does. */
export function switchProblem(id: string): string | undefined {
  if (!isFindingId(id)) {
    const guess = nearest(id, Object.keys(FINDINGS));
    return `Cannot switch off "${id}" as there must be such a finding${guess === undefined ? "" : `; did you mean "${guess}"?`}`;
  }
  return FINDINGS[id][0] === "error"
    ? `Cannot switch off "${id}" as it is an error: it cannot be deployed`
    : undefined;
}
