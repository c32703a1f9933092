import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundleHandlers } from "../../../infra/build/bundle-handlers.ts";
import { leanRules } from "../../../infra/lean/lean-rules.ts";
import { RUNTIME_DEFAULTS } from "../../../infra/shared/defaults.ts";
import { CONFIG_PATH_ENV, NOTIFIER_ENV, SPLITTER_ENV } from "../../../src/contract.ts";
import type { RuleSet } from "../../../src/core/rule/rule.ts";
import { deployedRules } from "../../../src/core/verdict/deployed-rules.ts";
import { BUNDLE_FILE, HANDLERS, type HandlerName } from "../../../src/handler-bundle.ts";
import { ruleOf, ruleSetOf } from "../../support/rules.ts";

const test = suite("leanRules");

const RULES = ruleSetOf(ruleOf("stop-logging", { match: "eventName == 'StopLogging'" }));

let inputs: readonly string[];
let folder: string;

test.before(async () => {
  inputs = [...(await bundleHandlers())];
  folder = mkdtempSync(join(tmpdir(), "lean-rules-"));
});

test.after(() => rmSync(folder, { recursive: true }));

for (const handler of HANDLERS) {
  test(`stops the start of the ${handler} where a rule comes without its anchors`, () => {
    assert.match(
      startOf(handler, RULES),
      /each rule must come with its anchors: "stop-logging" has none/,
    );
  });

  test(`lets the ${handler} start with rules as they are deployed`, () => {
    assert.is(startOf(handler, deployedRules(RULES)), "");
  });
}

test("fails loudly if a rule is to be analysed after all", async () => {
  const { outputFiles } = await build({
    entryPoints: ["src/core/condition/expression-condition.ts"],
    bundle: true,
    write: false,
    format: "esm",
    plugins: [leanRules],
  });
  const text = outputFiles[0]?.text ?? "";
  const { conditionOf } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  assert.throws(() => conditionOf({}), /it is left out$/);
});

test("leaves out the analysis, of which nothing else is used", () => {
  assert.ok(inputs.includes("src/core/condition/anchor.ts"));
  for (const part of ["condition/fault-condition.ts", "condition/preimage.ts", "print.ts"])
    assert.not.ok(
      inputs.some((file) => file.endsWith(part)),
      part,
    );
});

test.run();

/** What goes wrong where a handler starts with these rules; empty if nothing does. */
function startOf(handler: HandlerName, ruleSet: RuleSet): string {
  const config = join(folder, "config.json");
  const settings = { ...RUNTIME_DEFAULTS, logPrefix: "AWSLogs/" };
  writeFileSync(config, JSON.stringify({ ruleSet, settings }));
  const { status, stderr } = spawnSync(
    process.execPath,
    [`dist/lambda/${handler}/${BUNDLE_FILE}`],
    {
      encoding: "utf8",
      env: {
        ...Object.fromEntries(
          [...Object.values(NOTIFIER_ENV), ...Object.values(SPLITTER_ENV)]
            .filter((name) => !/SLACK|SPACING|ROLE/.test(name))
            .map((name) => [name, "https://sqs.eu-central-1.amazonaws.com/111122223333/a"]),
        ),
        AWS_LAMBDA_FUNCTION_NAME: "trailbridge",
        AWS_REGION: "eu-central-1",
        AWS_ENDPOINT_URL: "http://localhost:1",
        [CONFIG_PATH_ENV]: config,
      },
    },
  );
  return status === 0 ? "" : stderr;
}
