import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { explainCommand } from "../../../src/cli/commands/records/explain.ts";
import { chromiumFor, launchChromium } from "../../support/chromium.ts";
import { runCli } from "../../support/cli.ts";
import { EXAMPLE_RECORD, makeExampleFolder } from "../../support/example-folder.ts";

const AXE = readFileSync(
  new URL("../../../node_modules/axe-core/axe.min.js", import.meta.url),
  "utf8",
);

const test = suite("explanationPage()");
const chromium = chromiumFor(test, "the page of explain in a browser");

let folder = "";
let browser: Browser | undefined;

test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
  makeExampleFolder(folder);
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
test.after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

for (const [what, records] of [
  ["one record", [EXAMPLE_RECORD]],
  ["several", [EXAMPLE_RECORD, { eventName: "A".repeat(500), errorCode: "AccessDenied" }, {}]],
] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`of ${what} is read by everybody, on a phone too, in ${colorScheme}`, async () => {
      if (browser === undefined) return;
      const path = join(folder, "why.html");
      const input = records.map((it) => JSON.stringify({ eventVersion: "1.11", ...it })).join("\n");
      const words = ["explain", "-", "--settings", join(folder, "my.yaml"), "--html", path];
      const { status, err } = await runCli([explainCommand], words, input);
      assert.is(status, 0, err);
      const page = await browser.newPage({
        viewport: { width: 390, height: 900 },
        colorScheme,
        bypassCSP: true,
      });
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      await page.goto(pathToFileURL(path).href);
      await page.evaluate(
        "document.querySelectorAll('details').forEach((it) => { it.open = true })",
      );
      await page.evaluate(AXE);
      const found = (await page.evaluate(
        "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))",
      )) as unknown[];
      assert.equal(found, []);
      assert.is(await page.evaluate("document.documentElement.scrollWidth"), 390);
      assert.equal(asked, [pathToFileURL(path).href]);
      await page.close();
    });
  }
}

test("folds the rules that do not match into one line", async () => {
  const path = join(folder, "folded.html");
  const input = JSON.stringify(EXAMPLE_RECORD);
  await runCli([explainCommand], ["explain", "-", "--html", path], input);
  const page = readFileSync(path, "utf8");
  const [, open = "", folded = ""] =
    /<h2 class="section">Rules<\/h2>(.*?)<summary>\d+ rules do not match<\/summary>(.*?)<\/section>/s.exec(
      page,
    ) ?? [];
  assert.match(open, 'class="rule match"');
  assert.not.match(open, "does not match");
  assert.match(folded, 'class="rule no-match"');
});

test.run();
