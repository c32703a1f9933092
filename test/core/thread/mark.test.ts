import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Severity } from "../../../src/core/rule/rule.ts";
import { isUrgentRank, type Mark, rankOf } from "../../../src/core/thread/mark.ts";

const rank = suite("rankOf()");

rank("puts the most severe first when marks are sorted by it", () => {
  const marks = (["info", "critical", "low", "medium", "high"] as Severity[]).map(
    (severity): Mark => ({
      window: severity,
      rank: rankOf(severity),
      openedAt: 0,
      closesAt: 1,
      due: 0,
      version: "v",
    }),
  );
  assert.equal(
    marks.sort((a, b) => a.rank - b.rank).map(({ window, rank }) => `${rank} ${window}`),
    ["0 critical", "1 high", "2 medium", "3 low", "4 info"],
  );
});

rank.run();

const urgent = suite("isUrgentRank()");

for (const [severity, is] of [
  ["critical", true],
  ["high", true],
  ["medium", false],
  ["low", false],
  ["info", false],
] as const) {
  urgent(`is ${is} of ${severity}`, () => assert.is(isUrgentRank(rankOf(severity)), is));
}

urgent.run();
