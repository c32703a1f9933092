import { nearest } from "../record/nearest.ts";
import type { Rule } from "../rule/rule.ts";
import type { RuleFile } from "../rule-file/rule-file.ts";
import { finding, type RuleFinding } from "./finding.ts";

/**
 * Finds tags of accounts that a rule's contexts ask for and that no account has, so that they never
 * hold.
 *
 * @param known Tags that accounts have.
 */
export function tagFindings(
  files: readonly RuleFile<Rule>[],
  known: ReadonlySet<string>,
): readonly RuleFinding[] {
  return files.flatMap((file) =>
    (file.rule.severityBy ?? []).flatMap(({ accountTags = [] }, index) =>
      accountTags.flatMap((tag, place) => {
        if (known.has(tag)) return [];
        const guess = nearest(tag, known);
        const help = guess === undefined ? "" : `; did you mean "${guess}"?`;
        const message = `Asks for accounts tagged "${tag}", and the setting accounts gives none this tag: nothing is more or less severe by it${help}`;
        return [finding("unknown-tag", file, ["severityBy", index, "accountTags", place], message)];
      }),
    ),
  );
}
