import { dirname } from "node:path";
import * as assert from "uvu/assert";
import { synthesizeSettings } from "../../infra/build/synthesize.ts";
import { readRuleSet } from "../../src/adapters/rule-folder.ts";
import { parseSettings } from "../../src/adapters/settings-file.ts";
import { type RunSummary, sumsHold } from "../../src/cli/run-summary-text.ts";
import { summarize } from "../../src/cli/summarize.ts";
import type { Stack, StackEvent, StackOptions } from "../../src/local/stack-types.ts";
import { startTrailbridge } from "../../src/local/trailbridge.ts";

/** What one run of the whole product left behind. */
export interface PipelineRun {
  readonly summary: RunSummary;
  /** `event_id` of every message of the SNS topic, in order. */
  readonly alertedIds: readonly string[];
  /** Object key → `eventID`s its records had on the bus. */
  readonly publishedIds: ReadonlyMap<string, readonly unknown[]>;
  /** Bodies of all dead letters. */
  readonly deadLetters: readonly string[];
  /** Messages left in the buffer. */
  readonly waiting: number;
}

/**
 * Settings with one Slack channel and one topic, so that every alert has three destinations with
 * the bus. The topic is told each event, so that what reached it can be counted.
 */
export const PIPELINE_SETTINGS = `
logs: { bucket: logs, prefix: "" }
slack: { app: { botTokenSecretId: bot, channel: C0SECURITY } }
sns: { topicArn: "arn:aws:sns:us-east-1:111122223333:alerts", repeats: each }
threads: { groupWaitSeconds: 0 }
`;

/**
 * Runs the whole product on the local stack over the objects that `load` puts, and asserts what
 * must hold of any run: the sums, and that no worker gave up.
 */
export async function runPipeline(
  load: (stack: Stack) => Promise<void>,
  yaml = PIPELINE_SETTINGS,
  faults: Pick<StackOptions, "failEntry" | "intercept"> = {},
): Promise<PipelineRun> {
  const settings = parseSettings(yaml, "settings.yaml");
  const ruleSet = readRuleSet(settings.rules, dirname("."));
  const publishedIds = new Map<string, unknown[]>();
  const onEvent = (event: StackEvent): void => {
    if (event.kind !== "bus-event") return;
    const detail = event.event.parsed.detail as {
      eventID?: unknown;
      trailbridge?: { key?: string };
    };
    const key = detail.trailbridge?.key;
    if (key !== undefined)
      publishedIds.set(key, [...(publishedIds.get(key) ?? []), detail.eventID]);
  };
  const synthesis = await synthesizeSettings(settings, dirname("."));
  const local = await startTrailbridge({
    settings,
    deployments: [synthesis.stacks.trailbridge],
    onEvent,
    ...faults,
  });
  try {
    const started = Date.now();
    await load(local.stack);
    const { waiting } = await local.stack.idle({ patienceSeconds: 60 });
    const seconds = (Date.now() - started) / 1000;
    const summary = summarize(local, settings, ruleSet, { objects: 0, seconds });
    assert.ok(sumsHold(summary.counters), JSON.stringify(summary.counters));
    for (const { function: name, givenUp } of local.stack.report().functions) {
      assert.is(givenUp, 0, `${name} gave up: ${local.stack.logLines(name).slice(-5).join("\n")}`);
    }
    const queues = local.stack.report().queues.filter(({ deadLetters }) => deadLetters);
    return {
      summary,
      alertedIds: local.stack.snsMessages().map(({ message }) => JSON.parse(message).event_id),
      publishedIds,
      deadLetters: queues.flatMap(({ queue }) =>
        local.stack.messages(queue).map(({ body }) => body),
      ),
      waiting,
    };
  } finally {
    await local.close();
    synthesis.close();
  }
}
