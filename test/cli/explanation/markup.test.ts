import { suite } from "uvu";
import * as assert from "uvu/assert";
import { html } from "../../../src/cli/explanation/markup.ts";
import { markupPieces } from "../../../src/cli/explanation/mrkdwn.ts";

const markup = suite("html");

markup("escapes whatever is no markup, in elements and attributes", () => {
  const value = `<img src=x onerror="alert('1')">&\u202e\u001b[31m`;
  const { text } = html`<p title="${value}">${value}</p>`;
  const escaped = "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;\\u202e\\u001b[31m";
  assert.is(text, `<p title="${escaped}">${escaped}</p>`);
});

markup("takes markup, lists, numbers and nothing", () => {
  const rows = ["a<", "b"].map((it) => html`<li>${it}</li>`);
  assert.is(html`<ul>${rows}</ul>${undefined}${3}`.text, "<ul><li>a&lt;</li><li>b</li></ul>3");
});

markup.run();

const pieces = suite("markupPieces()");

for (const [text, expected] of [
  ["a &lt;b&gt; &amp;amp; c", [["text", "a <b> &amp; c"]]],
  [
    "*On*  `x &amp; y`",
    [
      ["bold", "On"],
      ["text", "  "],
      ["code", "x & y"],
    ],
  ],
  ["*`ada` called*", [["bold", "ada called"]]],
  ["snake_case_name 2*3*4", [["text", "snake_case_name 2*3*4"]]],
  ["```\n{\n *a*\n}\n```", [["block", "{\n *a*\n}"]]],
  ["```open", [["text", "```open"]]],
  ["*open\nbold*", [["text", "*open\nbold*"]]],
  ["<https://a.example/?x=1&amp;y|here>", [["link", "here", "https://a.example/?x=1&y"]]],
  ["<javascript:alert(1)|here>", [["text", "<javascript:alert(1)|here>"]]],
  ["<!channel>", [["text", "<!channel>"]]],
  ["_shortened_", [["italic", "shortened"]]],
] as const) {
  pieces(`reads ${JSON.stringify(text)}`, () => {
    const found = markupPieces(text).map((it) =>
      it.kind === "link" ? [it.kind, it.text, it.url] : [it.kind, it.text],
    );
    assert.equal(found, expected);
  });
}

pieces("reads long texts of open marks in time", () => {
  assert.is(markupPieces("*a `b <c ".repeat(3_000)).length > 0, true);
});

pieces.run();
