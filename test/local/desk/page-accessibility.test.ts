import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ShelfItem } from "../../../src/local/desk/shelf.ts";
import { DESKTOP, type DeskPage, onDeskPage, PHONE } from "../../support/desk-page.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const test = suite("the desk page, for everyone");
const inBrowser = onDeskPage(test, "the desk page, for everyone");

type Step = (it: DeskPage) => Promise<unknown>;

/** What the page shows → how one gets there from a channel, and back. */
const VIEWS: readonly [view: string, go: Step, back: Step][] = [
  ["a channel", goTo("C0DEV"), async () => {}],
  [
    "a thread",
    async ({ page }) => {
      await page.locator("#feed .thread-line").last().click();
      await page.locator("#thread-feed .message").first().waitFor();
    },
    // On to a shorter channel: what is looked at from here on is not in it.
    async (it) => {
      await it.page.getByRole("button", { name: "Close the thread" }).click();
      await goTo("C0SEC")(it);
    },
  ],
  [
    "search results",
    async ({ page }) => {
      await page.locator("#search").fill("trail");
      await page.locator(".hit").first().waitFor();
    },
    ({ page }) => page.locator("#search").press("Escape"),
  ],
  [
    "a message as it was posted",
    async ({ page }) => {
      await clickTool(page, "Show the message as it was posted");
      await page.locator("#payload").waitFor();
    },
    async ({ page }) => {
      await page.keyboard.press("Escape");
      await page.locator("#payload").waitFor({ state: "hidden" });
    },
  ],
  [
    "a topic",
    async ({ page }) => {
      if (await page.locator("#open-sidebar").isVisible())
        await page.locator("#open-sidebar").click();
      await page.locator('[data-shelf="alerts"]').click();
      await page.locator(".shelf-item").waitFor();
    },
    async ({ page }) => {
      await page.keyboard.press("Escape");
      await page.locator("#shelf").waitFor({ state: "hidden" });
      await page.keyboard.press("Escape");
    },
  ],
  [
    "limits and faults",
    async ({ page }) => {
      await openConditions(page);
      await page.getByLabel("Fault of chat.update").selectOption("late-answer");
      await page.locator("#conditions-said", { hasText: "10 s late" }).waitFor();
    },
    async ({ page, desk }) => {
      desk.faults.clearAll();
      await page.keyboard.press("Escape");
      await page.locator("#conditions").waitFor({ state: "hidden" });
      await page.keyboard.press("Escape");
    },
  ],
  [
    "the drawer",
    async ({ page }) => {
      if (await page.locator("#open-sidebar").isVisible())
        await page.locator("#open-sidebar").click();
    },
    ({ page }) => page.keyboard.press("Escape"),
  ],
];

const ITEM: ShelfItem = {
  at: 0,
  title: "An alert",
  facts: [["severity", "high"]],
  texts: [
    ["email", "for people"],
    ["default", "{}"],
  ],
};

for (const [theme, name, size] of [
  ["light", "desktop", DESKTOP],
  ["light", "phone", PHONE],
  ["dark", "desktop", DESKTOP],
] as const) {
  inBrowser(`has nothing that axe finds, ${theme}, ${name}`, async (it) => {
    const { page, open } = it;
    await page.setViewportSize(size);
    it.desk.shelve(() => [{ kind: "topic", name: "alerts", count: 1, items: () => [ITEM] }]);
    // From nowhere, so that the page is a new one.
    await page.goto("about:blank");
    await open("#C0SEC", { theme });
    await page.evaluate(AXE);
    for (const [view, go, back] of VIEWS) {
      await go(it);
      const found = await page.evaluate(
        `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, impact, nodes }) =>
          [id, impact, ...nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))].join("  ")))`,
      );
      assert.equal(found, [], view);
      await back(it);
    }
    await page.setViewportSize(DESKTOP);
  });
}

inBrowser("reads out what a search found", async ({ page, open, textOf }) => {
  await open("#C0SEC");
  await page.locator("#search").fill("no such words");
  await page.locator(".hits-summary", { hasText: "Nothing says" }).waitFor();
  assert.match(await textOf("#announce"), "Nothing says “no such words”");
  await page.locator("#search").press("Escape");
});

inBrowser("scrolls a message as it was posted by the keyboard", async ({ page, open }) => {
  await open("#C0SEC");
  await clickTool(page, "Show the message as it was posted");
  await page.locator("#payload-text").focus();
  assert.is(await focused(page), "payload-text");
  await page.keyboard.press("Escape");
});

inBrowser("keeps focus in the drawer while it is open, and gives it back", async (it) => {
  const { page, open } = it;
  await page.setViewportSize(PHONE);
  await open("#C0SEC");
  const drawer = page.locator("#sidebar");
  await page.locator("#open-sidebar").click();
  assert.is(await focused(page), "close-sidebar");
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("Tab");
    const outside =
      "document.activeElement !== document.body && !document.activeElement.closest('#sidebar')";
    assert.not(await page.evaluate(outside), `outside after ${i + 1} tabs`);
  }
  await page.keyboard.press("Escape");
  assert.not(await drawer.isVisible());
  assert.is(await focused(page), "open-sidebar");

  await page.locator("#open-sidebar").click();
  await page.mouse.click(PHONE.width - 10, PHONE.height / 2);
  assert.not(await drawer.isVisible());
  assert.is(await focused(page), "open-sidebar");
  assert.not(await page.evaluate("document.getElementById('main').inert"));
  await page.setViewportSize(DESKTOP);
});

inBrowser("has a message's tools where fingers reach them", async ({ page, open }) => {
  await page.setViewportSize(PHONE);
  await open("#C0SEC");
  const tool = page.locator("#feed .message .tool").last();
  assert.ok(await tool.isVisible());
  const box = await tool.boundingBox();
  assert.ok(box !== null && box.width >= 44 && box.height >= 36, JSON.stringify(box));
  assert.is(await page.evaluate("document.documentElement.scrollWidth"), PHONE.width);
  await page.setViewportSize(DESKTOP);
});

inBrowser("says a severity in a word, as a colour says nothing to all", async ({ page, open }) => {
  await open("#C0SEC");
  const title = await page.locator("#feed .block-header").first().textContent();
  assert.match(title ?? "", /^(CRITICAL|HIGH|MEDIUM|LOW|INFO) · /);
});

test.run();

/** Goes to a channel as a reader does. */
function goTo(id: string): Step {
  return async ({ page }) => {
    if (await page.locator("#open-sidebar").isVisible())
      await page.locator("#open-sidebar").click();
    await page.locator(`[data-channel="${id}"]`).click();
    await page.locator(`body[data-shown="#${id}"]`).waitFor();
  };
}

/** Opens the limits and faults as a reader does. */
async function openConditions(page: Page): Promise<void> {
  if (await page.locator("#open-sidebar").isVisible()) await page.locator("#open-sidebar").click();
  await page.locator("#conditions-open").click();
  await page.locator("#conditions").waitFor();
}

async function clickTool(page: Page, name: string): Promise<void> {
  const message = page.locator("#feed .message").last();
  await message.hover();
  await message.getByRole("button", { name }).click();
}

async function focused(page: Page): Promise<unknown> {
  return page.evaluate("document.activeElement.id");
}
