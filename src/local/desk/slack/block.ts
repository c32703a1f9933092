import {
  anything,
  boolean,
  byType,
  list,
  object,
  oneOf,
  type Shape,
  string,
  union,
} from "./shape.ts";

const PLAIN = (max: number): Shape =>
  object({ type: oneOf("plain_text"), text: string({ max, min: 1 }), emoji: boolean }, [
    "type",
    "text",
  ]);

const MRKDWN = (max: number): Shape =>
  object({ type: oneOf("mrkdwn"), text: string({ max, min: 1 }), verbatim: boolean }, [
    "type",
    "text",
  ]);

const TEXT = (max: number): Shape => union(byType({ plain_text: PLAIN(max), mrkdwn: MRKDWN(max) }));

const BUTTON = object(
  {
    type: anything,
    text: PLAIN(75),
    action_id: string({ max: 255 }),
    url: string({ max: 3000 }),
    value: string({ max: 2000 }),
    style: oneOf("primary", "danger"),
    confirm: anything,
    accessibility_label: string({ max: 75 }),
  },
  ["text"],
);

const IMAGE_FIELDS = {
  type: anything,
  image_url: string({ max: 3000 }),
  slack_file: anything,
  alt_text: string({ max: 2000 }),
};

/** Elements that need an app listening: known to Slack, of no use to an alert, so not looked into. */
const UNEXAMINED_ELEMENTS = Object.fromEntries(
  (
    "channels_select checkboxes conversations_select datepicker datetimepicker external_select " +
    "multi_channels_select multi_conversations_select multi_external_select multi_static_select " +
    "multi_users_select overflow radio_buttons rich_text_input static_select timepicker " +
    "users_select workflow_button"
  )
    .split(" ")
    .map((type) => [type, anything]),
);

const RICH_ELEMENT: Shape = byType(
  Object.fromEntries(
    [
      "text",
      "link",
      "emoji",
      "user",
      "usergroup",
      "channel",
      "team",
      "broadcast",
      "color",
      "date",
    ].map((type) => [type, anything]),
  ),
);

const RICH_PART = (item: Shape, more: Record<string, Shape> = {}): Shape =>
  object({ type: anything, elements: list(item, 1000), ...more }, ["elements"]);

const RICH_SECTION = RICH_PART(RICH_ELEMENT);

const BLOCK_ID = { type: anything, block_id: string({ max: 255 }) };

/**
 * One block of a message: every type Slack knows, with the limits of those an alert can use.
 *
 * @see {@link https://docs.slack.dev/reference/block-kit/blocks}
 */
export const BLOCK: Shape = byType({
  header: object({ ...BLOCK_ID, text: PLAIN(150), level: anything }, ["text"]),
  section: (value, pointer, complain) => {
    object({
      ...BLOCK_ID,
      text: TEXT(3000),
      fields: list(TEXT(2000), 10),
      accessory: byType({
        ...UNEXAMINED_ELEMENTS,
        button: BUTTON,
        image: object(IMAGE_FIELDS, ["alt_text"]),
      }),
      expand: boolean,
    })(value, pointer, complain);
    const { text, fields } = value as Record<string, unknown>;
    if (text === undefined && fields === undefined) {
      complain("must define either `text` or `fields`", `${pointer}/type`);
    }
  },
  context: object(
    {
      ...BLOCK_ID,
      elements: list(
        byType({
          plain_text: PLAIN(3000),
          mrkdwn: MRKDWN(3000),
          image: object(IMAGE_FIELDS, ["alt_text"]),
        }),
        10,
      ),
    },
    ["elements"],
  ),
  divider: object(BLOCK_ID),
  actions: object(
    { ...BLOCK_ID, elements: list(byType({ ...UNEXAMINED_ELEMENTS, button: BUTTON }), 25) },
    ["elements"],
  ),
  image: object({ ...BLOCK_ID, ...IMAGE_FIELDS, title: PLAIN(2000) }, ["alt_text"]),
  markdown: object({ ...BLOCK_ID, text: string({ max: 12_000, min: 1 }) }, ["text"]),
  rich_text: object(
    {
      ...BLOCK_ID,
      elements: list(
        byType({
          rich_text_section: RICH_SECTION,
          rich_text_preformatted: RICH_PART(RICH_ELEMENT, { border: anything, language: anything }),
          rich_text_quote: RICH_PART(RICH_ELEMENT, { border: anything }),
          rich_text_list: RICH_PART(byType({ rich_text_section: RICH_SECTION }), {
            style: oneOf("bullet", "ordered"),
            indent: anything,
            offset: anything,
            border: anything,
          }),
        }),
        1000,
      ),
    },
    ["elements"],
  ),
  alert: object(
    {
      ...BLOCK_ID,
      text: TEXT(3000),
      level: oneOf("default", "info", "warning", "error", "success"),
    },
    ["text"],
  ),
  // Known to Slack, of no use to an alert: accepted as they are.
  ...Object.fromEntries(
    "card carousel container context_actions data_table file input plan table task_card video"
      .split(" ")
      .map((type) => [type, anything]),
  ),
});
