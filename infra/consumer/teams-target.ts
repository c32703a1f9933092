import { HttpParameter, RuleTargetInput } from "aws-cdk-lib/aws-events";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import { alertText } from "./alert-field.ts";
import type { AlertFields } from "./alert-pattern.ts";
import { messageTarget, valueOfSecret } from "./api-target.ts";
import type { ConsumerOptions } from "./consumer.ts";

/** What Microsoft Teams can be told. */
export interface TeamsOptions extends Omit<ConsumerOptions, "pattern"> {
  /**
   * Address of a workflow that begins "When a Teams webhook request is received", without its `sig`:
   * that is what makes it secret.
   */
  readonly workflowUrl: string;

  /** Secret with the value of the address's `sig`. Never in the template. */
  readonly signature: ISecret;

  /**
   * Field of the secret, when it is JSON.
   *
   * @default - the secret's whole text
   */
  readonly secretField?: string;

  /**
   * Which alerts. A thread that closes posts a card of its own where `states` asks for it.
   *
   * @default - every alert, when its thread begins
   */
  readonly only?: AlertFields;
}

/** Teams takes four a second. @see https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using#rate-limiting-for-connectors */
const REQUESTS_PER_SECOND = 3;

/**
 * A channel or chat of Microsoft Teams, by a workflow's webhook: an adaptive card for each alert.
 *
 * @throws {Error} If the address is not one of HTTPS, or holds its signature.
 * @see https://learn.microsoft.com/en-us/connectors/teams/#microsoft-teams-webhook
 */
export function teamsTarget({ workflowUrl, signature, secretField }: TeamsOptions) {
  const url = URL.canParse(workflowUrl) ? new URL(workflowUrl) : undefined;
  if (url?.protocol !== "https:" || url.username !== "" || url.hash !== "") {
    throw new Error(
      "Cannot post to Teams as the workflow's address must begin with https:// and have no user and no #",
    );
  }
  if (url.searchParams.has("sig")) {
    throw new Error(
      "Cannot post to Teams as the workflow's address stands in the template: leave its sig out, which belongs into the secret",
    );
  }
  const others = [...url.searchParams].map(
    ([name, value]) => [name, HttpParameter.fromString(value)] as const,
  );
  return messageTarget({
    endpoint: `${url.origin}${url.pathname}`,
    requestsPerSecond: REQUESTS_PER_SECOND,
    queryStringParameters: {
      ...Object.fromEntries(others),
      sig: HttpParameter.fromSecret(valueOfSecret(signature, secretField)),
    },
    message: CARD,
  });
}

/**
 * Texts stand in text runs, which know no Markdown: what a log file says is no link and no style.
 *
 * @see https://adaptivecards.io/explorer/TextRun.html
 */
function line(text: string, style: object = {}): object {
  return { type: "RichTextBlock", inlines: [{ type: "TextRun", text, ...style }] };
}

function fact(label: string, text: string): object {
  const inlines = [
    { type: "TextRun", text: `${label}: `, weight: "Bolder" },
    { type: "TextRun", text },
  ];
  return { type: "RichTextBlock", inlines, spacing: "Small" };
}

const CARD = RuleTargetInput.fromObject({
  type: "message",
  attachments: [
    {
      contentType: "application/vnd.microsoft.card.adaptive",
      content: {
        $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
        type: "AdaptiveCard",
        version: "1.4",
        msteams: { width: "Full" },
        body: [
          line(alertText("title"), { weight: "Bolder", size: "Medium" }),
          line(alertText("summary")),
          fact("Account", alertText("account")),
          fact("Region", alertText("region")),
          fact("Time", alertText("time")),
          fact("Events", alertText("count")),
          fact("Rule", alertText("rules")),
          fact("What to do", alertText("runbook")),
        ],
        actions: [{ type: "Action.OpenUrl", title: "Open in the console", url: alertText("link") }],
      },
    },
  ],
});
