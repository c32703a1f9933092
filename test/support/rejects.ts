import * as assert from "uvu/assert";

/** Asserts that a promise rejects with an error of the given class, and returns it. */
export async function rejects<E extends Error>(
  promise: Promise<unknown>,
  type: new (...args: never[]) => E,
): Promise<E> {
  let rejection: unknown;
  try {
    await promise;
  } catch (err) {
    rejection = err;
  }
  assert.instance(rejection, type);
  return rejection as E;
}
