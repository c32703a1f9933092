import { readdirSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundleHandlers } from "../../../infra/build/bundle-handlers.ts";
import { BUNDLE_FILE, HANDLERS, type HandlerName } from "../../../src/handler-bundle.ts";

const test = suite("bundleHandlers()");

test.before(async () => {
  await bundleHandlers();
});

for (const handler of HANDLERS) {
  test(`has a start of the ${handler} read two files`, () => {
    const files = startOf(handler);
    assert.is(files.length, 2);
    assert.equal(
      files.map((file) => file.replace(/-[\dA-F]{8}/, "")),
      [BUNDLE_FILE, "shared.mjs"],
    );
  });

  test(`leaves no file with the ${handler} that nothing imports`, () => {
    const texts = readdirSync(folderOf(handler)).map((file) => textOf(handler, file));
    for (const file of readdirSync(folderOf(handler))) {
      const isImported = texts.some((text) => text.includes(`"./${file}"`));
      assert.ok(isImported || file === BUNDLE_FILE, file);
    }
  });

  test(`writes the ${handler} in ASCII alone`, () => {
    for (const file of readdirSync(folderOf(handler)))
      assert.not.match(textOf(handler, file), /[^\0-\x7f]/, file);
  });
}

/** What is said in code that a start needs, and in code that is loaded late. */
const PARTS: Readonly<Record<HandlerName, { start: readonly string[]; late: readonly string[] }>> =
  {
    notifier: {
      start: ["UpdateItem", "SendMessage"],
      late: ["GetSecretValue", "PutEvents", "MessageStructure", "postMessage"],
    },
    splitter: {
      start: ["PutEvents", "GetObject", "UpdateItem"],
      late: ["AssumeRole", "ListPublicKeys"],
    },
  };

for (const handler of HANDLERS) {
  test(`keeps out of the ${handler}'s start what it loads late`, () => {
    const start = startOf(handler).map((file) => textOf(handler, file));
    const all = readdirSync(folderOf(handler)).map((file) => textOf(handler, file));
    const isIn = (texts: readonly string[], part: string) => texts.some((it) => it.includes(part));
    for (const part of PARTS[handler].start) assert.ok(isIn(start, part), part);
    for (const part of PARTS[handler].late) {
      assert.ok(isIn(all, part), part);
      assert.not.ok(isIn(start, part), part);
    }
  });
}

test.run();

function folderOf(handler: HandlerName): string {
  return `dist/lambda/${handler}`;
}

function textOf(handler: HandlerName, file: string): string {
  return readFileSync(`${folderOf(handler)}/${file}`, "utf8");
}

/** The entrance and what it imports at once. */
function startOf(handler: HandlerName): readonly string[] {
  const files = new Set<string>([BUNDLE_FILE]);
  for (const file of files) {
    for (const [, name = ""] of textOf(handler, file).matchAll(/\bfrom"\.\/([^"]+)"/g))
      files.add(name);
  }
  return [...files];
}
