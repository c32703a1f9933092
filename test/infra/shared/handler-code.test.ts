import "../../support/handler-bundles.ts";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack } from "aws-cdk-lib";
import { Function as Fn, Runtime } from "aws-cdk-lib/aws-lambda";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RUNTIME_DEFAULTS } from "../../../infra/shared/defaults.ts";
import { handlerCode } from "../../../infra/shared/handler-code.ts";
import { INDEX_VERSION } from "../../../src/contract.ts";
import { eventsToTrackRule } from "../../../src/core/rule/rule.ts";
import type { FunctionConfig } from "../../../src/core/settings/config.ts";
import { deployedRules } from "../../../src/core/verdict/deployed-rules.ts";

const test = suite<{ outdir: string }>("handlerCode()");

test.before.each((context) => {
  context.outdir = mkdtempSync(join(tmpdir(), "trailbridge-asset-"));
});
test.after.each(({ outdir }) => rmSync(outdir, { recursive: true }));

test("stages the bundled handler with its config beside it", ({ outdir }) => {
  const config = configOf("AWSLogs/");
  const [asset = ""] = stage(config, outdir);
  const folder = join(outdir, asset);
  const bundle = readdirSync("dist/lambda/notifier");
  assert.equal(readdirSync(folder).sort(), ["config.json", ...bundle].sort());
  assert.equal(JSON.parse(readFileSync(join(folder, "config.json"), "utf8")), {
    ...config,
    ruleSet: deployedRules(config.ruleSet),
    indexVersion: INDEX_VERSION,
  });
  assert.ok(bundle.includes("index.mjs"));
  for (const file of bundle)
    assert.equal(
      readFileSync(join(folder, file)),
      readFileSync(join("dist/lambda/notifier", file)),
    );
});

test("names the asset by its content alone", ({ outdir }) => {
  const [first] = stage(configOf("AWSLogs/"), join(outdir, "a"));
  const [again] = stage(configOf("AWSLogs/"), join(outdir, "b"));
  const [other] = stage(configOf("org/"), join(outdir, "c"));
  assert.is(first, again);
  assert.is.not(first, other);
});

test.run();

function configOf(logPrefix: string): FunctionConfig {
  return {
    ruleSet: { rules: [eventsToTrackRule(["DeleteTrail"])], ignoreRules: [] },
    settings: { ...RUNTIME_DEFAULTS, logPrefix },
  };
}

/** Names of the asset folders a synth leaves. */
function stage(config: FunctionConfig, outdir: string): string[] {
  const stack = new Stack(new App({ outdir }), "Test");
  new Fn(stack, "Function", {
    code: handlerCode(stack, "notifier", config),
    handler: "index.handler",
    runtime: Runtime.NODEJS_24_X,
  });
  return readdirSync(outdir).filter((name) => name.startsWith("asset."));
}
