import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readFunctionConfig } from "../../src/adapters/function-config.ts";

const test = suite<{ folder: string; handler: string }>("readFunctionConfig()");

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "trailbridge-config-"));
  context.handler = pathToFileURL(join(context.folder, "handler.mjs")).href;
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

test("names the file that is not there", ({ handler }) => {
  assert.throws(() => readFunctionConfig(handler, {}), /Cannot read ".*config\.json".*ENOENT/);
});

for (const text of ["{", "null", "[]", '{"ruleSet":{}}']) {
  test(`refuses ${text}`, ({ folder, handler }) => {
    writeFileSync(join(folder, "config.json"), text);
    assert.throws(() => readFunctionConfig(handler, {}), /Cannot read ".*config\.json" as /);
  });
}

test("reads the file beside the handler", ({ folder, handler }) => {
  writeFileSync(join(folder, "config.json"), '{"ruleSet":{"rules":[]},"settings":{"a":1}}');
  assert.equal(readFunctionConfig(handler, {}), { ruleSet: { rules: [] }, settings: { a: 1 } });
});

test("reads the file the environment names instead", ({ folder, handler }) => {
  const path = join(folder, "other.json");
  writeFileSync(path, '{"ruleSet":{},"settings":{}}');
  const config = readFunctionConfig(handler, { TRAILBRIDGE_CONFIG: path });
  assert.equal(config, { ruleSet: {}, settings: {} } as unknown as typeof config);
});

test.run();
