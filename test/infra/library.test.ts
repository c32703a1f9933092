import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const INFRA = new URL("../../infra/", import.meta.url);

const test = suite("what the package exports");

/** Files the library exports from, but for those of the core. */
const FILES = [
  ...readFileSync(new URL("library.ts", INFRA), "utf8").matchAll(/from "\.\/([^"]+)"/g),
].map(([, file = ""]) => file);

test("comes from files that can be looked into", () => {
  assert.ok(FILES.length > 20);
});

for (const file of FILES) {
  test(`has a docstring on every property of ${file}, that says more than the default`, () => {
    const lines = readFileSync(new URL(file, INFRA), "utf8").split("\n");
    let exported = false;
    for (const [index, line] of lines.entries()) {
      if (/^export (interface|(abstract )?class) /.test(line)) exported = true;
      if (line === "}") exported = false;
      if (!exported || !/^ {2}readonly \w+\??: /.test(line)) continue;
      const above = lines[index - 1] ?? "";
      assert.match(above, /\*\/$/, `${file}: ${line.trim()}`);
      assert.not.match(above, /^ *\/\*\* @default/, `${file}: ${line.trim()}`);
    }
  });
}

test.run();
