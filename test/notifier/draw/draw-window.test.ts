import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeliveryError } from "../../../src/core/alert/delivery-error.ts";
import { alertWith } from "../../support/alerts.ts";
import { type DrawRig, drawRig, RIG_START, someMembers } from "../../support/draw-rig.ts";

const test = suite("drawWindow");

const SECOND = 1_000;
const END = RIG_START + 2_000 * SECOND;

/** A rig with one window of one event that is posted. */
async function posted(options: Parameters<typeof drawRig>[0] = {}): Promise<DrawRig> {
  const rig = drawRig(options);
  rig.record({}, [{}]);
  await rig.run(RIG_START + 30 * SECOND);
  return rig;
}

const kinds = (rig: DrawRig): readonly string[] =>
  rig.calls.map(({ method, picture }) =>
    picture === undefined ? method : `${method} ${picture.kind}`,
  );

const countOf = (rig: DrawRig, index = -1): number => {
  const picture = rig.parents().at(index)?.picture;
  return picture !== undefined && "tally" in picture ? picture.tally.count : Number.NaN;
};

test("clears a mark whose window is gone", async () => {
  const rig = drawRig();
  rig.record({}, [{}]);
  rig.table.heads.clear();
  await rig.run(END);
  assert.equal([rig.table.marks.size, rig.calls.length], [0, 0]);
});

test("says nothing more of one event", async () => {
  const rig = await posted();
  await rig.run(END);
  assert.equal(kinds(rig), ["post parent"]);
  assert.is(rig.table.marks.size, 0);
});

test("is about what stands in for the event that opened its window, to the end", async () => {
  const rig = drawRig();
  const subject = JSON.stringify(alertWith({ identity: "joined" }));
  rig.record({}, [{ identity: "joined", subject }]);
  await rig.run(RIG_START + 30 * SECOND);
  const opener = alertWith().identity;
  rig.record({}, [{ identity: opener }]);
  await rig.run(END);
  const subjects = rig.calls.flatMap(({ picture }) =>
    picture !== undefined && "head" in picture ? [picture.head.subject] : [],
  );
  assert.ok(subjects.length > 1);
  assert.equal(new Set(subjects), new Set([subject]));
});

test("reads a window's events once for each drawing", async () => {
  const rig = await posted();
  for (let i = 0; i < 20; i++) {
    rig.record({}, someMembers(50));
    await rig.run(rig.now + SECOND);
  }
  await rig.run(END);
  const drawings = rig.table.reads.length;
  assert.ok(drawings <= 6, `${drawings} reads for 1,001 events`);
  assert.is(countOf(rig), 1_001);
});

test("names what is news in a message that notifies, however many replies there were", async () => {
  const rig = await posted({
    settings: { times: { groupInterval: 15_000, repeatInterval: 600_000, maxReplies: 0 } },
  });
  rig.record({}, someMembers(30));
  rig.record({}, [{ account: "444455556666" }]);
  await rig.run(END);
  const named = rig.replies().map(({ picture }) => ("news" in picture ? picture.news.named : {}));
  assert.is(named.length, 1);
  assert.equal(named[0]?.accounts, ["444455556666"]);
});

test("counts further events in the reply, from where people were told", async () => {
  const rig = await posted();
  rig.record({}, someMembers(4));
  await rig.run(rig.now + 60 * SECOND);
  rig.record({}, someMembers(15));
  await rig.run(rig.now + 60 * SECOND);
  const steps = rig
    .replies()
    .map(({ picture }) => ("from" in picture ? [picture.from, picture.tally.count] : []));
  assert.equal(steps, [
    [2, 5],
    [6, 20],
  ]);
});

test("posts a successor where the message was deleted, with all that came", async () => {
  const rig = await posted();
  rig.onCall = ({ method, ts }) => {
    if (method === "edit" && ts === rig.messages[0]?.ts)
      throw new DeliveryError("gone", "message_not_found");
  };
  rig.record({}, someMembers(4));
  await rig.run(END);
  assert.equal([rig.parents().length, countOf(rig)], [2, 5]);
});

test("replies under a message that cannot be changed any more, at the end with the last count", async () => {
  const rig = await posted();
  rig.onCall = ({ method }) => {
    if (method === "edit") throw new DeliveryError("gone", "edit_window_closed");
  };
  rig.record({}, someMembers(4));
  await rig.run(rig.now + 60 * SECOND);
  rig.record({}, someMembers(2));
  await rig.run(END);
  assert.is(rig.parents().length, 1);
  const last = rig.replies().at(-1)?.picture;
  assert.equal([last?.kind, last && "tally" in last && last.tally.count], ["final", 7]);
});

test("replies while edits pause, and edits as soon as they go on", async () => {
  const rig = await posted();
  let limits = 0;
  rig.onCall = ({ method }) => {
    if (method === "edit" && limits++ === 0)
      throw new DeliveryError("later", "ratelimited", { retryAfterSeconds: 40 });
  };
  rig.record({}, someMembers(4));
  await rig.run(rig.now + 20 * SECOND);
  assert.equal([rig.replies().length, countOf(rig)], [1, 1]);
  await rig.run(rig.now + 60 * SECOND);
  assert.equal([limits, countOf(rig)], [2, 5]);
});

test("waits as long as it is asked to, and posts then", async () => {
  const rig = drawRig();
  rig.onCall = () => {
    if (rig.now < RIG_START + 30 * SECOND)
      throw new DeliveryError("later", "ratelimited", { retryAfterSeconds: 30 });
  };
  rig.record({}, [{}]);
  await rig.run(RIG_START + 29 * SECOND);
  assert.is(rig.calls.length, 1);
  await rig.run(RIG_START + 32 * SECOND);
  assert.equal([rig.calls.length, rig.messages.length], [2, 1]);
});

test("looks for a message whose answer never came before it posts again", async () => {
  const rig = drawRig();
  rig.onCall = ({ method }, fail) => {
    if (method === "post" && rig.messages.length === 0)
      fail(new DeliveryError("later", "timeout", { isUnsure: true }));
  };
  rig.record({}, someMembers(3));
  await rig.run(RIG_START + 60 * SECOND);
  assert.equal(kinds(rig), ["post parent", "probe", "find"]);
  assert.is(rig.table.drawn.get("w-1")?.ts, rig.messages[0]?.ts);
});

test("posts again where it may not look, and says what came since in full", async () => {
  const rig = drawRig();
  rig.onCall = ({ method }, fail) => {
    if (method === "post" && rig.messages.length === 0)
      fail(new DeliveryError("later", "timeout", { isUnsure: true }));
  };
  rig.deps.penOf("slack:C1") &&
    Object.assign(rig.deps.penOf("slack:C1") ?? {}, { find: undefined });
  rig.record({}, someMembers(3));
  await rig.run(END);
  assert.equal([rig.parents().length, countOf(rig)], [2, 3]);
});

test("posts nothing while the destination does not answer a probe", async () => {
  const rig = drawRig();
  let isBack = false;
  rig.onCall = ({ method }, fail) => {
    if (isBack) return;
    if (method === "post") fail(new DeliveryError("later", "timeout", { isUnsure: true }));
    else throw new DeliveryError("later", "timeout", { isUnsure: true });
  };
  rig.record({}, [{}]);
  await rig.run(RIG_START + 3_600 * SECOND);
  assert.is(rig.messages.length, 1);
  assert.ok(rig.calls.length <= 25, `${rig.calls.length} calls in an hour`);
  isBack = true;
  await rig.run(RIG_START + 4_200 * SECOND);
  assert.is(rig.messages.length, 1, "found, not posted again");
});

test("keeps out of a storm what may have been posted", async () => {
  const rig = drawRig();
  rig.onCall = ({ method }, fail) => {
    if (method === "post" && rig.now < RIG_START + SECOND)
      fail(new DeliveryError("later", "timeout", { isUnsure: true }));
    if (rig.now < RIG_START + 400 * SECOND && method !== "post")
      throw new DeliveryError("later", "http_503");
  };
  for (let i = 0; i < 6; i++) rig.record({ id: `w-${i}`, ruleId: `rule-${i % 2}` }, [{}]);
  await rig.run(END);
  assert.is(rig.parents().filter(({ of }) => of === "w-0").length, 1);
  assert.ok(rig.parents().some(({ picture }) => picture.kind === "storm"));
  assert.is(rig.table.drawn.get("w-0")?.as, "alone");
});

test("tries for an hour what does not know us, then gives it up", async () => {
  const rig = drawRig();
  rig.onCall = () => {
    throw new DeliveryError("auth", "invalid_auth");
  };
  rig.record({}, [{}]);
  await rig.run(RIG_START + 3_590 * SECOND);
  assert.equal([rig.letters.length, rig.table.marks.size], [0, 1]);
  await rig.run(RIG_START + 4_000 * SECOND);
  assert.equal([rig.letters.length, rig.table.marks.size, rig.notices.length], [1, 0, 1]);
  assert.is(rig.table.drawn.get("w-1")?.reason, "invalid_auth");
});

test("gives up at once what is refused, with a dead letter and a notice to the others", async () => {
  const rig = drawRig();
  rig.onCall = () => {
    throw new DeliveryError("refused", "is_archived");
  };
  rig.record({}, someMembers(3));
  const end = await rig.turn();
  assert.equal(end.kind === "done" && [end.counters.failed, end.counters.deadLetters], [3, 1]);
  assert.match(rig.notices[0] ?? "", "is_archived");
  assert.match(rig.letters[0]?.responsePayload.errorMessage ?? "", "is_archived");
});

test("does not post again what it posted but could not note at first", async () => {
  const rig = drawRig();
  let fails = 3;
  rig.table.onCall = (name) => {
    if (name === "putDrawn" && rig.messages.length > 0 && fails-- > 0) throw new Error("down");
  };
  rig.record({}, [{}]);
  await rig.run(END);
  assert.equal([rig.parents().length, fails < 0], [1, true]);
});

test("finds after a death what it posted and did not note", async () => {
  const rig = drawRig();
  let isDead = false;
  rig.table.onCall = (name) => {
    if (isDead || (name === "putDrawn" && rig.messages.length > 0)) {
      isDead = true;
      throw new Error("died");
    }
  };
  rig.record({}, [{}]);
  await rig.run(RIG_START + SECOND).catch(() => {});
  assert.ok(isDead);
  rig.table.onCall = () => {};
  rig.now += 30 * SECOND;
  rig.table.planned = rig.now;
  await rig.run(END);
  assert.is(rig.parents().length, 1);
});

test("gives up what cannot be written, and draws the others", async () => {
  const rig = drawRig();
  rig.onCall = ({ picture }) => {
    if (picture && "head" in picture && picture.head.id === "w-2")
      throw new TypeError("no such field");
  };
  rig.record({ id: "w-1", ruleId: "a", subject: "{}" }, [{}]);
  rig.record({ id: "w-2", ruleId: "b" }, [{}]);
  rig.record({ id: "w-3", ruleId: "c" }, [{}]);
  await rig.run(END);
  assert.equal(
    rig.parents().map(({ of }) => of),
    ["w-3"],
  );
  assert.equal([rig.letters.length, rig.table.marks.size], [2, 0]);
});

test("adds request and response once, when nothing else is due", async () => {
  const rig = drawRig({ traits: { hasDetails: true } });
  rig.record({ id: "w-1" }, [{}]);
  rig.record({ id: "w-2", ruleId: "other" }, [{}]);
  await rig.run(RIG_START + 60 * SECOND);
  assert.equal(kinds(rig), ["post parent", "post parent", "post details", "post details"]);
  await rig.run(END);
  assert.is(rig.calls.length, 4);
});

test("adds none to what is not an alert", async () => {
  const rig = drawRig({ traits: { hasDetails: true } });
  rig.record({ kind: "removed-object" }, [{}]);
  await rig.run(END);
  assert.equal(kinds(rig), ["post parent"]);
});

test("puts an actor's lesser thread under its open critical one, where asked to", async () => {
  const rig = drawRig({ settings: { inhibit: true } });
  rig.record({ id: "c", severity: "critical", actorKey: "eve" }, [{}]);
  await rig.run(RIG_START + 5 * SECOND);
  rig.record({ id: "w", actorKey: "eve" }, [{}]);
  await rig.run(RIG_START + 10 * SECOND);
  rig.record({ id: "w", actorKey: "eve" }, someMembers(4));
  await rig.run(END);
  const [critical] = rig.parents();
  assert.equal([rig.parents().length, critical?.of], [1, "c"]);
  const lesser = rig
    .replies()
    .map(({ of, under, picture }) => [of, under === critical?.ts, picture.kind]);
  assert.equal(lesser, [
    ["w", true, "parent"],
    ["w", true, "reply"],
  ]);
  assert.is(rig.table.drawn.get("w")?.count, 5);
});

test("lets a lesser thread stand by itself when there is nothing left to stand under", async () => {
  const rig = drawRig({ settings: { inhibit: true } });
  rig.record({ id: "c", severity: "critical", actorKey: "eve" }, [{}]);
  await rig.run(RIG_START + 5 * SECOND);
  rig.onCall = ({ method, ts }) => {
    if (method === "post" && ts !== undefined) throw new DeliveryError("gone", "thread_not_found");
  };
  rig.record({ id: "w", actorKey: "eve" }, [{}]);
  await rig.run(RIG_START + 30 * SECOND);
  assert.equal(
    rig.parents().map(({ of }) => of),
    ["c", "w"],
  );
  assert.is(rig.calls.filter(({ method }) => method === "post").length, 3);
});

test("gives up a storm that cannot be written, and draws the others", async () => {
  const rig = drawRig();
  rig.onCall = ({ picture }) => {
    if (picture?.kind === "storm") throw new TypeError("no such field");
  };
  for (let i = 0; i < 9; i++) rig.record({ id: `w-${i}`, ruleId: "a" }, [{}]);
  rig.record({ id: "other", severity: "low", ruleId: "b" }, [{}]);
  await rig.run(END);
  assert.is(rig.parents().at(-1)?.of, "other");
  assert.equal([rig.letters.length, rig.table.marks.size], [1, 0]);
});

test("summarizes at tenfold and at the end where nothing can be changed", async () => {
  const rig = await posted({ traits: { canEdit: false, canReply: false, growth: "tenfold" } });
  for (let i = 0; i < 13; i++) {
    rig.record({}, [{}]);
    await rig.run(rig.now + 30 * SECOND);
  }
  await rig.run(END);
  const told = rig.messages.map(({ picture }) => [
    "tally" in picture && picture.tally.count,
    picture.kind,
  ]);
  assert.equal(told, [
    [1, "parent"],
    [10, "reply"],
    [14, "final"],
  ]);
});

test("tells begin and end alone where that is asked", async () => {
  const rig = await posted({
    traits: { canEdit: false, canReply: false, endsOnly: true, canStorm: false },
  });
  rig.record(
    {},
    someMembers(500, (i) => ({ account: `4444555566${i}` })),
  );
  await rig.run(END);
  assert.equal(kinds(rig), ["post parent", "post final"]);
});

test("publishes each event once where each is asked for, at most eight a second", async () => {
  const rig = drawRig({
    traits: { canEdit: false, canReply: false, takesEach: true, spacing: 130 },
  });
  rig.callTime = 5;
  rig.record({}, someMembers(40));
  await rig.run(RIG_START + 120 * SECOND);
  rig.record({}, someMembers(5));
  await rig.run(END);
  assert.is(new Set(rig.messages.map(({ of }) => of)).size, 45);
  assert.is(rig.messages.length, 45);
  const at = rig.calls.map((call) => call.at);
  for (const [i, from] of at.entries()) {
    const within = at.slice(i).filter((one) => one < from + SECOND).length;
    assert.ok(within <= 8, `${within} in a second`);
  }
  assert.is(rig.table.marks.size, 0);
});

test.run();
