import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { jsonTextAt, numbersOf } from "../../../src/core/log/json-text.ts";

const slices = suite("jsonTextAt()");

slices("finds nothing where the path leads nowhere", () => {
  assert.is(jsonTextAt('{"a":1}', ["b"]), undefined);
  assert.is(jsonTextAt('{"a":1}', ["a", "b"]), undefined);
  assert.is(jsonTextAt('[{"a":1}]', ["a"]), undefined);
  assert.is(jsonTextAt("{}", ["a"]), undefined);
});

slices("keeps numbers, spaces and escapes as they are written", () => {
  const text =
    ' { "x": {"a":"}"}, "a" : { "n": 9007199254740993, "e":1.50, "s":"\\u00e9\\"}" } , "z":0}';
  assert.is(jsonTextAt(text, ["a"]), '{ "n": 9007199254740993, "e":1.50, "s":"\\u00e9\\"}" }');
  assert.is(jsonTextAt(text, ["a", "n"]), "9007199254740993");
  assert.is(jsonTextAt(text, ["a", "s"]), '"\\u00e9\\"}"');
  assert.is(jsonTextAt('{"\\u0061":true}', ["a"]), "true");
});

slices("takes the last member of a name, as JSON.parse does", () => {
  assert.is(jsonTextAt('{"a":1,"a":[2,{"a":3}]}', ["a"]), '[2,{"a":3}]');
});

slices("finds what JSON.parse finds, for any JSON", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.boolean(), (value, spaced) => {
      const text = JSON.stringify(value, null, spaced ? 2 : 0);
      const parsed = JSON.parse(text);
      for (const key of Object.keys(parsed)) {
        assert.equal(JSON.parse(jsonTextAt(text, [key]) ?? ""), parsed[key]);
      }
      assert.is(jsonTextAt(text, []), text);
    }),
  );
});

slices.run();

const numbers = suite("numbersOf()");

numbers("lists numbers and nothing that is text", () => {
  assert.equal(numbersOf('{"1":"2 \\" 3","a":[-4,5.0e+6,"7"],"b":8}'), ["-4", "5.0e+6", "8"]);
});

numbers.run();
