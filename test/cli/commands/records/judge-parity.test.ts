import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readRuleSet } from "../../../../src/adapters/rule-folder.ts";
import { type JudgedItem, judgeItem } from "../../../../src/cli/commands/records/judge.ts";
import { createDeployedJudge, type DeployedJudge } from "../../../../src/cli/deployed-judge.ts";
import { openInput } from "../../../../src/cli/input/input-records.ts";
import { MAX_REQUEST_BYTES } from "../../../../src/core/entry/bus-entry.ts";
import { viewOfRecord } from "../../../../src/core/expression/event-view.ts";
import { createJudge } from "../../../../src/core/rule/judge.ts";
import type { Rule } from "../../../../src/core/rule/rule.ts";
import { corpusDecisions, corpusLines, corpusSources } from "../../../support/corpus.ts";
import { generatedRules } from "../../../support/rules-at-scale.ts";
import { hasShared } from "../../../support/shared.ts";

const DEFAULT_RULES = readRuleSet(
  { packs: ["default"], directories: [], ignoreDirectories: [], disable: [], eventsToTrack: [] },
  "/",
);

/** The name of the function that the expected decisions were made for. */
const JUDGE = createDeployedJudge(
  {
    ruleSet: DEFAULT_RULES,
    self: ["fivexl-cloudtrail-to-slack"],
    entries: { includeRecord: true, maxBytes: MAX_REQUEST_BYTES },
  },
  0,
);

const test = suite("judgeItem()");

test("gives what matches in rule order", async () => {
  const [judged] = await judgeAll([
    '{"eventID":5,"eventName":"StopLogging","eventSource":"cloudtrail.amazonaws.com",' +
      '"userIdentity":{"type":"Root"},"errorCode":"AccessDenied"}',
  ]);
  assert.equal(judged?.matched, ["access-denied", "root-activity", "cloudtrail-stop-logging"]);
  assert.is(judged?.eventID, null);
});

if (hasShared(test, "the decisions expected on the corpus")) {
  const ids = DEFAULT_RULES.rules.map(({ id }) => id);
  let records = 0;
  for (const source of corpusSources()) {
    test(`decides as expected on every record of ${source}`, async () => {
      const decisions = corpusDecisions(source);
      const judged = await judgeAll(corpusLines(source));
      assert.is(judged.length, decisions.length);
      for (const [index, { matched, all, raised }] of decisions.entries()) {
        const it = judged[index] as JudgedItem;
        const record = `record ${index} of ${source}`;
        assert.equal(it.faults, [], record);
        records++;
        // No decision is expected on a record without eventName; it is judged like any other.
        if (raised !== null) continue;
        assert.equal(
          it.matched,
          all.map((rule) => ids[rule]),
          record,
        );
        assert.is(it.matched.length > 0, matched, record);
      }
    });
  }
  test("decided on the whole corpus", () => assert.is(records, 21_538));
}

if (hasShared(test, "verdicts on real records with and without the index")) {
  // Enough rules to fill the index, some of which fault on real records.
  const rules = [
    ...DEFAULT_RULES.rules,
    ...generatedRules(40),
    ...["contains(requestParameters, 'x')", "starts_with(userIdentity, 'A')", "eventName"].map(
      (match, n) => ({ ...generatedRules(1)[0], id: `odd-${n}`, match }) as Rule,
    ),
  ];
  test("judges every real record the same with and without the index", async () => {
    let faults = 0;
    for (const source of corpusSources()) {
      const [indexed = [], plain = []] = await Promise.all(
        [true, false].map((it) => judgeAll(corpusLines(source), plainJudge(rules, it))),
      );
      assert.equal(indexed, plain);
      faults += indexed.filter((it) => it.faults.length > 0).length;
    }
    assert.ok(faults > 0);
  });
}

test.run();

function plainJudge(rules: readonly Rule[], indexed: boolean): DeployedJudge {
  const judge = createJudge({ rules, ignoreRules: [] }, { self: [], now: 0, indexed });
  return ({ value }) => ({
    verdict: judge(viewOfRecord(value)),
    altered: undefined,
    detail: () => value,
  });
}

async function judgeAll(lines: Iterable<string>, judge = JUDGE): Promise<JudgedItem[]> {
  const { items } = await openInput(
    (async function* () {
      for (const line of lines) yield Buffer.from(`${line}\n`);
    })(),
  );
  const judged: JudgedItem[] = [];
  for await (const item of items) judged.push(judgeItem(item, judge).line);
  return judged;
}
