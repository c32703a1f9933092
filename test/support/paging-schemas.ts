/**
 * What the services say of the bodies they take, as JSON Schemas: written from their documentation.
 *
 * @module
 */

const text = (maxLength: number) => ({ type: "string", minLength: 1, maxLength }) as const;
const HTTPS = { type: "string", pattern: '^https://[^\\s"<>]+$' } as const;

/** @see https://developer.pagerduty.com/docs/send-alert-event */
export const PAGERDUTY_EVENT = {
  type: "object",
  additionalProperties: false,
  required: ["routing_key", "event_action", "payload"],
  properties: {
    routing_key: { type: "string", minLength: 32, maxLength: 32 },
    event_action: { enum: ["trigger", "acknowledge", "resolve"] },
    dedup_key: text(255),
    client: { type: "string" },
    client_url: HTTPS,
    links: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["href"],
        properties: { href: HTTPS, text: { type: "string" } },
      },
    },
    images: { type: "array" },
    payload: {
      type: "object",
      additionalProperties: false,
      required: ["summary", "source", "severity"],
      properties: {
        summary: text(1024),
        source: text(1024),
        severity: { enum: ["critical", "error", "warning", "info"] },
        timestamp: {
          type: "string",
          pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:?\\d\\d)$",
        },
        component: { type: "string" },
        group: { type: "string" },
        class: { type: "string" },
        custom_details: { type: "object" },
      },
    },
  },
} as const;

const RUN = {
  type: "object",
  additionalProperties: false,
  required: ["type", "text"],
  properties: {
    type: { const: "TextRun" },
    text: { type: "string", minLength: 1 },
    weight: { enum: ["Lighter", "Default", "Bolder"] },
    size: { enum: ["Small", "Default", "Medium", "Large", "ExtraLarge"] },
  },
} as const;

/**
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using#send-adaptive-cards-using-an-incoming-webhook
 * @see https://adaptivecards.io/schemas/1.4.0/adaptive-card.json
 */
export const TEAMS_MESSAGE = {
  type: "object",
  additionalProperties: false,
  required: ["type", "attachments"],
  properties: {
    type: { const: "message" },
    attachments: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["contentType", "content"],
        properties: {
          contentType: { const: "application/vnd.microsoft.card.adaptive" },
          contentUrl: { type: "null" },
          content: {
            type: "object",
            additionalProperties: false,
            required: ["type", "version", "body"],
            properties: {
              $schema: { const: "http://adaptivecards.io/schemas/adaptive-card.json" },
              type: { const: "AdaptiveCard" },
              version: { enum: ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"] },
              msteams: {
                type: "object",
                additionalProperties: false,
                properties: { width: { const: "Full" } },
              },
              body: {
                type: "array",
                minItems: 1,
                items: {
                  type: "object",
                  additionalProperties: false,
                  required: ["type", "inlines"],
                  properties: {
                    type: { const: "RichTextBlock" },
                    inlines: { type: "array", minItems: 1, items: RUN },
                    spacing: { enum: ["None", "Small", "Default", "Medium", "Large"] },
                  },
                },
              },
              actions: {
                type: "array",
                maxItems: 6,
                items: {
                  type: "object",
                  additionalProperties: false,
                  required: ["type", "title", "url"],
                  properties: {
                    type: { const: "Action.OpenUrl" },
                    title: { type: "string", minLength: 1 },
                    url: HTTPS,
                  },
                },
              },
            },
          },
        },
      },
    },
  },
} as const;

/** Bytes a Teams message may have. @see https://learn.microsoft.com/en-us/microsoftteams/limits-specifications-teams */
export const TEAMS_MESSAGE_BYTES = 28 * 1024;
