import type { WebClient } from "@slack/web-api";
import type { Browser, Page } from "playwright-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Desk } from "../../../src/local/desk/desk.ts";
import { launchChromium, screenshotFolder } from "../../support/chromium.ts";
import { contrastFaults } from "../../support/contrast.ts";
import { clientOf, startTestDesk } from "../../support/desk-client.ts";
import { playScene } from "../../support/desk-scene.ts";

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

const test = suite("the desk's page, in Chromium");

let desk: Desk;
let client: WebClient;
let browser: Browser | undefined;
let page: Page;
/** Everything the browser complained of: script errors, refused code, failed loads. */
let complaints: string[];
const folder = screenshotFolder();

test.before(async () => {
  browser = await launchChromium("the test of the desk's page");
  desk = await startTestDesk({
    channels: [
      { id: "C0SEC", name: "security-alerts", topic: "High and critical, all accounts" },
      { id: "C0DEV", name: "cloudtrail", topic: "Everything else" },
      { id: "C0STG", name: "staging-alerts" },
      { id: "C0OLD", name: "old-alerts", archived: true },
    ],
  });
  client = clientOf(desk);
  await playScene(client);
  if (browser === undefined) return;
  console.error(`Screenshots of the desk: ${folder}`);
  page = await browser.newPage({ viewport: DESKTOP, reducedMotion: "reduce" });
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (line) => {
    if (line.type() === "error") complaints.push(line.text());
  });
});

test.after(async () => {
  await browser?.close();
  await desk.close();
});

/** Goes to a place of the page, loading it anew if asked to; one page serves all tests, in order. */
async function open(hash: string, { reload = false, theme = "light" } = {}): Promise<void> {
  complaints = [];
  const address = `${desk.url}?theme=${theme}${hash}`;
  await page.goto(address);
  if (reload) await page.reload();
  await page.locator('.live[data-state="live"]').waitFor({ state: "attached" });
}

const shoot = (name: string) => page.screenshot({ path: `${folder}/${name}.png` });
const textOf = async (selector: string) => (await page.locator(selector).textContent()) ?? "";
const countOf = (selector: string) => page.locator(selector).count();

/** Declares a test that is skipped, loudly at the start, where there is no Chromium. */
function inBrowser(name: string, body: () => Promise<void>): void {
  test(name, async () => {
    if (browser === undefined) return;
    await body();
    assert.equal(complaints, []);
  });
}

/** The first thread of the scene with replies. */
function longThread() {
  const thread = desk.threads("C0DEV").find(({ replies }) => replies.length > 5);
  assert.ok(thread);
  return thread as NonNullable<typeof thread>;
}

inBrowser("lists the channels with what is unread in each", async () => {
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
});

inBrowser("draws an alert as Slack does: header, fields, coloured bar, code", async () => {
  await open("#C0SEC");
  const alert = page.locator("#feed .message").last();
  assert.match(
    (await alert.locator(".block-header").textContent()) ?? "",
    /^🟥 The trail was changed/,
  );
  assert.ok((await alert.locator(".fields .field").count()) >= 4);
  assert.ok((await alert.locator(".code-block").count()) >= 1);
  const bar =
    "getComputedStyle(document.querySelector('#feed .message:last-of-type .attachment'), '::before').backgroundColor";
  assert.is(await page.evaluate(bar), "rgb(200, 30, 58)");
});

inBrowser("goes straight to a thread by its permalink", async () => {
  const { parent, replies } = longThread();
  await open(`#C0DEV/${parent.ts}`);
  await page.locator("#thread-feed .message").nth(replies.length).waitFor();
  assert.is(await countOf("#thread-feed .message"), 1 + replies.length);
  assert.match(await textOf(".thread-divider"), new RegExp(`^${replies.length} replies`));
  const line = `.message[data-ts="${parent.ts}"] .thread-line`;
  assert.match(await textOf(line), new RegExp(`${replies.length} replies\\s*last reply today at`));
  assert.equal(await contrastFaults(page), []);
  await shoot("thread-light");
});

inBrowser("goes straight to a reply, and says when there is no such message", async () => {
  const { replies } = longThread();
  const reply = replies.at(-1)?.ts;
  await open(`#C0DEV/${reply}`);
  await page.locator(`#thread-feed .message-shown[data-ts="${reply}"]`).waitFor();
  await open("#C0DEV/1700000000.000100");
  assert.match(await textOf("#toast:visible"), /no such message/);
});

inBrowser("shows what is posted, edited and replied while it is open", async () => {
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
  assert.match((await message.locator(".thread-line").textContent()) ?? "", /2 replies/);
  const before = await textOf('[data-channel="C0SEC"] .channel-badge');
  await client.chat.postMessage({ channel: "C0SEC", text: "elsewhere" });
  const more = Number.parseInt(before, 10) + 1;
  await page.locator('[data-channel="C0SEC"] .channel-badge', { hasText: `${more}` }).waitFor();
  assert.match(await textOf("#announce"), /New alert in security-alerts: elsewhere/);
});

inBrowser("folds a long event and keeps it unfolded when the message changes", async () => {
  const json = JSON.stringify({ items: Array.from({ length: 30 }, (_, id) => ({ id })) }, null, 2);
  const text = `*requestParameters*\n\`\`\`\n${json}\n\`\`\``;
  const blocks = [{ type: "section", text: { type: "mrkdwn", text } }];
  const { ts = "" } = await client.chat.postMessage({ channel: "C0DEV", text: "long", blocks });
  await open("#C0DEV");
  const message = page.locator(`#feed .message[data-ts="${ts}"]`);
  const height = async () => (await message.locator(".code-block").boundingBox())?.height ?? 0;
  const folded = await height();
  assert.ok(folded > 0 && folded < 250, `${folded}`);
  await shoot("long-event-light");
  await message.getByRole("button", { name: "Show all 94 lines" }).click();
  assert.ok((await height()) > 1000);
  await client.chat.update({
    channel: "C0DEV",
    ts,
    text: "still long",
    blocks: [...blocks, { type: "divider" }],
  });
  await message.locator("hr").waitFor();
  assert.ok((await height()) > 1000);
  await message.getByRole("button", { name: "Show fewer lines" }).click();
  assert.ok((await height()) < 250);
});

inBrowser("lets nothing a message says become markup, script or a dangerous link", async () => {
  const bait = `"><img src=x onerror="window.pwned=1"><script>window.pwned=1</script>`;
  const escaped = bait.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const links = "<javascript:window.pwned=1|click> <data:text/html,x|data> <https://ok.example|ok>";
  const { ts = "" } = await client.chat.postMessage({
    channel: "C0STG",
    text: bait,
    username: bait,
    blocks: [
      { type: "header", text: { type: "plain_text", text: bait } },
      {
        type: "section",
        text: { type: "mrkdwn", text: `${bait}\n${escaped}\n${links}\n\`${bait}\`` },
      },
      { type: "section", fields: [{ type: "mrkdwn", text: `\`\`\`${bait}\`\`\`` }] },
      {
        type: "actions",
        elements: [button("javascript:window.pwned=1"), button("https://ok.example")],
      },
      {
        type: "context",
        elements: [{ type: "image", image_url: "javascript:window.pwned=1", alt_text: bait }],
      },
    ],
    attachments: [
      {
        color: "red;background:url(x)",
        title: bait,
        title_link: "javascript:1",
        text: bait,
        footer: bait,
      },
    ],
  });
  await open(`#C0STG/${ts}`);
  const message = page.locator(`#feed .message[data-ts="${ts}"]`);
  assert.match(
    (await message.locator(".block-header").textContent()) ?? "",
    /<script>window\.pwned=1<\/script>/,
  );
  const sources = "[...document.images].map((image) => image.getAttribute('src'))";
  assert.equal([...new Set((await page.evaluate(sources)) as string[])], ["/icon.svg"]);
  assert.is(await countOf("#feed script"), 0);
  const addresses = "[...document.querySelectorAll('#feed a')].map(({ protocol }) => protocol)";
  assert.equal([...new Set((await page.evaluate(addresses)) as string[])].sort(), [
    "http:",
    "https:",
  ]);
  assert.is(await page.evaluate("window.pwned"), undefined);
  await shoot("hostile-light");
});

inBrowser("is dark when asked to be, by the address, the system or the button", async () => {
  const theme = () => page.evaluate("document.documentElement.dataset.theme");
  const { parent, replies } = longThread();
  await open(`#C0DEV/${parent.ts}`, { theme: "dark" });
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
});

inBrowser("fits a phone: a drawer for the channels, the thread over the channel", async () => {
  await page.setViewportSize(PHONE);
  await open("#C0DEV");
  assert.is(await page.evaluate("document.documentElement.scrollWidth"), PHONE.width);
  await shoot("phone-light");
  assert.not(await page.locator("#channels").isVisible());
  await page.getByRole("button", { name: "Show the channels" }).click();
  await page.locator('[data-channel="C0SEC"]').click();
  await page.locator("#channel-name", { hasText: "#security-alerts" }).waitFor();
  assert.not(await page.locator("#channels").isVisible());
  const { parent } = longThread();
  await open(`#C0DEV/${parent.ts}`);
  await page.locator("#thread-feed .message").nth(3).waitFor();
  assert.is(await page.evaluate("document.documentElement.scrollWidth"), PHONE.width);
  await shoot("phone-thread-light");
  await page.getByRole("button", { name: "Close the thread" }).click();
  assert.ok(await page.locator("#feed").isVisible());
  await page.setViewportSize(DESKTOP);
});

inBrowser("finds messages of every channel and goes to them", async () => {
  await open("#C0STG");
  await page.keyboard.press("/");
  await page.keyboard.type("mallory createuser");
  await page.locator(".hits-summary", { hasText: "1 message says" }).waitFor();
  assert.equal(await contrastFaults(page), []);
  await shoot("search-light");
  await page.locator(".hit-place").click();
  await page.locator("#channel-name", { hasText: "#cloudtrail" }).waitFor();
  assert.match(await textOf("#feed .message-shown"), /mallory/);
  await page.locator("#search").fill("nobody says this");
  await page.locator(".hits-summary", { hasText: "Nothing says" }).waitFor();
  await page.keyboard.press("Escape");
  assert.ok(await page.locator("#feed").isVisible());
});

inBrowser("can be used by keyboard alone", async () => {
  await open("#C0DEV");
  const focused = "document.activeElement?.dataset.ts ?? document.activeElement?.id";
  const last = desk.threads("C0DEV").at(-1)?.parent.ts;
  const before = desk.threads("C0DEV").at(-2)?.parent.ts;
  await page.locator("#feed .message").last().focus();
  assert.is(await page.evaluate(focused), last);
  await page.keyboard.press("ArrowUp");
  assert.is(await page.evaluate(focused), before);
  const { parent } = longThread();
  await page.locator(`#feed .message[data-ts="${parent.ts}"]`).focus();
  await page.keyboard.press("Enter");
  await page.locator("#thread-feed .message").nth(2).waitFor();
  assert.is(await page.evaluate(focused), "thread-scroll");
  await page.keyboard.press("Escape");
  assert.not(await page.locator("#thread").isVisible());
  assert.is(await page.evaluate(focused), parent.ts);
});

inBrowser("shows a message as it was posted", async () => {
  await open("#C0SEC");
  const message = page.locator("#feed .message").first();
  await message.hover();
  await message.getByRole("button", { name: "Show the message as it was posted" }).click();
  const payload = JSON.parse(await textOf("#payload-text"));
  assert.equal(payload, JSON.parse(JSON.stringify(desk.messages("C0SEC")[0])));
  await page.keyboard.press("Escape");
  assert.not(await page.locator("#payload").isVisible());
});

inBrowser("keeps up with a storm, the newest in view, the older behind a button", async () => {
  const storm = (name: string, count: number) => {
    for (let i = 0; i < count; i++) desk.say("C0STG", `${name} ${i}`, { user: "U0STORM" });
  };
  await open("#C0SEC");
  await open("#C0STG");
  await page.evaluate("document.getElementById('scroll').scrollTo(0, 1e6)");
  storm("first", 700);
  await page.locator("#feed .message", { hasText: "first 699" }).waitFor();
  assert.ok((await countOf("#feed .message")) <= 450);
  assert.ok(await page.locator("#feed .message").last().isVisible());
  const first = await page.locator("#feed .message").first().getAttribute("data-ts");
  await page.getByRole("button", { name: "Show earlier alerts" }).click();
  await page.waitForFunction(`document.querySelector("#feed .message").dataset.ts < "${first}"`);

  await page.evaluate("document.getElementById('scroll').scrollTo(0, 0)");
  storm("second", 700);
  await page.locator("#newest", { hasText: "700 new alerts" }).waitFor();
  assert.ok((await countOf("#feed .message")) <= 600);
  await page.locator("#newest").click();
  await page.locator("#feed .message", { hasText: "second 699" }).waitFor();
  assert.not(await page.locator("#newest").isVisible());
});

test.run();

function button(url: string) {
  return { type: "button", text: { type: "plain_text", text: "go" }, url } as const;
}
