import { suite } from "uvu";
import * as assert from "uvu/assert";
import { contrastFaults } from "../../support/contrast.ts";
import { DESKTOP, onDeskPage, PHONE } from "../../support/desk-page.ts";
import { eventually } from "../../support/eventually.ts";

const test = suite("the desk page's limits and faults");
const inBrowser = onDeskPage(test, "the desk page's limits and faults");

inBrowser("say how many calls were limited, in the sidebar and by method", async (it) => {
  const { desk, client, page, open, textOf, shoot } = it;
  await open("#C0SEC");
  assert.not(await page.locator("#conditions-badge").isVisible());
  desk.failNext({ kind: "ratelimited" });
  await client.auth.test().catch(() => {});
  const ts = desk.messages("C0SEC")[0]?.ts ?? "";
  const calls = Array.from({ length: 8 }, () =>
    client.conversations.replies({ channel: "C0SEC", ts }).catch(() => {}),
  );
  await Promise.all(calls);
  await page.locator("#conditions-badge", { hasText: "5 limited" }).waitFor();
  await page.locator("#conditions-open").click();
  const row = page.locator(".call", { hasText: "conversations.replies" });
  assert.match(
    (await row.textContent()) ?? "",
    /3 a minute, all channels together8 calls {2}· {2}5 limited, 5 of them in the last minute/,
  );
  assert.match(await textOf(".call:has-text('auth.test')"), /No limit1 call {2}· {2}1 met a fault/);
  assert.equal(await contrastFaults(page), []);
  await shoot("conditions-light");
  await page.keyboard.press("Escape");
});

inBrowser("switch a fault on for one method, change its time, and off again", async (it) => {
  const { desk, page, open, shoot, textOf } = it;
  await open("#C0SEC", { theme: "dark" });
  await page.locator("#conditions-open").click();
  await page.getByLabel("Fault of chat.update").selectOption({ label: "429 Too Many Requests" });
  const standing = () => desk.faults.standing();
  await eventually(standing, [{ kind: "ratelimited", on: "chat.update", retryAfter: 10 }]);
  const time = page.locator(".call", { hasText: "chat.update" }).getByLabel("s to wait");
  await time.fill("45");
  await time.press("Enter");
  await eventually(standing, [{ kind: "ratelimited", on: "chat.update", retryAfter: 45 }]);
  await page.getByLabel("Fault of every call").selectOption("disconnect");
  await page.locator("#conditions-said", { hasText: "Every call: Down" }).waitFor();
  assert.match(await textOf("#conditions-badge"), /^2 faults on/);
  assert.equal(await contrastFaults(page), []);
  await shoot("conditions-dark");
  await page.getByRole("button", { name: "Clear all faults" }).click();
  await eventually(standing, []);
  await page.keyboard.press("Escape");
  await page.locator("#conditions").waitFor({ state: "hidden" });
});

inBrowser("show what was switched elsewhere, at once", async ({ desk, page, open }) => {
  await open("#C0SEC");
  const order = { kind: "hang", on: "chat.getPermalink" };
  await fetch(`${desk.url}desk/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(order),
  });
  await page.locator("#conditions-badge", { hasText: "1 fault on" }).waitFor();
  await page.locator("#conditions-open").click();
  const select = page.getByLabel("Fault of chat.getPermalink");
  assert.is(await select.inputValue(), "hang");
  await select.selectOption("none");
  await eventually(() => desk.faults.standing(), []);
  await page.keyboard.press("Escape");
});

inBrowser("fit a phone", async ({ page, open, shoot }) => {
  await page.setViewportSize(PHONE);
  await open("#C0SEC");
  await page.locator("#open-sidebar").click();
  await page.locator("#conditions-open").click();
  await page.getByLabel("Fault of chat.postMessage").selectOption("late-answer");
  await page.locator("#conditions-said", { hasText: "10 s late" }).waitFor();
  const width =
    "document.getElementById('conditions-body').scrollWidth - document.getElementById('conditions-body').clientWidth";
  assert.is(await page.evaluate(width), 0);
  await shoot("conditions-phone");
  await page.getByLabel("Fault of chat.postMessage").selectOption("none");
  await page.keyboard.press("Escape");
  await page.setViewportSize(DESKTOP);
});

test.run();
