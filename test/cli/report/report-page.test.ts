import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { backtestCommand } from "../../../src/cli/commands/records/backtest.ts";
import { chromiumFor, launchChromium } from "../../support/chromium.ts";
import { runCli } from "../../support/cli.ts";
import { EXAMPLE_RECORD } from "../../support/example-folder.ts";

const AXE = readFileSync(
  new URL("../../../node_modules/axe-core/axe.min.js", import.meta.url),
  "utf8",
);

const HOSTILE =
  "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>\u202e";

const test = suite("reportPage()");
const chromium = chromiumFor(test, "the report in a browser");

let folder = "";
let page = "";
let browser: Browser | undefined;

test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
  const records = [0, 1, 2].flatMap((hour) =>
    ["GetBucketPolicy", HOSTILE].map((eventName, n) => ({
      ...EXAMPLE_RECORD,
      eventName,
      eventID: `${hour}-${n}`,
      eventTime: `2026-11-02T0${hour}:00:00Z`,
      sourceIPAddress: HOSTILE,
      errorCode: "AccessDenied",
    })),
  );
  const logs = join(folder, "records.ndjson");
  writeFileSync(logs, records.map((it) => `${JSON.stringify(it)}\n`).join(""));
  page = join(folder, "report.html");
  const { status, err } = await runCli([backtestCommand], ["backtest", logs, "--html", page]);
  assert.is(status, 0, err);
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
test.after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

test("holds nothing of a log as markup", () => {
  const text = readFileSync(page, "utf8");
  assert.not.match(text, "<script>document.title");
  assert.not.match(text, "<img");
  assert.not.match(text, "\u202e");
});

test("loads nothing, runs nothing but its own, draws a chart and finds what is searched for", async () => {
  if (browser === undefined) return;
  const context = await browser.newContext({ offline: true });
  const opened = await context.newPage();
  const asked: string[] = [];
  const said: string[] = [];
  opened.on("request", (request) => asked.push(request.url()));
  opened.on("console", (message) => said.push(message.text()));
  opened.on("pageerror", (error) => said.push(String(error)));
  await opened.goto(pathToFileURL(page).href);
  assert.match(await opened.title(), /^Backtest, 2026-11-02/);
  assert.is(await opened.locator("canvas").count(), 1);
  await opened.fill("#search", "getbucketpolicy");
  await opened.locator("#found a").first().click();
  await opened.waitForFunction("document.querySelector('section.shown').id.startsWith('rule-')");
  const hit = opened.locator("section.shown", { hasText: "GetBucketPolicy" });
  assert.is(await hit.count(), 1);
  assert.equal([asked.length, said], [1, []]);
  await context.close();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const [what, viewport] of [
    ["a desk", { width: 1200, height: 900 }],
    ["a phone", { width: 390, height: 900 }],
  ] as const) {
    test(`has nothing that axe finds, ${colorScheme}, on ${what}`, async () => {
      if (browser === undefined) return;
      const context = await browser.newContext({ viewport, colorScheme, bypassCSP: true });
      const opened = await context.newPage();
      for (const place of ["", "#rule-0-0", "#catalogue-0"]) {
        await opened.goto(pathToFileURL(page).href + place);
        await opened.evaluate(AXE);
        const found = (await opened.evaluate(
          "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))",
        )) as unknown[];
        assert.equal(found, []);
        const isWide = await opened.evaluate("document.documentElement.scrollWidth > innerWidth");
        assert.is(isWide, false);
      }
      await context.close();
    });
  }
}

test("has a page of all rules, by technique and by name, those without alerts without a link", async () => {
  if (browser === undefined) return;
  const opened = await browser.newPage();
  await opened.goto(pathToFileURL(page).href);
  await opened.locator("#overview a", { hasText: "ATT&CK" }).click();
  const shown = opened.locator("section.shown");
  assert.is(await shown.getAttribute("id"), "catalogue-0");
  const technique = shown.locator(".technique", { hasText: "T1562.008" }).first();
  assert.is(await technique.locator("li", { hasText: "cloudtrail-stop-logging" }).count(), 1);
  assert.is(await technique.locator("li a").count(), 0);
  await shown.locator("tbody th a", { hasText: "access-denied" }).click();
  assert.match(`${await opened.locator("section.shown").getAttribute("id")}`, /^rule-0-/);
  await opened.close();
});

test("leads from what was found to a page, that of all rules for one that matched nothing", async () => {
  if (browser === undefined) return;
  const opened = await browser.newPage();
  await opened.goto(pathToFileURL(page).href);
  await opened.fill("#search", "cloudtrail-stop-logging");
  await opened.locator("#found a").first().click();
  await opened.waitForFunction("document.querySelector('section.shown').id === 'catalogue-0'");
  assert.is(await opened.inputValue("#search"), "");
  assert.is(await opened.locator("#found li").count(), 0);
  await opened.close();
});

test("gives sentences the whole width of a phone", async () => {
  if (browser === undefined) return;
  const opened = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await opened.goto(`${pathToFileURL(page).href}#catalogue-0`);
  const width = await opened.evaluate(
    "document.querySelector('section.shown td[data-head=finds]').clientWidth",
  );
  assert.ok((width as number) > 300, `${width} pixels`);
  await opened.close();
});

test("says of a rule what it finds, and an event to look at", async () => {
  if (browser === undefined) return;
  const opened = await browser.newPage();
  await opened.goto(`${pathToFileURL(page).href}#rule-0-0`);
  const shown = `${await opened.locator("section.shown").textContent()}`;
  assert.match(shown, "A call failed because the caller may not make it.");
  assert.match(shown, /The last event it alerted of: 2-\d/);
  await opened.close();
});

test("shows every rule on paper", async () => {
  if (browser === undefined) return;
  const opened = await browser.newPage();
  await opened.goto(pathToFileURL(page).href);
  await opened.emulateMedia({ media: "print" });
  await opened.waitForFunction(
    "[...document.querySelectorAll('.chart')].every((it) => it.querySelector('canvas') !== null)",
  );
  assert.ok(await opened.locator("section.page").last().isVisible());
  await opened.close();
});

test.run();
