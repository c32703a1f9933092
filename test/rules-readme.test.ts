import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readRules } from "../src/adapters/authoring/rule-sources.ts";
import { DEFAULT_FUNCTION_NAMES } from "../src/contract.ts";
import { testReport } from "../src/core/authoring/test-report.ts";
import { compileRule } from "../src/core/compiler/compile-rule.ts";
import { viewOfRecord } from "../src/core/expression/event-view.ts";
import { compile, ExpressionError } from "../src/core/expression/expression.ts";
import { SINGLE_VALUE_FIELDS } from "../src/core/expression/single-value-field.ts";
import { FUNCTIONS } from "../src/core/function/function.ts";
import { expressionProblems } from "../src/core/rule/expression-check.ts";
import { STATEFUL_KINDS } from "../src/core/stateful/stateful.ts";

const README = readFileSync(new URL("../rules/README.md", import.meta.url), "utf8");
/** Examples that were found and hold. */
const several: string[] = [];
const SELF = Object.values(DEFAULT_FUNCTION_NAMES);

const test = suite("rules/README.md");

for (const [expression = "", event = "", result] of rowsOf("examples")) {
  test(`gives ${result}: ${expression} on ${event}`, () => {
    assert.equal(expressionProblems(expression), []);
    assert.is(judge(expression, JSON.parse(event)), result);
  });
}

for (const [expression = "", why = ""] of rowsOf("refused")) {
  test(`refuses ${expression}`, () => {
    const problems = expressionProblems(expression);
    assert.ok(
      problems.some((message) => message.includes(why)),
      problems.join("; "),
    );
  });
}

for (const [match = "", kind, detail = ""] of rowsOf("patterns")) {
  test(`compiles ${match}`, () => {
    const rule = compileRule({ id: "r", match }, { self: SELF });
    assert.is(rule.class, kind);
    assert.equal(rule.pattern, {
      source: ["trailbridge"],
      ...(detail !== "" && { detail: JSON.parse(detail) }),
    });
  });
}

for (const [, text = ""] of section("several").matchAll(/```yaml\n([\s\S]*?)```/g)) {
  const [, id = ""] = /^id: (.+)$/m.exec(text) ?? [];
  test(`has an example that loads and whose tests hold: ${id}`, () => {
    const { files, problems } = readRules([{ path: `${id}.yaml`, content: text }]);
    const report = testReport(files, true);
    assert.equal([problems, report.problems, report.failures], [[], [], []]);
    assert.equal(
      report.coverage?.map(({ ruleId }) => ruleId),
      [id],
    );
    several.push(id);
  });
}

test("has an example of each kind of rule of several events", () => {
  assert.is(several.length, STATEFUL_KINDS.length);
});

test("lists every function with its arguments", () => {
  const expected = [...FUNCTIONS].map(([name, { parameters, optional = 0, variadic }]) => {
    const shown = parameters.map((type, index) =>
      index >= parameters.length - optional ? `[${type}]` : type,
    );
    return `${name}(${shown.join(", ")}${variadic ? "…" : ""})`;
  });
  assert.equal(
    rowsOf("functions").map(([signature]) => signature),
    expected.sort(),
  );
});

test("lists the fields of one value", () => {
  assert.equal(
    [...section("single-value-fields").matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    [...SINGLE_VALUE_FIELDS].sort(),
  );
});

test.run();

function judge(expression: string, event: Record<string, unknown>): string {
  try {
    return compile(expression, { self: SELF })(viewOfRecord(event)) ? "match" : "no match";
  } catch (error) {
    assert.instance(error, ExpressionError);
    return "fault";
  }
}

/** The cells of a table between two markers, without code marks; the head is left out. */
function rowsOf(name: string): string[][] {
  const rows = section(name)
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map(uncode),
    );
  assert.ok(rows.length > 10, `table ${name} is empty`);
  return rows;
}

function section(name: string): string {
  const [, text = ""] = README.split(new RegExp(`<!-- /?${name} -->`));
  return text;
}

function uncode(cell: string): string {
  const text = cell.trim().replaceAll("\\|", "|");
  return text.replace(/^(`+)([\s\S]*)\1$/, "$2").trim();
}
