import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isDelivered, type Outcome } from "../../../src/notifier/delivery/delivery.ts";

const test = suite("isDelivered()");

for (const [kind, delivered] of [
  ["posted", true],
  ["folded", true],
  ["repeated", false],
  ["busy", false],
  ["later", false],
  ["refused", false],
] as const) {
  test(`is ${delivered} of ${kind}`, () => {
    assert.is(isDelivered({ kind } as Outcome), delivered);
  });
}

test.run();
