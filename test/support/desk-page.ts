import type { WebClient } from "@slack/web-api";
import type { Page } from "playwright-core";
import type { Test } from "uvu";
import * as assert from "uvu/assert";
import type { Desk } from "../../src/local/desk/desk.ts";
import { chromiumFor, launchChromium } from "./chromium.ts";
import { clientOf, startTestDesk } from "./desk-client.ts";
import { playScene } from "./desk-scene.ts";

/** Window sizes, in CSS pixels. */
export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** When all of it happens, so that no day ends during a run; milliseconds since the epoch. */
const NOON = Date.UTC(2026, 10, 2, 12);

/** Milliseconds a browser on a loaded machine may take for one thing. */
const PATIENCE = 120_000;

/** A desk with the sample hour's alerts in it, and its page in a real Chromium. */
export interface DeskPage {
  readonly desk: Desk;
  readonly client: WebClient;
  /** One page serves all tests of a file, in order. */
  readonly page: Page;
  /** Goes to a place of the page, `#…`. */
  open(hash: string, options?: { theme?: "light" | "dark" }): Promise<void>;
  /** Takes a screenshot into the folder `TRAILBRIDGE_SCREENSHOTS` names, if it names one. */
  shoot(name: string): Promise<unknown>;
  textOf(selector: string): Promise<string>;
  countOf(selector: string): Promise<number>;
  /** Fails if the browser complained since the last call: script errors, refused code, failed loads. */
  assertQuiet(): void;
  close(): Promise<void>;
}

/**
 * Opens one page for all tests of a suite.
 *
 * @returns Declares a test in it, after which the browser must not have complained. Where there
 * is no Chromium, it leaves the test out.
 */
export function onDeskPage(
  test: Test,
  what: string,
): (name: string, body: (it: DeskPage) => Promise<void>) => void {
  const chromium = chromiumFor(test, what);
  if (chromium === undefined) return (name) => test.skip(name);
  let open: DeskPage | undefined;
  test.before(async () => {
    open = await openDeskPage(chromium);
  });
  test.after(() => open?.close());
  return (name, body) =>
    test(name, async () => {
      assert.ok(open);
      await body(open as DeskPage);
      (open as DeskPage).assertQuiet();
    });
}

/** @param chromium Path of the browser. */
async function openDeskPage(chromium: string): Promise<DeskPage> {
  const browser = await launchChromium(chromium);
  const desk = await startTestDesk({
    now: () => NOON,
    // Of a method that nothing here uses for anything else.
    limits: { perMinute: { "conversations.replies": 3 } },
    channels: [
      { id: "C0SEC", name: "security-alerts", topic: "High and critical, all accounts" },
      { id: "C0DEV", name: "cloudtrail", topic: "Everything else" },
      { id: "C0STG", name: "staging-alerts" },
      { id: "C0OLD", name: "old-alerts", archived: true },
    ],
  });
  const client = clientOf(desk);
  await playScene(client);
  const screenshots = process.env.TRAILBRIDGE_SCREENSHOTS;

  const page = await browser.newPage({
    viewport: DESKTOP,
    reducedMotion: "reduce",
    timezoneId: "UTC",
  });
  page.setDefaultTimeout(PATIENCE);
  await page.clock.setFixedTime(NOON);
  let complaints: string[] = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (line) => {
    if (line.type() === "error") complaints.push(line.text());
  });
  return {
    desk,
    client,
    page,
    async open(hash, { theme = "light" } = {}) {
      await page.goto(`${desk.url}?theme=${theme}${hash}`);
      await page.locator(`body[data-shown="${hash}"]`).waitFor();
      await page.locator('.live[data-state="live"]').waitFor({ state: "attached" });
    },
    shoot: async (name) =>
      screenshots === undefined
        ? undefined
        : page.screenshot({ path: `${screenshots}/${name}.png` }),
    textOf: async (selector) => (await page.locator(selector).textContent()) ?? "",
    countOf: (selector) => page.locator(selector).count(),
    assertQuiet() {
      const heard = complaints;
      complaints = [];
      assert.equal(heard, []);
    },
    async close() {
      await browser.close();
      await desk.close();
    },
  };
}

/** A thread of the scene with many replies, all of them in `C0DEV`. */
export function longThread(desk: Desk) {
  const thread = desk.threads("C0DEV").find(({ replies }) => replies.length > 5);
  if (thread === undefined) throw new Error("Cannot find a long thread in the scene");
  return thread;
}
