import * as assert from "uvu/assert";
import { SLACK_LIMITS, type SlackBlock, type SlackMessage } from "../../src/core/slack/block.ts";
import { checkBlocks } from "../../src/local/desk/slack/block-check.ts";

/** Asserts every limit of Slack's and that no markup is in the message but its own. */
export function assertValidSlack(message: SlackMessage): void {
  const blocks = [...message.blocks, ...message.attachments.flatMap((part) => part.blocks)];
  assert.ok(JSON.stringify(message).length <= SLACK_LIMITS.message, "message too long");
  assert.ok(blocks.length > 0 && blocks.length <= SLACK_LIMITS.blocks, `${blocks.length} blocks`);
  assert.ok(message.text.trim().length > 0, "empty fallback");
  assert.ok(message.text.length <= 1_000, "fallback too long");
  assert.not.match(message.text, /[<>]/);
  assert.is(message.unfurl_links, false);
  for (const part of [message, ...message.attachments])
    assert.is(checkBlocks(part.blocks), undefined, "the stand-in refuses its blocks");
  for (const block of blocks) assertValidBlock(block);
}

/** All text a reader sees, unescaped, code marks left in. */
export function visibleText(message: SlackMessage): string {
  const blocks = [...message.blocks, ...message.attachments.flatMap((part) => part.blocks)];
  return blocks
    .flatMap(textsOf)
    .join("\n")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function assertValidBlock(block: SlackBlock): void {
  if (block.type === "header") assertText(block.text.text, SLACK_LIMITS.header);
  else if (block.type === "context") {
    assertCount(block.elements.length, SLACK_LIMITS.contextElements);
    for (const { text } of block.elements) assertText(text, SLACK_LIMITS.text);
  } else if ("fields" in block) {
    assertCount(block.fields.length, SLACK_LIMITS.fields);
    for (const { text } of block.fields) assertText(text, SLACK_LIMITS.field);
  } else assertText(block.text.text, SLACK_LIMITS.text);
}

function assertCount(count: number, max: number): void {
  assert.ok(count > 0 && count <= max, `${count} of at most ${max}`);
}

function assertText(text: string, max: number): void {
  assert.ok(text.length > 0 && text.length <= max, `${text.length} of at most ${max} characters`);
  const withoutOwnLinks = text.replace(/<https:\/\/[^<>|\s]+\|[^<>|]+>/g, "");
  assert.not.match(withoutOwnLinks, /[<>]/, `unescaped markup: ${text.slice(0, 300)}`);
  assert.not.match(withoutOwnLinks, /&(?!amp;|lt;|gt;)/);
  assert.not.match(text, /\p{Cs}/u);
  assert.is((text.split("```").length - 1) % 2, 0, "a code fence is left open");
}

function textsOf(block: SlackBlock): string[] {
  if (block.type === "context") return block.elements.map(({ text }) => text);
  return "fields" in block ? block.fields.map(({ text }) => text) : [block.text.text];
}
