import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exceptLine } from "../../../src/core/slack/text/except-line.ts";
import { tallyOf } from "../../../src/core/thread/tally.ts";
import type { Picture } from "../../../src/notifier/pen/picture.ts";
import { type SlackMedium, slackTextOf } from "../../../src/notifier/pen/slack-text.ts";
import { alertWith } from "../../support/alerts.ts";
import { memberWith } from "../../support/members.ts";
import { windowHead } from "../../support/window-heads.ts";

const HEAD = windowHead();
const PARENT: Picture = {
  kind: "parent",
  head: HEAD,
  tally: tallyOf([memberWith()]),
  isClosed: false,
};
const DETAILS: Picture = { kind: "details", head: HEAD };
const ALONE: Picture = { kind: "alone", head: HEAD };

const test = suite("slackTextOf()");

/** All that is posted of an alert that comes once: with its reply, where one follows. */
const POSTED: readonly (readonly [
  what: string,
  medium: SlackMedium,
  pictures: readonly Picture[],
])[] = [
  ["a thread of the app", "app", [PARENT, DETAILS]],
  ["a message without the table", "app", [ALONE]],
  ["a webhook", "webhook", [PARENT]],
  ["a webhook's message without the table", "webhook", [ALONE]],
];

for (const [what, medium, pictures] of POSTED) {
  for (const layout of ["compact", "full"] as const) {
    test(`has the command that excepts an alert in ${what}, ${layout}`, () => {
      const context = { accountNames: {}, ruleById: () => undefined, layout };
      const posted = pictures
        .filter(({ kind }) => layout === "compact" || kind !== "details")
        .map((picture) => JSON.stringify(slackTextOf(picture, context, medium)))
        .join("\n");
      assert.match(posted, `\`${exceptLine(alertWith())}\``);
    });
  }
}

test.run();
