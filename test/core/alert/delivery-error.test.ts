import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeliveryError, isNeverSent } from "../../../src/core/alert/delivery-error.ts";

const test = suite("DeliveryError");

test("says what the destination answered and what to do about it", () => {
  const cause = new Error("socket");
  const error = new DeliveryError("later", "ratelimited", { retryAfterSeconds: 30, cause });
  assert.is(error.message, 'Cannot deliver as the destination answers "ratelimited"');
  assert.is(error.name, "DeliveryError");
  assert.is(error.fault, "later");
  assert.is(error.code, "ratelimited");
  assert.is(error.retryAfterSeconds, 30);
  assert.is(error.cause, cause);
});

test("asks for no wait where the destination asked for none", () => {
  assert.is(new DeliveryError("gone", "message_not_found").retryAfterSeconds, undefined);
});

test.run();

const sent = suite("isNeverSent");

sent("knows failures before anything was sent, however deep, and no others", () => {
  const coded = (code: string, cause?: unknown) =>
    Object.assign(new Error("no", { cause }), { code });
  assert.ok(isNeverSent(coded("ECONNREFUSED")));
  assert.ok(isNeverSent(new Error("fetch failed", { cause: coded("ENOTFOUND") })));
  assert.not.ok(isNeverSent(coded("ECONNRESET")));
  assert.not.ok(isNeverSent(new Error("timeout")));
  assert.not.ok(isNeverSent(undefined));
});

sent.run();
