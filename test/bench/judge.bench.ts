/**
 * `npm run bench`: what judging costs, as ratios within one run, so that they hold on any machine.
 *
 * - Judging an event that nothing matches by 1,000 rules against by the nine default rules.
 * - Judging it by the nine default rules against evaluating all nine by the library's interpreter
 *   over the same flat event, as a judge without index or compiler would.
 *
 * Exits with 1 if a ratio is above its limit.
 */

import { compile, TreeInterpreter } from "@jmespath-community/jmespath";
import { readRuleSet } from "../../src/adapters/rule-folder.ts";
import { type EventView, viewOfRecord } from "../../src/core/expression/event-view.ts";
import { flatten } from "../../src/core/record/flatten.ts";
import { createJudge } from "../../src/core/rule/judge.ts";
import type { Rule } from "../../src/core/rule/rule.ts";
import { generatedRules } from "../support/rules-at-scale.ts";

const SELF = ["trailbridge-splitter", "trailbridge-notifier"];

const NINE = readRuleSet(
  { packs: ["default"], directories: [], ignoreDirectories: [], disable: [], eventsToTrack: [] },
  "/",
).rules;
const THOUSAND = [...NINE, ...generatedRules(991)];

/** Ordinary events that none of the rules matches; the services of the generated rules among them. */
const RECORDS = ["s3", "ec2", "sts", "kms", "lambda", "dynamodb", "iam", "logs"].flatMap(
  (service) =>
    ["GetObject", "DescribeInstances", "AssumeRole", "Decrypt", "PutItem", "CreateLogStream"].map(
      (eventName) => ({
        eventVersion: "1.08",
        userIdentity: {
          type: "AssumedRole",
          principalId: "AROAEXAMPLE:session",
          arn: "arn:aws:sts::111122223333:assumed-role/app/session",
          accountId: "111122223333",
          sessionContext: { sessionIssuer: { type: "Role", userName: "app" } },
        },
        eventTime: "2026-01-24T00:05:12Z",
        eventSource: `${service}.amazonaws.com`,
        eventName,
        awsRegion: "eu-central-1",
        sourceIPAddress: "192.0.2.7",
        userAgent: "aws-sdk-js/3",
        requestParameters: { bucketName: "b", key: "k", names: ["a", "b"], count: 3 },
        responseElements: null,
        readOnly: true,
        eventID: "0d1e2f",
        eventType: "AwsApiCall",
        recipientAccountId: "111122223333",
      }),
    ),
);

const views = RECORDS.map((record) => viewOfRecord(record));
const flats = RECORDS.map((record) => flatten(record));

const rounds = {
  thousand: judging(THOUSAND),
  nine: judging(NINE),
  interpreter: interpreting(NINE),
};

const micros = measure(rounds);
const ratios = [
  { name: "1,000 rules : 9 rules", value: micros.thousand / micros.nine, limit: 4 },
  {
    name: "9 rules : the library's interpreter",
    value: micros.nine / micros.interpreter,
    limit: 0.3,
  },
];

for (const [name, cost] of Object.entries(micros)) {
  console.log(`${name.padEnd(12)} ${cost.toFixed(3)} us an event`);
}
for (const { name, value, limit } of ratios) {
  console.log(`${name}: ${value.toFixed(2)} (limit ${limit})${value > limit ? "  TOO SLOW" : ""}`);
}
process.exitCode = ratios.some(({ value, limit }) => value > limit) ? 1 : 0;

/** One round: every event once. */
type Round = () => void;

function judging(rules: readonly Rule[]): Round {
  const judge = createJudge({ rules, ignoreRules: [] }, { self: SELF, now: 0 });
  for (const view of views) expectNothing(judge(view).matched.length, view);
  return () => {
    for (const view of views) judge(view);
  };
}

/** Guarded as the interpreter needs it: it throws where a text function meets a missing field. */
function interpreting(rules: readonly Rule[]): Round {
  const trees = rules.map(({ match }) =>
    compile(
      match
        .replaceAll("$self", `['${SELF.join("', '")}']`)
        .replace(/(starts_with|ends_with|contains)\(("?[\w.]+"?), /g, "$1($2 || '', "),
    ),
  );
  return () => {
    for (const flat of flats) for (const tree of trees) TreeInterpreter.search(tree, flat as never);
  };
}

function expectNothing(matched: number, { nested }: EventView): void {
  if (matched > 0)
    throw new Error(`Cannot bench on an event that matches: ${JSON.stringify(nested)}`);
}

/** Microseconds an event costs: the least of many rounds, the kinds taking turns. */
function measure<K extends string>(kinds: Record<K, Round>): Record<K, number> {
  const least = {} as Record<K, number>;
  for (let turn = 0; turn < 60; turn++) {
    for (const kind of Object.keys(kinds) as K[]) {
      const started = process.hrtime.bigint();
      for (let round = 0; round < 20; round++) kinds[kind]();
      const micros = Number(process.hrtime.bigint() - started) / 1_000 / 20 / views.length;
      least[kind] = Math.min(least[kind] ?? Number.POSITIVE_INFINITY, micros);
    }
  }
  return least;
}
