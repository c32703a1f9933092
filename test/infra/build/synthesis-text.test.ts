import { suite } from "uvu";
import * as assert from "uvu/assert";
import { synthesisText } from "../../../infra/build/synthesis-text.ts";

const test = suite("synthesisText()");

const SYNTHESIS = {
  settingsFile: "mine.yaml",
  templatePath: `${process.cwd()}/cdk.out/trailbridge.template.json`,
  resources: 57,
  ruleSet: { rules: [], ignoreRules: [] },
  ruleRemarks: [],
  patternCharacters: [657, 1203],
  checkedBy: ["A", "B"],
};

test("says what there is, and what to do next", () => {
  assert.is(
    synthesisText(SYNTHESIS),
    [
      "Template    cdk.out/trailbridge.template.json",
      "Resources   57",
      "Rules       0, and 0 ignore rules",
      "Patterns    2 event patterns, the largest 1,203 of 2,048 characters",
      "Checked by  A, B",
      "Next        npm run deploy -- -c settings=mine.yaml",
      "",
    ].join("\n"),
  );
});

test("says so when nothing was checked", () => {
  assert.match(
    synthesisText({ ...SYNTHESIS, checkedBy: [] }),
    /^Checked by {2}nothing, as CDK_VALIDATION is false$/m,
  );
});

test("says nothing of rules where nothing is judged", () => {
  assert.not.match(synthesisText({ ...SYNTHESIS, patternCharacters: [] }), /Rules|Patterns/);
});

test.run();
