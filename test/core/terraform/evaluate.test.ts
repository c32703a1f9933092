// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { evaluateTerraform, type TerraformScope } from "../../../src/core/terraform/evaluate.ts";
import { TerraformSyntaxError } from "../../../src/core/terraform/node.ts";
import { parseTemplateFile, parseTerraform } from "../../../src/core/terraform/parse.ts";
import {
  fromJson,
  Gaps,
  isKnown,
  TerraformError,
  toJson,
  Unknown,
  UnknownItems,
} from "../../../src/core/terraform/value.ts";

const evaluate = suite("evaluateTerraform");

const LOCAL = fromJson({
  rules: ["a == 'x'", "b", ""],
  names: ["DeleteVpc", "DeleteSubnet"],
  map: { b: "2", a: "1" },
  nested: [["x"], ["y", ["z"]]],
  objects: [{ id: "i1" }, { id: "i2" }],
  on: true,
  off: "false",
  count: 3,
});

function scope(): TerraformScope {
  const values = new Map([
    ["local", LOCAL],
    ["var", new Unknown("var")],
  ]);
  return {
    gaps: new Gaps(),
    lookUp: (name) => values.get(name),
    files: {
      text: (path) => `text of ${path}`,
      template: () => parseTemplateFile("Hello ${name}"),
      matching: (folder, pattern) => [`${folder}/${pattern}`],
      yaml: (text) => [text],
    },
  };
}

for (const text of [
  "1 +",
  "[1",
  "{a = }",
  'f("x"',
  '"x',
  "<<EOT\nx\n",
  "a b",
  "provider::x::y(1)",
]) {
  evaluate(`does not take ${JSON.stringify(text)}`, () => {
    assert.throws(
      () => parseTerraform(text),
      (error: Error) => error instanceof TerraformSyntaxError,
    );
  });
}

for (const text of [
  "local.none",
  "local.names[9]",
  'format("%s %s", 1)',
  'tonumber("x")',
  "local.names ? 1 : 2",
  '"x${local.names}"',
  "range(0, 10000)",
]) {
  evaluate(`says what is wrong with ${text}`, () => {
    assert.throws(
      () => evaluateTerraform(parseTerraform(text), scope()),
      (error: Error) => error instanceof TerraformError,
    );
  });
}

const VALUES: readonly (readonly [text: string, value: unknown])[] = [
  ['"a\\"b\\n\\u00e9$${x} %%{y}"', 'a"b\né${x} %{y}'],
  ["1 + 2 * 3 - 4 / 2", 5],
  ["-(1 + 1) % 3", -2],
  ["!local.on || local.count >= 3 && 1 != 2", true],
  ['local.off ? "yes" : "no"', "no"],
  ["[1, 2,\n # a comment\n 3, // another\n /* one */ ]", [1, 2, 3]],
  ['{ a = 1, "b" : 2\n (local.names[0]) = 3 }', { a: 1, b: 2, DeleteVpc: 3 }],
  ['join("|", local.rules)', "a == 'x'|b|"],
  ['join(",", compact(local.rules), ["c"])', "a == 'x',b,c"],
  ["local.names[0]", "DeleteVpc"],
  ['fileset("rules", "*.rule")', ["rules/*.rule"]],
  [
    'setproduct(["a", "b"], [1])',
    [
      ["a", 1],
      ["b", 1],
    ],
  ],
  ['"${basename("a/b.txt")} of ${dirname("a/b.txt")}"', "b.txt of a"],
  ['local["names"][1]', "DeleteSubnet"],
  ["local.objects[*].id", ["i1", "i2"]],
  ["local.objects.*.id", ["i1", "i2"]],
  ['[for r in local.rules : upper(r) if r != ""]', ["A == 'X'", "B"]],
  ["{ for k, v in local.map : v => k }", { 1: "a", 2: "b" }],
  [
    "{ for i, n in local.names : substr(n, 0, 6) => n... }",
    { Delete: ["DeleteVpc", "DeleteSubnet"] },
  ],
  ["flatten(local.nested)", ["x", "y", "z"]],
  ['concat(local.names, ["C"])', ["DeleteVpc", "DeleteSubnet", "C"]],
  [
    'format("event[\'%s\'] == %q and %d%%", "eventName", "A", 3)',
    "event['eventName'] == \"A\" and 3%",
  ],
  [
    "formatlist(\"event['eventName'] == '%s'\", local.names)",
    ["event['eventName'] == 'DeleteVpc'", "event['eventName'] == 'DeleteSubnet'"],
  ],
  ["jsonencode(local.names)", '["DeleteVpc","DeleteSubnet"]'],
  ['jsondecode("{\\"a\\":[1]}").a[0]', 1],
  ['replace("a-b", "-", "_")', "a_b"],
  ['replace("a\\n  b", "/\\\\n\\\\s*/", " ")', "a b"],
  ['split(",", "a,b")', ["a", "b"]],
  ['trimspace("  a\\n")', "a"],
  ["keys(local.map)", ["a", "b"]],
  ['values(merge(local.map, { c = "3" }))', ["1", "2", "3"]],
  ['lookup(local.map, "z", "none")', "none"],
  ['try(local.none, "instead")', "instead"],
  ["can(local.none)", false],
  ['coalesce(null, "", "x")', "x"],
  ['toset(["b", "a", "b"])', ["a", "b"]],
  ['contains(local.names, "DeleteVpc")', true],
  ["length(local.names)", 2],
  ["merge([{ a = 1 }, { b = 2 }]...)", { a: 1, b: 2 }],
  ['file("rules.txt")', "text of rules.txt"],
  ['templatefile("x.tftpl", { name = "you" })', "Hello you"],
  ['<<EOT\n  a\n b "q" \\n\nEOT\n', '  a\n b "q" \\n\n'],
  ["trimspace(<<-EOT\n    a\n      b\n\n    EOT\n)", "a\n  b"],
  ['"%{ if local.on }x%{ else }y%{ endif }"', "x"],
  ['"%{ for n in local.names ~}  ${n}|%{ endfor }"', "DeleteVpc|DeleteSubnet|"],
  ['"a ${~ "b" ~} c"', "abc"],
];

for (const [text, value] of VALUES) {
  evaluate(`evaluates ${text.slice(0, 60)}`, () => {
    assert.equal(toJson(evaluateTerraform(parseTerraform(text), scope())), value);
  });
}

// What Terraform 1.11 makes of each.
const HEREDOCS: readonly (readonly [text: string, value: unknown])[] = [
  [
    "<<EOT\n%{ for r in local.names ~}\n${r}|\n%{ endfor ~}\nend\nEOT\n",
    "DeleteVpc|\nDeleteSubnet|\nend\n",
  ],
  // The indent of the line after the directive stays.
  ["<<EOT\n%{ if local.on ~}\n  a\n%{ endif ~}\n  b\nEOT\n", "  a\n  b\n"],
  ["<<EOT\na\n  %{~ if local.on }\nb\n  %{~ endif }\nEOT\n", "a\n\nb\n\n"],
  // A line that begins with a sign, or with an indent that ~ took, has none.
  ["<<-EOT\n    a\n  %{~ if local.on }b%{ endif }\n  EOT\n", "    a\nb\n"],
  // A line whose break before it was taken keeps its indent.
  ["<<-EOT\n  %{ if local.on ~}\n  a\n  %{ endif ~}\n  EOT\n", "  a\n"],
  ["<<-EOT\n    a\n\n      b\n  EOT\n", "a\n\n  b\n"],
  ["<<EOT\n  ${~ 2 ~}\nEOT\n", "2"],
];

for (const [text, value] of HEREDOCS) {
  evaluate(`makes of ${JSON.stringify(text)} what Terraform does`, () => {
    assert.equal(evaluateTerraform(parseTerraform(text), scope()), value);
  });
}

evaluate("reads a file that is a template as a heredoc, line by line", () => {
  const node = parseTemplateFile("%{ if local.on ~}\n  a\n%{ endif ~}\n  b");
  assert.is(evaluateTerraform(node, scope()), "  a\n  b");
});

evaluate("keeps the elements of a list that are known beside those that are not", () => {
  const value = evaluateTerraform(parseTerraform('concat(["a"], var.x)'), scope());
  assert.equal(value, ["a", new UnknownItems("var.x")]);
});

evaluate("keeps what is known in a text beside what is not", () => {
  const at = scope();
  const value = evaluateTerraform(
    parseTerraform('join("|", ["a", "b == \'${var.x}\'", var.y])'),
    at,
  );
  const [first, second = "", third = ""] = String(value).split("|");
  assert.is(first, "a");
  assert.not.ok(isKnown(value));
  assert.is(at.gaps.written(second), "b == '${var.x}'");
  assert.equal(at.gaps.namesIn(third), ["var.y"]);
});

for (const text of [
  "upper(var.x)",
  "var.x ? 1 : 2",
  "var.x == 1",
  "[for a in var.x : a]",
  "foo(1)",
  "lookup(local.map, var.x)",
  "jsondecode(var.x)",
  'concat(var.x, ["a"])[1]',
  'sensitive("x")',
]) {
  evaluate(`does not know ${text}`, () => {
    assert.instance(evaluateTerraform(parseTerraform(text), scope()), Unknown);
  });
}

evaluate.run();
