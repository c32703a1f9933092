import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SEVERITIES } from "../../../../src/core/rule/rule.ts";
import { SEVERITY_STYLE } from "../../../../src/core/slack/text/severity-style.ts";

const test = suite("SEVERITY_STYLE");

test("has a sign and a colour for each severity, no two alike", () => {
  assert.equal(SEVERITIES.map((severity) => SEVERITY_STYLE[severity].sign).join(""), "⬜🟦🟨🟧🟥");
  const colours = SEVERITIES.map((severity) => SEVERITY_STYLE[severity].color);
  assert.ok(colours.every((colour) => /^#[0-9a-f]{6}$/.test(colour)));
  assert.is(new Set(colours).size, SEVERITIES.length);
});

test.run();
