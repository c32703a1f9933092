import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BLOCK_CHARACTERS, checkBlocks } from "../../../../src/local/desk/slack/block-check.ts";

const limits = suite("checkBlocks(): limits");

const x = (length: number): string => "x".repeat(length);
const plain = (length: number) => ({ type: "plain_text", text: x(length) });
const mrkdwn = (length: number) => ({ type: "mrkdwn", text: x(length) });
const many = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);
const button = (more: object = {}) => ({ type: "button", text: plain(5), ...more });

/** Each limit once at its edge, once beyond it, with what Slack says of the latter. */
const EDGES: [what: string, at: (size: number) => unknown[], most: number, complaint: string][] = [
  [
    "blocks",
    (size) => many(size, { type: "divider" }),
    50,
    "no more than 50 items allowed [json-pointer:/blocks]",
  ],
  [
    "a header's characters",
    (size) => [{ type: "header", text: plain(size) }],
    150,
    "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "a section's characters",
    (size) => [{ type: "section", text: mrkdwn(size) }],
    3000,
    "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "a section's characters, counted as characters",
    (size) => [{ type: "section", text: { type: "mrkdwn", text: "😀".repeat(size) } }],
    3000,
    "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "a section's fields",
    (size) => [{ type: "section", fields: many(size, mrkdwn(5)) }],
    10,
    "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
  ],
  [
    "a field's characters",
    (size) => [{ type: "section", fields: [mrkdwn(5), mrkdwn(size)] }],
    2000,
    "must be less than 2001 characters [json-pointer:/blocks/0/fields/1/text]",
  ],
  [
    "a context's elements",
    (size) => [{ type: "context", elements: many(size, mrkdwn(5)) }],
    10,
    "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
  ],
  [
    "a row's buttons",
    (size) => [{ type: "actions", elements: many(size, button()) }],
    25,
    "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
  ],
  [
    "a button's characters",
    (size) => [{ type: "actions", elements: [button({ text: plain(size) })] }],
    75,
    "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
  ],
  [
    "a button's address",
    (size) => [{ type: "section", text: mrkdwn(1), accessory: button({ url: x(size) }) }],
    3000,
    "must be less than 3001 characters [json-pointer:/blocks/0/accessory/url]",
  ],
  [
    "a block id's characters",
    (size) => [{ type: "divider", block_id: x(size) }],
    255,
    "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
  ],
];

for (const [what, at, most, complaint] of EDGES) {
  limits(`takes ${most} of ${what} and not one more`, () => {
    const refusal = checkBlocks(at(most + 1));
    assert.is(refusal?.error, "invalid_blocks");
    assert.ok(refusal?.complaints.includes(complaint), refusal?.complaints.join("\n"));
    assert.is(checkBlocks(at(most)), undefined);
  });
}

limits("counts characters over all blocks as measured", () => {
  // https://github.com/slackapi/bolt-js/issues/2509
  const markdown = (length: number) => [
    { type: "markdown", text: x(12_000) },
    { type: "markdown", text: x(length - 12_000 - BLOCK_CHARACTERS) },
  ];
  assert.is(checkBlocks(markdown(13_298))?.error, "msg_blocks_too_long");
  assert.is(checkBlocks(markdown(13_297)), undefined);
  assert.is(checkBlocks([...markdown(13_173), { type: "divider" }])?.error, "msg_blocks_too_long");
  assert.is(checkBlocks([...markdown(13_172), { type: "divider" }]), undefined);
});

limits.run();

const shapes = suite("checkBlocks(): shapes");

const WRONG: [what: string, blocks: unknown[], complaint: string][] = [
  ["a block that is no object", ["x"], "must provide an object [json-pointer:/blocks/0]"],
  ["a block without type", [{}], "missing required field: type [json-pointer:/blocks/0]"],
  ["an unknown type", [{ type: "x" }], "unsupported type: x [json-pointer:/blocks/0/type]"],
  [
    "a type every object has",
    [{ type: "constructor" }],
    "unsupported type: constructor [json-pointer:/blocks/0/type]",
  ],
  [
    "a header without text",
    [{ type: "header" }],
    "missing required field: text [json-pointer:/blocks/0]",
  ],
  [
    "a header in mrkdwn",
    [{ type: "header", text: mrkdwn(1) }],
    "must be a valid enum value [json-pointer:/blocks/0/text/type]",
  ],
  [
    "a section of nothing",
    [{ type: "section" }],
    "must define either `text` or `fields` [json-pointer:/blocks/0/type]",
  ],
  [
    "an empty section text",
    [{ type: "section", text: mrkdwn(0) }],
    "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "an empty field",
    [{ type: "section", fields: [mrkdwn(1), mrkdwn(0)] }],
    "must be more than 0 characters [json-pointer:/blocks/0/fields/1/text]",
  ],
  [
    "text that is a string",
    [{ type: "section", text: "hello" }],
    "failed to match all allowed schemas [json-pointer:/blocks/0/text]",
  ],
  [
    "no fields",
    [{ type: "section", fields: [] }],
    "must provide at least 1 items [json-pointer:/blocks/0/fields]",
  ],
  [
    "a property Slack has not",
    [{ type: "divider", colour: "red" }],
    "invalid additional property: colour [json-pointer:/blocks/0]",
  ],
  [
    "a button style Slack has not",
    [{ type: "actions", elements: [button({ style: "loud" })] }],
    "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
  ],
  [
    "two blocks of one id",
    many(2, { type: "divider", block_id: "a" }),
    '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]',
  ],
  [
    "two actions of one id",
    [{ type: "actions", elements: many(2, button({ action_id: "go" })) }],
    '`action_id` "go" already exists [json-pointer:/blocks/0/elements/1/action_id]',
  ],
];

for (const [what, blocks, complaint] of WRONG) {
  shapes(`refuses ${what}`, () => {
    const refusal = checkBlocks(blocks);
    assert.is(refusal?.error, "invalid_blocks");
    assert.ok(refusal?.complaints.includes(complaint), refusal?.complaints.join("\n"));
  });
}

for (const blocks of ["text", {}, 7]) {
  shapes(`refuses ${JSON.stringify(blocks)} in place of a list`, () => {
    assert.is(checkBlocks(blocks)?.error, "invalid_blocks_format");
  });
}

shapes("names both the union and what failed in it, as Slack does", () => {
  assert.equal(checkBlocks([{ type: "section", text: mrkdwn(3001) }])?.complaints, [
    "failed to match all allowed schemas [json-pointer:/blocks/0/text]",
    "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
  ]);
});

shapes("points into an attachment's blocks", () => {
  assert.equal(checkBlocks([{ type: "x" }], "/attachments/2/blocks")?.complaints, [
    "unsupported type: x [json-pointer:/attachments/2/blocks/0/type]",
  ]);
});

shapes("takes every block an alert uses", () => {
  const blocks = [
    { type: "header", text: { type: "plain_text", text: "Root activity", emoji: true } },
    {
      type: "section",
      text: mrkdwn(20),
      fields: [mrkdwn(5)],
      accessory: button({ url: "https://x" }),
    },
    {
      type: "context",
      elements: [mrkdwn(5), { type: "image", image_url: "https://x", alt_text: "x" }],
    },
    { type: "divider" },
    { type: "actions", elements: [button({ action_id: "a", style: "primary" })] },
    {
      type: "rich_text",
      elements: [
        { type: "rich_text_preformatted", elements: [{ type: "text", text: "{}" }] },
        {
          type: "rich_text_list",
          style: "bullet",
          elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "x" }] }],
        },
      ],
    },
  ];
  assert.is(checkBlocks(blocks), undefined);
});

shapes.run();
