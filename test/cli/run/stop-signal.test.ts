import { suite } from "uvu";
import * as assert from "uvu/assert";
import { listenForStop } from "../../../src/cli/run/stop-signal.ts";

const test = suite("listenForStop()");

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  test(`stops at ${signal}, once, and leaves the next to the process`, async () => {
    const before = process.listenerCount(signal);
    const stop = listenForStop();
    assert.is(process.listenerCount(signal), before + 1);
    process.emit(signal);
    await stop.stopped;
    assert.is(process.listenerCount(signal), before);
  });
}

test("listens no longer once it is disposed of", () => {
  const before = process.listenerCount("SIGTERM");
  listenForStop().dispose();
  assert.is(process.listenerCount("SIGTERM"), before);
});

test.run();
