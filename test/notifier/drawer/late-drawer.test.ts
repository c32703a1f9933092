import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ChannelDrawer } from "../../../src/notifier/draw/drawer.ts";
import { lateDrawer } from "../../../src/notifier/drawer/late-drawer.ts";
import { rejects } from "../../support/rejects.ts";
import { windowHead } from "../../support/window-heads.ts";

const test = suite("lateDrawer()");

test("rejects each call where none can be made", async () => {
  const drawer = lateDrawer(async () => {
    throw new Error("no file");
  });
  for (const call of [
    () => drawer.draw("slack-app:C1"),
    () => drawer.redraw("slack-app:C1", "w"),
    () => drawer.sweep(),
    () => drawer.postAlone(HEAD),
  ])
    assert.is((await rejects(call(), Error)).message, "no file");
});

test("is made once, by the first call, and does what is asked of it", async () => {
  const calls: unknown[] = [];
  const drawer = lateDrawer(async () => {
    calls.push("made");
    return {
      async draw(channel) {
        calls.push(["draw", channel]);
        return { kind: "unknown" };
      },
      async redraw(...of) {
        calls.push(["redraw", ...of]);
      },
      async sweep() {
        calls.push(["sweep"]);
        return {} as Awaited<ReturnType<ChannelDrawer["sweep"]>>;
      },
      async postAlone(head) {
        calls.push(["postAlone", head]);
      },
    };
  });
  assert.equal(calls, []);
  const [end] = await Promise.all([drawer.draw("a"), drawer.draw("b")]);
  assert.equal(end, { kind: "unknown" });
  await drawer.redraw("c", "w");
  assert.equal(await drawer.sweep(), {});
  await drawer.postAlone(HEAD);
  assert.equal(calls, [
    "made",
    ["draw", "a"],
    ["draw", "b"],
    ["redraw", "c", "w"],
    ["sweep"],
    ["postAlone", HEAD],
  ]);
});

test.run();

const HEAD = windowHead({});
