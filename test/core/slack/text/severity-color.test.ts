import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SEVERITIES } from "../../../../src/core/rule/rule.ts";
import { SEVERITY_COLOR } from "../../../../src/core/slack/text/severity-color.ts";

const test = suite("SEVERITY_COLOR");

test("has a colour for each severity, no two alike", () => {
  const colours = SEVERITIES.map((severity) => SEVERITY_COLOR[severity]);
  assert.ok(colours.every((colour) => /^#[0-9a-f]{6}$/.test(colour)));
  assert.is(new Set(colours).size, SEVERITIES.length);
});

test.run();
