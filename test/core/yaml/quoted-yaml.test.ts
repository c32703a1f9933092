import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "yaml";
import { quotedYaml, yamlKey } from "../../../src/core/yaml/quoted-yaml.ts";

const quotedYamlSuite = suite("quotedYaml");

for (const text of ["", "no", "1", "~", "a: b", "- a", "#", "\u007f\u0085\u2028\ufeff", "\u202e"]) {
  quotedYamlSuite(`is read as the text that it was: ${JSON.stringify(text)}`, () => {
    assert.is(parse(quotedYaml(text)), text);
  });
}

quotedYamlSuite("shows what turns the direction of a text round", () => {
  assert.is(quotedYaml("a\u202eb"), '"a\\u202eb"');
});

quotedYamlSuite("is read as the value that it was", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.equal(parse(quotedYaml(value)), JSON.parse(JSON.stringify(value)));
    }),
  );
});

quotedYamlSuite.run();

const yamlKeySuite = suite("yamlKey");

for (const [word, written] of [
  ["yes", '"yes"'],
  ["Null", '"Null"'],
  ["1a", '"1a"'],
  ["a.b", '"a.b"'],
  ["userName", "userName"],
] as const) {
  yamlKeySuite(`writes ${word} as ${written}`, () => {
    assert.is(yamlKey(word), written);
  });
}

yamlKeySuite.run();
