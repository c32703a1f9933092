import { suite } from "uvu";
import * as assert from "uvu/assert";
import { contrastFaults } from "../../support/contrast.ts";
import { DESKTOP, longThread, onDeskPage, PHONE } from "../../support/desk-page.ts";
import { eventually } from "../../support/eventually.ts";

const test = suite("the desk's page");

const inBrowser = onDeskPage(test, "the desk's page");

inBrowser(
  "lists the channels with what is unread in each",
  async ({ desk, page, open, shoot, textOf }) => {
    await open("#C0SEC");
    assert.equal(await page.locator(".channel-text").allInnerTexts(), [
      "security-alerts",
      "cloudtrail",
      "staging-alerts",
      "old-alerts",
    ]);
    assert.is(
      await page.locator('.channel[aria-current="page"]').getAttribute("data-channel"),
      "C0SEC",
    );
    const unread = String(desk.threads("C0DEV").length);
    assert.match(await textOf('[data-channel="C0DEV"] .channel-badge'), new RegExp(`^${unread}`));
    assert.not(await page.locator('[data-channel="C0SEC"] .channel-badge').isVisible());
    assert.is(await page.title(), `(${unread}) Slack desk`);
    await shoot("channel-light");
  },
);

inBrowser(
  "goes straight to a thread by its permalink",
  async ({ desk, page, open, shoot, textOf, countOf }) => {
    const { parent, replies } = longThread(desk);
    await open(`#C0DEV/${parent.ts}`);
    await page.locator("#thread-feed .message").nth(replies.length).waitFor();
    assert.is(await countOf("#thread-feed .message"), 1 + replies.length);
    assert.match(await textOf(".thread-divider"), new RegExp(`^${replies.length} replies`));
    const line = `.message[data-ts="${parent.ts}"] .thread-line`;
    assert.match(
      await textOf(line),
      new RegExp(`${replies.length} replies\\s*last reply today at`),
    );
    assert.equal(await contrastFaults(page), []);
    await shoot("thread-light");
  },
);

inBrowser(
  "goes straight to a reply, and says when there is no such message",
  async ({ desk, page, open, shoot }) => {
    const { replies } = longThread(desk);
    const reply = replies.at(-1)?.ts;
    await open(`#C0DEV/${reply}`);
    await page.locator(`#thread-feed .message-shown[data-ts="${reply}"]`).waitFor();
    await shoot("thread-replies-light");
    // It goes again after some seconds: so look out for it from before.
    const said = page.locator("#toast:not([hidden])", { hasText: "no such message" }).waitFor();
    await open("#C0DEV/1700000000.000100");
    await said;
  },
);

inBrowser(
  "shows what is posted, edited and replied while it is open",
  async ({ client, page, open, shoot, textOf, countOf }) => {
    await open("#C0STG");
    await page.locator(".empty").waitFor();
    assert.match(await textOf(".empty"), /No alerts in #staging-alerts yet[\s\S]*npm start -- </);
    await shoot("empty-light");
    const { ts = "" } = await client.chat.postMessage({ channel: "C0STG", text: "first *alert*" });
    const message = page.locator(`#feed .message[data-ts="${ts}"]`);
    assert.is((await message.locator("strong").textContent()) ?? "", "alert");
    assert.is(await countOf(".empty"), 0);
    await client.chat.update({ channel: "C0STG", ts, text: "second version" });
    await message.locator(".edited").waitFor();
    assert.match((await message.textContent()) ?? "", /second version\s*\(edited\)/);
    await client.chat.postMessage({ channel: "C0STG", text: "a reply", thread_ts: ts });
    await message.locator(".thread-line").click();
    await client.chat.postMessage({ channel: "C0STG", text: "another", thread_ts: ts });
    await page.locator("#thread-feed .message").nth(2).waitFor();
    assert.match(await textOf(".thread-divider"), /2 replies/);
    await eventually(() => message.locator(".thread-line").textContent(), /2 replies/);
    const before = await textOf('[data-channel="C0SEC"] .channel-badge');
    await client.chat.postMessage({ channel: "C0SEC", text: "elsewhere" });
    const more = Number.parseInt(before, 10) + 1;
    await page.locator('[data-channel="C0SEC"] .channel-badge', { hasText: `${more}` }).waitFor();
    assert.match(await textOf("#announce"), /New alert in security-alerts: elsewhere/);
  },
);

inBrowser(
  "loses nothing that is posted while it asks for what there was",
  async ({ client, page, open, countOf }) => {
    await open("#C0SEC");
    /** Goes somewhere; what the desk answers comes only when something else has been posted. */
    const overtaken = async (asked: string, post: () => Promise<unknown>, hash: string) => {
      await page.route(`**/desk/${asked}?*`, async (route) => {
        const response = await route.fetch();
        await post();
        await route.fulfill({ response });
      });
      await open(hash);
      await page.unroute(`**/desk/${asked}?*`);
    };
    const say = async (text: string, thread_ts?: string) => {
      const { ts = "" } = await client.chat.postMessage({ channel: "C0STG", text, thread_ts });
      return ts;
    };
    let ts = "";
    const message = () => page.locator(`#feed .message[data-ts="${ts}"]`);
    await overtaken(
      "history",
      async () => {
        ts = await say("overtaking");
        await page.locator("#announce", { hasText: "overtaking" }).waitFor({ state: "attached" });
      },
      "#C0STG",
    );
    await message().waitFor();
    assert.is(await page.locator("#feed .message", { hasText: "overtaking" }).count(), 1);
    await say("first reply", ts);
    await message().locator(".thread-line", { hasText: "1 reply" }).waitFor();
    let asked = 0;
    await overtaken(
      "thread",
      async () => {
        // Once to find the message, once to show its thread.
        if (++asked < 2) return;
        await say("second reply", ts);
        await message().locator(".thread-line", { hasText: "2 replies" }).waitFor();
      },
      `#C0STG/${ts}`,
    );
    await page.locator("#thread-feed .message", { hasText: "second reply" }).waitFor();
    assert.is(await countOf("#thread-feed .message"), 3);
  },
);

inBrowser(
  "is dark when asked to be, by the address, the system or the button",
  async ({ desk, page, open, shoot }) => {
    const theme = () => page.evaluate("document.documentElement.dataset.theme");
    const { replies } = longThread(desk);
    await open(`#C0DEV/${replies.at(-1)?.ts}`, { theme: "dark" });
    assert.is(await theme(), "dark");
    await page.locator("#thread-feed .message").nth(replies.length).waitFor();
    assert.equal(await contrastFaults(page), []);
    await shoot("thread-dark");
    await page.getByRole("button", { name: "Switch to the light theme" }).click();
    assert.is(await theme(), "light");
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(`${desk.url}#C0SEC`);
    assert.is(await theme(), "light", "the reader's own choice stays");
    await page.evaluate("localStorage.clear()");
    await page.reload();
    assert.is(await theme(), "dark");
    await page.locator("#feed .message").last().waitFor();
    await shoot("channel-dark");
  },
);

inBrowser(
  "fits a phone: a drawer for the channels, the thread over the channel",
  async ({ desk, page, open, shoot }) => {
    await page.setViewportSize(PHONE);
    await open("#C0DEV");
    assert.is(await page.evaluate("document.documentElement.scrollWidth"), PHONE.width);
    await shoot("phone-light");
    assert.not(await page.locator("#channels").isVisible());
    await page.getByRole("button", { name: "Show the channels" }).click();
    await page.locator('[data-channel="C0SEC"]').click();
    await page.locator("#channel-name", { hasText: "#security-alerts" }).waitFor();
    assert.not(await page.locator("#channels").isVisible());
    const { parent } = longThread(desk);
    await open(`#C0DEV/${parent.ts}`);
    await page.locator("#thread-feed .message").nth(3).waitFor();
    assert.is(await page.evaluate("document.documentElement.scrollWidth"), PHONE.width);
    await shoot("phone-thread-light");
    await page.getByRole("button", { name: "Close the thread" }).click();
    assert.ok(await page.locator("#feed").isVisible());
    await page.setViewportSize(DESKTOP);
  },
);

inBrowser(
  "finds messages of every channel and goes to them",
  async ({ page, open, shoot, textOf }) => {
    await open("#C0STG");
    await page.keyboard.press("/");
    await page.keyboard.type("mallory createuser");
    await page
      .locator(".hits-summary", { hasText: "1 message says “mallory createuser”" })
      .waitFor();
    assert.equal(await contrastFaults(page), []);
    await shoot("search-light");
    await page.locator(".hit-place").click();
    await page.locator("#channel-name", { hasText: "#cloudtrail" }).waitFor();
    await eventually(() => textOf("#feed .message-shown"), /mallory/);
    await page.locator("#search").fill("nobody says this");
    await page.locator(".hits-summary", { hasText: "Nothing says" }).waitFor();
    await page.keyboard.press("Escape");
    assert.ok(await page.locator("#feed").isVisible());
  },
);

inBrowser("can be used by keyboard alone", async ({ desk, page, open }) => {
  await open("#C0DEV");
  const focused = "document.activeElement?.dataset.ts ?? document.activeElement?.id";
  const last = desk.threads("C0DEV").at(-1)?.parent.ts;
  const before = desk.threads("C0DEV").at(-2)?.parent.ts;
  await page.locator("#feed .message").last().focus();
  assert.is(await page.evaluate(focused), last);
  await page.keyboard.press("ArrowUp");
  assert.is(await page.evaluate(focused), before);
  const { parent } = longThread(desk);
  await page.locator(`#feed .message[data-ts="${parent.ts}"]`).focus();
  await page.keyboard.press("Enter");
  await page.locator("#thread-feed .message").nth(2).waitFor();
  await eventually(() => page.evaluate(focused), "thread-scroll");
  await page.keyboard.press("Escape");
  await eventually(() => page.evaluate(focused), parent.ts);
  assert.not(await page.locator("#thread").isVisible());
});

inBrowser("shows a message as it was posted", async ({ desk, page, open, textOf }) => {
  await open("#C0SEC");
  const message = page.locator("#feed .message").first();
  await message.hover();
  await message.getByRole("button", { name: "Show the message as it was posted" }).click();
  const payload = JSON.parse(await textOf("#payload-text"));
  assert.equal(payload, JSON.parse(JSON.stringify(desk.messages("C0SEC")[0])));
  await page.keyboard.press("Escape");
  await page.locator("#payload").waitFor({ state: "hidden" });
});

inBrowser(
  "keeps up with a storm, the newest in view, the older behind a button",
  async ({ desk, page, open, countOf }) => {
    const storm = (name: string, count: number) => {
      for (let i = 0; i < count; i++) desk.say("C0STG", `${name} ${i}`, { user: "U0STORM" });
    };
    await open("#C0SEC");
    await open("#C0STG");
    await page.evaluate("document.getElementById('scroll').scrollTo(0, 1e6)");
    storm("first", 500);
    await page.locator("#feed .message", { hasText: "first 499" }).waitFor();
    assert.ok((await countOf("#feed .message")) <= 450);
    assert.ok(await page.locator("#feed .message").last().isVisible());
    const first = () => page.locator("#feed .message").first().getAttribute("data-ts");
    const before = `${await first()}`;
    await page.getByRole("button", { name: "Show earlier alerts" }).click();
    await eventually(async () => `${await first()}` < before, true);

    await page.evaluate("document.getElementById('scroll').scrollTo(0, 0)");
    storm("second", 500);
    await page.locator("#newest", { hasText: "500 new alerts" }).waitFor();
    assert.ok((await countOf("#feed .message")) <= 600);
    await page.locator("#newest").click();
    await page.locator("#feed .message", { hasText: "second 499" }).waitFor();
    assert.not(await page.locator("#newest").isVisible());
  },
);

test.run();
