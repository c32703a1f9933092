import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  busNumbers,
  isAcceptable,
  isPlainNumber,
} from "../../../../src/core/entry/trim/bus-numbers.ts";

const acceptable = suite("isAcceptable()");

for (const [source, expected] of [
  ["9223372036854775807", true],
  ["9223372036854775808", false],
  ["-9223372036854775808", true],
  ["-9223372036854775809", false],
  ["123456789012345678901234567890", false],
  ["9".repeat(5_000_000), false],
  ["1e400", false],
  ["-1e400", false],
  ["1e-400", true],
  ["1e30", true],
  ["12345678901234567890.5", true],
  ["0", true],
  ["-0", true],
  ["Infinity", false],
  ["1e+300", true],
] as const) {
  acceptable(`says ${expected} of ${source.slice(0, 40)}`, () => {
    assert.is(isAcceptable(source), expected);
  });
}

acceptable.run();

const plain = suite("isPlainNumber()");

plain("tells numbers that JavaScript keeps from those it does not", () => {
  for (const value of [0, -0, 1.5, 2 ** 53 - 1, -(2 ** 53 - 1), 1e-320, 0.1]) {
    assert.ok(isPlainNumber(value), String(value));
  }
  for (const value of [2 ** 53, -(2 ** 53), 2 ** 63, 1e300, 1 / 0, -1 / 0]) {
    assert.not(isPlainNumber(value), String(value));
  }
});

plain.run();

const numbers = suite("busNumbers()");

numbers("makes a string of what the bus refuses and leaves all else as it is", () => {
  const text =
    '{"a":1e400,"b":-9223372036854775809,"c":9223372036854775807,"d":[1,2.50,-0,1E5],"e":1e30}';
  assert.is(
    busNumbers(text).text,
    '{"a":"1e400","b":"-9223372036854775809","c":9223372036854775807,"d":[1,2.50,-0,1E5],"e":1e30}',
  );
});

numbers("gives the source of each number that is not plain", () => {
  const { sources } = busNumbers('{"a":[9007199254740993,1e30,1e400,5],"b":1.0}');
  assert.equal(sources, { a: ["9007199254740993", "1e30", "1e400", 5], b: 1 });
});

numbers("gives up on a text of nothing but such numbers", () => {
  assert.equal(busNumbers(`[${"1e400,".repeat(60_000)}1]`), {});
});

numbers("leaves digits inside strings alone, whatever is escaped around them", () => {
  const text = '{"1e400":"1e400","a\\"":"\\\\","b":":1e400,","c":"\\\\\\",1e400"}';
  assert.is(busNumbers(text).text, text);
});

numbers.run();
