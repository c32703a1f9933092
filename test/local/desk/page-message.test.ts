import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parentMessage } from "../../../src/core/slack/subject.ts";
import { alertWith } from "../../support/alerts.ts";
import { contrastFaults } from "../../support/contrast.ts";
import { onDeskPage } from "../../support/desk-page.ts";

const test = suite("messages on the desk's page");

const inBrowser = onDeskPage(test, "messages on the desk's page");

inBrowser(
  "draws an alert as Slack does: header, fields, coloured bar, code",
  async ({ client, page, open }) => {
    const subject = alertWith({ severity: "critical", failure: "refused", title: "T" });
    const message = parentMessage(subject, {
      accountNames: {},
      ruleById: () => undefined,
      layout: "full",
    });
    const posted = { channel: "C0SEC", ...message };
    const { ts } = (await client.apiCall("chat.postMessage", posted)) as { ts?: string };
    await open("#C0SEC");
    const alert = page.locator(`#feed .message[data-ts="${ts}"]`);
    assert.match(
      (await alert.locator(".block-header").textContent()) ?? "",
      /^CRITICAL · StopLogging was refused \(rule: T\) · 111122223333$/,
    );
    assert.ok((await alert.locator(".fields .field").count()) >= 4);
    assert.ok((await alert.locator(".code-block").count()) >= 1);
    const bar =
      "getComputedStyle(document.querySelector('#feed .message:last-of-type .attachment'), '::before').backgroundColor";
    assert.is(await page.evaluate(bar), "rgb(200, 30, 58)");
  },
);

inBrowser(
  "folds a long event and keeps it unfolded when the message changes",
  async ({ client, page, open, shoot }) => {
    const json = JSON.stringify(
      { items: Array.from({ length: 30 }, (_, id) => ({ id })) },
      null,
      2,
    );
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
  },
);

inBrowser(
  "draws every block and every piece of formatting an alert may use",
  async ({ client, page, open, shoot }) => {
    const { ts = "" } = (await client.apiCall("chat.postMessage", KITCHEN_SINK)) as { ts?: string };
    await open(`#C0DEV/${ts}`);
    const message = page.locator(`#feed .message[data-ts="${ts}"]`);
    await message.waitFor();
    const drawn: [what: string, selector: string, text: RegExp][] = [
      [
        "a section beside its button",
        ".block-section .block-accessory a.button",
        /Open the runbook/,
      ],
      ["bold, italic, struck", ".line strong", /bold/],
      ["a quote", "blockquote.quote", /quoted\s*twice/],
      ["a list item", ".item .item-text", /first/],
      ["a person", ".mention", /@ada/],
      ["a channel, as a link to it", 'a.mention[href="#C0SEC"]', /#security-alerts/],
      ["everyone", ".mention-all", /@here/],
      ["an emoji", ".line .emoji", /🚨/],
      ["a link", 'a.link[href="https://example.com/a?b=1&c=2"]', /the docs/],
      ["a primary link button", "a.button-primary", /View in CloudTrail/],
      ["a button that would need an app", "button.button:disabled", /Acknowledge/],
      ["rich text", "ul.list li", /point/],
      ["rich code", ".block-body .code-block", /"rich": true/],
      ["an image, by its name", ".image-note", /a chart/],
      ["an old attachment", ".attachment-title a", /Old title/],
      ["its fields", ".attachment .field", /Severity/],
    ];
    for (const [what, selector, text] of drawn) {
      assert.match((await message.locator(selector).first().textContent()) ?? "", text, what);
    }
    assert.equal(await contrastFaults(page), []);
    await shoot("blocks-light");
  },
);

inBrowser(
  "lets nothing a message says become markup, script or a dangerous link",
  async ({ client, page, open, shoot, countOf }) => {
    const bait = `"><img src=x onerror="window.pwned=1"><script>window.pwned=1</script>`;
    const escaped = bait.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    const links =
      "<javascript:window.pwned=1|click> <data:text/html,x|data> <https://ok.example|ok>";
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
  },
);

test.run();

/** A message with one of everything. */
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const plain = (text: string) => ({ type: "plain_text", text });
const KITCHEN_SINK = {
  channel: "C0DEV",
  text: "One of everything",
  username: "Kitchen sink",
  icon_emoji: ":hammer_and_wrench:",
  blocks: [
    { type: "header", text: plain(":bell: One of everything") },
    {
      type: "section",
      text: mrkdwn(
        ":rotating_light: *bold*, _italic_, ~struck~, `code`, <https://example.com/a?b=1&amp;c=2|the docs>\n" +
          "<@U0ADA|ada> in <#C0SEC>, <!here>\n&gt; quoted\n&gt; twice\n• first\n• second, which is long enough to show how a line that wraps is set when there is not enough room for it\n  ◦ nested",
      ),
      accessory: { type: "button", text: plain("Open the runbook"), url: "https://example.com/r" },
    },
    {
      type: "section",
      fields: [mrkdwn("*Account*\nproduction"), mrkdwn("*Region*\n`eu-central-1`")],
    },
    { type: "divider" },
    {
      type: "rich_text",
      elements: [
        {
          type: "rich_text_list",
          style: "bullet",
          elements: [
            {
              type: "rich_text_section",
              elements: [{ type: "text", text: "point", style: { bold: true } }],
            },
          ],
        },
        { type: "rich_text_preformatted", elements: [{ type: "text", text: '{"rich": true}' }] },
      ],
    },
    {
      type: "actions",
      elements: [
        {
          type: "button",
          text: plain("View in CloudTrail"),
          url: "https://example.com/",
          style: "primary",
        },
        { type: "button", text: plain("Acknowledge"), action_id: "ack" },
      ],
    },
    { type: "image", image_url: "https://example.com/chart.png", alt_text: "a chart" },
    { type: "context", elements: [mrkdwn("Event `0e4d136e`"), mrkdwn("seen *twice*")] },
    { type: "alert", level: "warning", text: mrkdwn("An alert block") },
    { type: "video", title: plain("x") },
  ],
  attachments: [
    {
      color: "warning",
      pretext: "Before it",
      title: "Old title",
      title_link: "https://example.com/",
      text: "Old *text*",
      fields: [
        { title: "Severity", value: "high", short: true },
        { title: "Account", value: "production", short: true },
      ],
      footer: "trailbridge",
      ts: "1700000000",
    },
  ],
};

function button(url: string) {
  return { type: "button", text: { type: "plain_text", text: "go" }, url } as const;
}
