import { suite } from "uvu";
import * as assert from "uvu/assert";
import { COUNTED_KINDS, listOf, tallyLine } from "../../../../src/core/slack/text/tally-line.ts";
import { TALLY_FIELDS, tallyOf } from "../../../../src/core/thread/tally.ts";
import { memberWith } from "../../../support/members.ts";

const test = suite("tallyLine()");

const ONE = memberWith({ time: 0 });

test("says nothing of one event", () => {
  assert.is(tallyLine(ONE, tallyOf([ONE])), "");
});

test("counts, spans, and lists what there is more than one of", () => {
  const other = memberWith({
    identity: "2",
    time: 61_000,
    address: "192.0.2.11",
    resources: ["b"],
  });
  const tally = tallyOf([ONE, other]);
  const line = "*2 events*  ·  1970-01-01 00:00:00 to 00:01:01 UTC";
  const lists = [
    "2 resources `arn:aws:cloudtrail:us-east-1:111122223333:trail/main` `b`",
    "2 addresses `192.0.2.10` `192.0.2.11`",
  ];
  assert.is(tallyLine(ONE, tally), [line, ...lists].join("  ·  "));
  assert.is(
    tallyLine(ONE, tally, { except: "resources", noun: "file", isOver: true }),
    [line.replace("events*", "files* in all"), lists[1]].join("  ·  "),
  );
});

test("names beside the subject's what its window has, though the subject counts in another", () => {
  const [a, b] = ["2", "3"].map((identity) => memberWith({ identity, address: "192.0.2.11" }));
  const line = tallyLine(ONE, tallyOf([a, b].filter((it) => it !== undefined)));
  assert.ok(line.endsWith("  ·  2 addresses `192.0.2.10` `192.0.2.11`"), line);
});

test("names what the only event has, where the subject counts in another window", () => {
  const only = memberWith({ identity: "2", time: 0, region: "ap-south-1", address: "192.0.2.11" });
  assert.is(
    tallyLine(ONE, tallyOf([only])),
    "*1 event*  ·  1970-01-01 00:00:00 UTC  ·  2 addresses `192.0.2.10` `192.0.2.11`  ·  " +
      "2 regions `us-east-1` `ap-south-1`",
  );
});

test("can list every field of a tally", () => {
  assert.equal(COUNTED_KINDS.map(({ kind }) => kind).sort(), [...TALLY_FIELDS].sort());
});

test.run();

const lists = suite("listOf()");

lists("say how many more there are", () => {
  assert.is(listOf(["a", "b"], 2), "`a` `b`");
  assert.is(listOf(["a", "b"], 1_236), "`a` `b` and 1,234 more");
});

lists.run();
