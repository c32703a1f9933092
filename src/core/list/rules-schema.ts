const LISTS_SCHEMA = {
  type: "object",
  default: {},
  propertyNames: {
    pattern: "^[a-z][A-Za-z0-9]*$",
    description: "name of a list: letters and digits that begin with a small letter",
  },
  additionalProperties: {
    type: "array",
    items: {
      type: "object",
      additionalProperties: false,
      required: ["value", "owner", "reason"],
      description: "an entry: value, owner, reason and, if it is not for ever, expires",
      properties: {
        value: {
          type: "string",
          minLength: 1,
          maxLength: 500,
          description: "what is on the list; in quotes where it is a number",
        },
        owner: { type: "string", minLength: 1, description: "who answers for it" },
        reason: { type: "string", minLength: 1, description: "why it is on the list" },
        expires: {
          type: "string",
          pattern: "^\\d{4}-\\d{2}-\\d{2}$",
          description: "the last day it is on the list, YYYY-MM-DD in UTC",
        },
      },
    },
    description: "a list of entries",
  },
  description:
    "name of a list: entries that are on it besides those of lists/ in folders of rules; expressions know it as $lists.NAME",
} as const;

/** The setting `rules`: which rules judge, and what is on their lists. */
export const RULES_SCHEMA = {
  type: "object",
  additionalProperties: false,
  description: "which rules judge",
  default: {},
  properties: {
    packs: {
      type: "array",
      default: ["default"],
      uniqueItems: true,
      items: { type: "string", pattern: "^[a-z0-9-]+$", description: "name of a rule pack" },
      description: "packs that come with trailbridge; [] uses none",
    },
    directories: {
      type: "array",
      default: [],
      items: { type: "string", minLength: 1, description: "a folder" },
      description: "folders of your own rule files, relative to this file",
    },
    ignoreDirectories: {
      type: "array",
      default: [],
      items: { type: "string", minLength: 1, description: "a folder" },
      description: "folders of your own ignore rule files, relative to this file",
    },
    ignoreRules: {
      type: "array",
      default: [],
      uniqueItems: true,
      items: { type: "string", minLength: 1, description: "id of an ignore rule" },
      description: "ids of ignore rules that come with trailbridge (rules/ignore); [] uses none",
    },
    disable: {
      type: "array",
      default: [],
      items: { type: "string", minLength: 1, description: "id of a rule" },
      description: "ids of rules not to load",
    },
    eventsToTrack: {
      type: "array",
      default: [],
      uniqueItems: true,
      items: {
        type: "string",
        minLength: 1,
        description: "an eventName, e.g. DeleteBucket",
      },
      description: "event names that always alert",
    },
    lists: LISTS_SCHEMA,
  },
} as const;
