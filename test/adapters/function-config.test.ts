import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readFunctionConfig } from "../../src/adapters/function-config.ts";
import type { FunctionConfig } from "../../src/core/settings/config.ts";

const NO_RULES = { rules: [], ignoreRules: [] };

const test = suite<{ folder: string; handler: string }>("readFunctionConfig()");

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "trailbridge-config-"));
  context.handler = pathToFileURL(join(context.folder, "handler.mjs")).href;
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

test("names the file that is not there", ({ handler }) => {
  assert.throws(() => readFunctionConfig(handler, {}), /Cannot read ".*config\.json".*ENOENT/);
});

for (const text of [
  "{",
  "null",
  "[]",
  '{"ruleSet":{}}',
  '{"ruleSet":{"rules":[]},"settings":{}}',
]) {
  test(`refuses ${text}`, ({ folder, handler }) => {
    writeFileSync(join(folder, "config.json"), text);
    assert.throws(() => readFunctionConfig(handler, {}), /Cannot read ".*config\.json" as /);
  });
}

test("refuses rules whose index another version made", ({ folder, handler }) => {
  const written = { ruleSet: NO_RULES, settings: { destinations: {} }, indexVersion: 0 };
  writeFileSync(join(folder, "config.json"), JSON.stringify(written));
  assert.throws(() => readFunctionConfig(handler, {}), /version \d+: it is of version 0; deploy/);
});

for (const name of ["rules", "ignoreRules"]) {
  test(`refuses ${name} that come without their anchors`, ({ folder, handler }) => {
    const ruleSet = { ...NO_RULES, [name]: [{ id: "bare", match: "a" }] };
    writeFileSync(
      join(folder, "config.json"),
      JSON.stringify({ ruleSet, settings: { destinations: {} } }),
    );
    assert.throws(() => readFunctionConfig(handler, {}), /its anchors: "bare" has none; deploy/);
  });
}

test("reads the file beside the handler", ({ folder, handler }) => {
  const written = { ruleSet: NO_RULES, settings: { a: 1, destinations: { routes: [] } } };
  writeFileSync(join(folder, "config.json"), JSON.stringify(written));
  assert.equal(readFunctionConfig(handler, {}), written as unknown as FunctionConfig);
});

test("reads the file the environment names instead", ({ folder, handler }) => {
  const path = join(folder, "other.json");
  writeFileSync(path, '{"ruleSet":{"rules":[],"ignoreRules":[]},"settings":{"destinations":{}}}');
  const config = readFunctionConfig(handler, { TRAILBRIDGE_CONFIG: path });
  assert.equal(config, {
    ruleSet: NO_RULES,
    settings: { destinations: {} },
  } as unknown as typeof config);
});

test("puts the environment's value where a destination names a variable", ({ folder, handler }) => {
  const topic = "arn:aws:sns:eu-central-1:111122223333:alerts";
  const destinations = { defaults: { snsTopicArn: "env:DESTINATION_1" }, routes: [] };
  writeFileSync(
    join(folder, "config.json"),
    JSON.stringify({ ruleSet: NO_RULES, settings: { destinations } }),
  );
  const config = readFunctionConfig(handler, { DESTINATION_1: topic });
  assert.is(config.settings.destinations.defaults.snsTopicArn, topic);
  assert.throws(() => readFunctionConfig(handler, {}), /"env:DESTINATION_1"/);
});

test.run();
