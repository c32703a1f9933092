import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Rule } from "../../../src/core/rule/rule.ts";
import { ruleSections } from "../../../src/core/slack/rule-sections.ts";
import { ruleOf } from "../../support/rules.ts";

const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });
const context = (...texts: string[]) => ({
  type: "context",
  elements: texts.map((text) => ({ type: "mrkdwn", text })),
});

const sections = (...rules: readonly Rule[]) =>
  ruleSections(
    rules.map(({ id }) => id),
    (id) => rules.find((rule) => rule.id === id),
  );

const test = suite("ruleSections()");

test("says nothing where no rule matched", () => {
  assert.equal(sections(), []);
});

test("names a rule that is not known any more", () => {
  assert.equal(
    ruleSections(["gone", "gone-2"], () => undefined),
    [section("Rule `gone`\nRule `gone-2`")],
  );
});

test("says severity, id and what each rule means, on one line", () => {
  const low = ruleOf("low", { severity: "low", description: " \n", title: "Just <a> title" });
  const high = ruleOf("high", { description: "Without\n  the trail\tnobody sees." });
  assert.equal(sections(high, low), [
    section("*high*  `high`  Without the trail nobody sees.\n*low*  `low`  Just &lt;a&gt; title"),
  ]);
});

test("bounds id, meaning and runbook", () => {
  const long = ruleOf("i".repeat(200), {
    description: "d".repeat(900),
    runbook: "r".repeat(2_000),
  });
  assert.equal(sections(long), [
    section(`*high*  \`${"i".repeat(117)}…\`  ${"d".repeat(299)}…`),
    section(`*What to do*\n${"r".repeat(999)}…`),
  ]);
  assert.equal(
    ruleSections(["g".repeat(200)], () => undefined),
    [section(`Rule \`${"g".repeat(117)}…\``)],
  );
});

test("names five rules and counts the others", () => {
  const rules = Array.from({ length: 7 }, (_, i) => ruleOf(`r${i}`, { description: "D" }));
  const lines = (count: number) =>
    Array.from({ length: count }, (_, i) => `*high*  \`r${i}\`  D`).join("\n");
  assert.equal(sections(...rules), [section(`${lines(5)}\nand 2 more rules`)]);
  assert.equal(sections(...rules.slice(0, 5)), [section(lines(5))]);
});

test("advises by the first of the named rules that has a runbook", () => {
  const [, runbook] = sections(
    ruleOf("a"),
    ruleOf("b", { runbook: "\n Start it again.\nThen <ask>. \n" }),
    ruleOf("c", { runbook: "Never said." }),
  );
  assert.equal(runbook, section("*What to do*\nStart it again.\nThen &lt;ask&gt;."));
  assert.is(sections(ruleOf("a", { runbook: " \n" })).length, 1);
});

/** Address → what its link is called. */
const ADDRESSES = {
  "https://www.example.com": "example.com",
  "https://example.com/": "example.com",
  "https://example.com/a": "example.com/a",
  "https://example.com/a/": "example.com/a",
  "https://example.com//a": "example.com/a",
  "https://example.com/a/b": "example.com/…/b",
  "https://example.com/a/b/c.html?d=1/2#e/f": "example.com/…/c.html",
  "https://example.com/www.a#b": "example.com/www.a",
  [`https://example.com/${"x".repeat(80)}y`]: `example.com/${"x".repeat(59)}y`,
};

for (const [url, label] of Object.entries(ADDRESSES)) {
  test(`calls the link to ${url} ${label}`, () => {
    const [, links] = sections(ruleOf("a", { references: [url] }));
    assert.equal(links, context(`<${url}|${label}>`));
  });
}

test("links three references of all rules, in their order, and none that is no address", () => {
  const [, links] = sections(
    ruleOf("a", { references: ["https://a.example/", "javascript:alert(1)"] }),
    ruleOf("b", { references: ["https://b.example/", "https://c.example/"] }),
  );
  assert.equal(links, context("<https://a.example/|a.example>", "<https://b.example/|b.example>"));
});

test.run();
