import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { thirdPartyNotices } from "../../../infra/build/third-party-notices.ts";

const test = suite<{ root: string }>("thirdPartyNotices()");

test.before.each((context) => {
  context.root = mkdtempSync(join(tmpdir(), "trailbridge-notices-"));
});
test.after.each(({ root }) => rmSync(root, { recursive: true, force: true }));

test("refuses a package that says nothing of its licence", ({ root }) => {
  install(root, "node_modules/secretive", {});
  assert.throws(
    () => thirdPartyNotices(["node_modules/secretive/index.js"], root),
    "Cannot bundle secretive as its package.json must name a license: undefined",
  );
});

test("refuses a package without the text of a licence that must go with it", ({ root }) => {
  install(root, "node_modules/short", { license: "MIT" });
  assert.throws(
    () => thirdPartyNotices(["node_modules/short/index.js"], root),
    "Cannot bundle short as it must bring the text of its license MIT",
  );
});

test("names each package once, with version, licence, source and text, own files aside", ({
  root,
}) => {
  const repository = { url: "git+https://example.com/deep.git" };
  install(root, "node_modules/@scope/deep", { license: "MIT", repository }, "MIT of deep");
  install(root, "node_modules/@scope/deep/node_modules/inner", { license: "ISC" }, "ISC text\r\n");
  const notices = thirdPartyNotices(
    [
      "src/splitter/handler.ts",
      "node_modules/@scope/deep/a.js",
      "node_modules/@scope/deep/lib/b.js",
      "node_modules/@scope/deep/node_modules/inner/index.js",
    ],
    root,
  );
  assert.match(notices, "deep 1.2.3 (MIT), source: https://example.com/deep\n\nMIT of deep\n");
  assert.match(notices, "inner 1.2.3 (ISC)\n\nISC text\n");
  assert.is(notices.split("deep 1.2.3").length, 2);
  assert.not.match(notices, "splitter");
});

test("writes a text that several packages share once, below all of them", ({ root }) => {
  for (const name of ["b", "a"]) {
    install(root, `node_modules/${name}`, { license: "Apache-2.0" }, "the same");
  }
  const notices = thirdPartyNotices(["node_modules/b/x.js", "node_modules/a/x.js"], root);
  assert.match(notices, "a 1.2.3 (Apache-2.0)\nb 1.2.3 (Apache-2.0)\n\nthe same\n");
  assert.is(notices.split("the same").length, 2);
});

test.run();

function install(root: string, folder: string, fields: object, licence?: string): void {
  const name = folder.split("/").at(-1) ?? "";
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(
    join(root, folder, "package.json"),
    JSON.stringify({ name, version: "1.2.3", ...fields }),
  );
  if (licence !== undefined) writeFileSync(join(root, folder, "LICENSE.md"), licence);
}
