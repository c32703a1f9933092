import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  ignoreRuleShapeProblems,
  listShapeProblems,
  RULES_FOLDER,
  ruleShapeProblems,
} from "../../src/adapters/rule-schema.ts";

const test = suite("ruleShapeProblems()");

for (const [file, problems] of [
  ["rule.schema.json", ruleShapeProblems],
  ["ignore-rule.schema.json", ignoreRuleShapeProblems],
  ["list.schema.json", listShapeProblems],
] as const) {
  test(`goes by ${file}, which is well-formed`, () => {
    const schema = JSON.parse(readFileSync(`${RULES_FOLDER}${file}`, "utf8"));
    const ajv = new Ajv();
    assert.is(ajv.validateSchema(schema), true, ajv.errorsText());
    assert.is(problems({}).length, schema.required.length);
  });
}

test.run();
