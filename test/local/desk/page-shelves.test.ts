import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Shelf, ShelfItem } from "../../../src/local/desk/shelf.ts";
import { contrastFaults } from "../../support/contrast.ts";
import { DESKTOP, onDeskPage, PHONE } from "../../support/desk-page.ts";

const test = suite("the desk page's topics and consumers");
const inBrowser = onDeskPage(test, "the desk page's topics and consumers");

const TOPIC = "arn:aws:sns:eu-central-1:111122223333:trailbridge-alerts";
const MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script>';

const ALERT: ShelfItem = {
  at: Date.UTC(2026, 10, 2, 11, 59),
  title: "HIGH: Console login without MFA in production",
  facts: [
    ["severity", "high"],
    ["account", "444455556666"],
  ],
  texts: [
    ["email", "HIGH: Console login without MFA\n\nWho    alice\nWhere  production, eu-central-1\n"],
    ["sms", "HIGH Console login without MFA, alice, production"],
    ["default", '{"title":"alice called ConsoleLogin","event_id":"e-1"}'],
  ],
};

let items: ShelfItem[] = [];
const shelves = (): readonly Shelf[] => [
  { kind: "topic", name: TOPIC, count: items.length, items: () => [...items].reverse() },
  {
    kind: "consumer",
    name: "pagerduty",
    count: 1,
    items: () => [
      { at: ALERT.at, title: "Delivered", facts: [], texts: [["as it was sent", MARKUP]] },
    ],
  },
];

test.before.each(() => {
  items = [ALERT];
});

inBrowser("are not listed where there are none", async ({ page, open }) => {
  await open("#C0SEC");
  assert.is(await page.locator(".shelves-label").count(), 0);
});

inBrowser("show a topic's messages with the text that each protocol gets", async (it) => {
  const { desk, page, open, shoot } = it;
  desk.shelve(shelves);
  for (const theme of ["light", "dark"] as const) {
    await open("#C0SEC", { theme });
    await page.reload();
    await page.locator(`[data-shelf="${TOPIC}"]`).click();
    const item = page.locator(".shelf-item");
    await item.waitFor();
    assert.is(await page.locator("#shelf-title").textContent(), "Topic trailbridge-alerts");
    assert.equal(await item.locator(".shelf-fact").allInnerTexts(), [
      "severity: high",
      "account: 444455556666",
    ]);
    assert.equal(await item.locator(".shelf-reader").allInnerTexts(), ["email", "sms", "default"]);
    assert.match(
      (await item.locator(".shelf-words").first().textContent()) ?? "",
      /Who {4}alice\n/,
    );
    await item.locator(".shelf-reader", { hasText: "default" }).click();
    assert.match(
      (await item.locator(".shelf-words").last().textContent()) ?? "",
      '\n  "event_id": "e-1"',
    );
    assert.equal(await contrastFaults(page), []);
    await shoot(`topic-${theme}`);
    await page.keyboard.press("Escape");
  }
});

inBrowser("grow while they are looked at, and keep open what is open", async (it) => {
  const { desk, page, open } = it;
  const changed = desk.shelve(shelves);
  await open("#C0SEC");
  await page.reload();
  const row = page.locator(`[data-shelf="${TOPIC}"]`);
  await row.click();
  await page.locator(".shelf-reader", { hasText: "default" }).click();
  items = [ALERT, { ...ALERT, at: ALERT.at + 1000, title: "CRITICAL: The trail was stopped" }];
  changed();
  await page.locator(".shelf-item").nth(1).waitFor();
  assert.equal(await page.locator(".shelf-item-title").allInnerTexts(), [
    "CRITICAL: The trail was stopped",
    ALERT.title,
  ]);
  assert.is(await page.locator(".shelf-item").last().locator("details[open]").count(), 2);
  await page.keyboard.press("Escape");
  await page.locator("#shelf").waitFor({ state: "hidden" });
  await page.locator(".shelf-count", { hasText: "2" }).waitFor();
});

inBrowser("show what a consumer got as text, whatever it says, on a phone too", async (it) => {
  const { desk, page, open, shoot } = it;
  desk.shelve(shelves);
  await page.setViewportSize(PHONE);
  await open("#C0SEC");
  await page.reload();
  await page.locator("#open-sidebar").click();
  await shoot("shelves-phone-drawer");
  await page.locator('[data-shelf="pagerduty"]').click();
  await page.locator(".shelf-item").waitFor();
  assert.is(await page.locator(".shelf-words").textContent(), MARKUP);
  assert.match(await page.title(), /Slack desk$/, "nothing of it has run");
  const overflow =
    "document.getElementById('shelf-body').scrollWidth - document.getElementById('shelf-body').clientWidth";
  assert.is(await page.evaluate(overflow), 0);
  await shoot("consumer-phone");
  await page.keyboard.press("Escape");
  await page.setViewportSize(DESKTOP);
});

test.run();
