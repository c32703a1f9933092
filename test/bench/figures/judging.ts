import { compile, TreeInterpreter } from "@jmespath-community/jmespath";
import { viewOfDetail, viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { flatten } from "../../../src/core/record/flatten.ts";
import { createJudge, type Judge } from "../../../src/core/rule/judge.ts";
import type { Rule } from "../../../src/core/rule/rule.ts";
import { generatedRules } from "../../support/rules-at-scale.ts";
import type { Figure } from "../figure.ts";
import { compare, type Rounds, type Work } from "../harness/rounds.ts";
import { type JudgedRecords, judgedRecords } from "../load/judged-records.ts";
import { NINE, SELF } from "../load/nine-rules.ts";
import { madeUpRecords, NO_CORPUS } from "../load/records.ts";

const YARDSTICK = "all nine rules by the JMESPath library's interpreter, over the same flat events";

export const judgingUnmatched: Figure = {
  name: "judge-unmatched",
  what: "Judging real events that no rule matches, nine rules, 12,000 records",
  yardstick: YARDSTICK,
  goal: 0.2,
  measure: (how) => judgingReal("unmatched", how),
};

export const judgingMatched: Figure = {
  name: "judge-matched",
  what: "The same of events that rules match",
  yardstick: YARDSTICK,
  goal: 0.4,
  measure: (how) => judgingReal("matched", how),
};

export const judgingMany: Figure = {
  name: "judge-1000-rules",
  what: "Judging events that no rule matches by 1,000 rules",
  yardstick: "judging them by the nine rules of the pack default",
  goal: 1.3,
  async measure(how) {
    const records = madeUpRecords(how.isQuick ? 50 : 2_000).map((text) => JSON.parse(text));
    const judging = (count: number) => {
      const rules = [...NINE.rules, ...generatedRules(count - NINE.rules.length)];
      const judge = judgeOf(rules);
      const views = records.map((record) => viewOfRecord(record));
      return () => {
        for (const view of views) judge(view);
      };
    };
    const nine = judging(NINE.rules.length);
    const growth = [];
    for (const count of [100, 300, 3_000]) {
      const load = `${count.toLocaleString("en")} rules`;
      growth.push({ load, ...(await compare(judging(count), nine, how)) });
    }
    return { ...(await compare(judging(1_000), nine, how)), growth };
  },
};

/** As the notifier judges: what came over the bus is a flat event, and its view is made for it. */
async function judgingReal(kind: keyof JudgedRecords, how: Rounds) {
  if (NO_CORPUS !== undefined) return { skipped: NO_CORPUS };
  const count = how.isQuick ? 100 : 12_000;
  const texts = judgedRecords({ matched: 0, unmatched: 0, [kind]: count })[kind];
  const details = texts.map((text) => {
    const record = JSON.parse(text);
    const pointer = { bucket: "org-logs", key: "k", index: 0, version: "1" };
    // Parsed, as objects that are put together in a program are others to read.
    return JSON.parse(JSON.stringify({ ...flatten(record), record, trailbridge: pointer }));
  });
  const judge = judgeOf(NINE.rules);
  const judging = () => {
    for (const detail of details) judge(viewOfDetail(detail));
  };
  return compare(judging, interpreting(NINE.rules, details), how);
}

function judgeOf(rules: readonly Rule[]): Judge {
  return createJudge({ rules, ignoreRules: [] }, { self: SELF, now: 0 });
}

/** Guarded as the interpreter needs it: it throws where a text function meets a missing field. */
function interpreting(rules: readonly Rule[], details: readonly unknown[]): Work {
  const trees = rules.map(({ match }) =>
    compile(
      match
        .replaceAll("$self", `['${SELF.join("', '")}']`)
        .replace(/(starts_with|ends_with|contains)\(("?[\w.]+"?), /g, "$1($2 || '', "),
    ),
  );
  return () => {
    for (const detail of details) {
      for (const tree of trees) TreeInterpreter.search(tree, detail as never);
    }
  };
}
