/**
 * `npm run picture -- <address of the Slack desk>`: makes the README's picture of a thread anew,
 * `infra/docs/thread.png`, from the sample hour that `npm start` has put into its desk.
 */

import { writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { launchChromium } from "../support/chromium.ts";
import { type Picture, palettePng } from "./palette-png.ts";

const PICTURE = new URL("../../infra/docs/thread.png", import.meta.url);

/** Of the sample hour: a call that is refused, and the same again. */
const CHANNEL = "C0STAGING";

/** Width of the thread in CSS pixels; twice as many in the picture, for sharp letters. */
const WIDTH = 600;

/** Lower parts of the messages are cropped: the README has room for the head of each. */
const CROP = `
  .thread-bar, .tools, .attachment-body > :nth-child(n + 4), .context-item:nth-child(2) ~ .context-item,
  .context-item:nth-child(2):last-child { display: none !important }
  .thread-feed { padding: 12px 4px !important }
`;

/** Text, as it runs in the page. */
const READ_PIXELS = `async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const { width, height } = image;
  const context = new OffscreenCanvas(width, height).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  let text = "";
  for (let at = 0; at < data.length; at += 32768) {
    text += String.fromCharCode(...data.subarray(at, at + 32768));
  }
  return { width, height, data: btoa(text) };
}`;

const [desk] = process.argv.slice(2);
if (desk === undefined) {
  throw new Error("Cannot take a picture as the desk's address must be given: npm start names it");
}
const chromium = process.env.TRAILBRIDGE_CHROMIUM ?? "/usr/bin/chromium";
const browser = await launchChromium(chromium);
try {
  const page = await browser.newPage({
    viewport: { width: WIDTH, height: 1_200 },
    deviceScaleFactor: 1.6,
    reducedMotion: "reduce",
    bypassCSP: true,
  });
  const ts = await threadOf(desk);
  await page.goto(new URL(`/?theme=light#${CHANNEL}/${ts}`, desk).href);
  await page.locator("#thread-feed .message").nth(2).waitFor();
  await page.addStyleTag({ content: CROP });
  const png = palettePng(await pixelsOf(page, await page.locator("#thread-feed").screenshot()));
  writeFileSync(PICTURE, png);
  console.log(`infra/docs/thread.png: ${png.length} bytes`);
} finally {
  await browser.close();
}

/** A thread with few replies. */
async function threadOf(address: string): Promise<string> {
  const history = await fetch(new URL(`/desk/history?channel=${CHANNEL}`, address));
  const { messages } = (await history.json()) as {
    messages: { ts: string; reply_count?: number }[];
  };
  const found = messages.find(({ reply_count = 0 }) => reply_count === 2 || reply_count === 3);
  if (found === undefined) {
    throw new Error(`Cannot take a picture as ${CHANNEL} must hold a thread with 2 or 3 replies`);
  }
  return found.ts;
}

/** Has the browser read its own screenshot. */
async function pixelsOf(page: Page, screenshot: Buffer): Promise<Picture> {
  const address = `data:image/png;base64,${screenshot.toString("base64")}`;
  const read = `(${READ_PIXELS})(${JSON.stringify(address)})`;
  const { width, height, data } = await page.evaluate<{
    width: number;
    height: number;
    data: string;
  }>(read);
  return { width, height, pixels: Buffer.from(data, "base64") };
}
