import {
  type MessageAttributeValue,
  PublishCommand,
  SNSClient,
  type SNSClientConfig,
  SNSServiceException,
} from "@aws-sdk/client-sns";
import { DeliveryError, isNeverSent } from "../../core/alert/delivery-error.ts";
import { plainQueueText, queueText } from "../../core/record/queue-text.ts";
import type { SnsMessage } from "../../core/sns/message.ts";
import type { Topics } from "../../ports.ts";

/**
 * Publishes on SNS topics: JSON for machines, and texts of their own for people.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function snsPublisher(client: SNSClient): Topics {
  return {
    async publish(topicArn, { subject, body, email, sms, attributes }) {
      try {
        await client.send(
          new PublishCommand({
            TopicArn: topicArn,
            Subject: subject,
            Message: JSON.stringify({
              default: queueText(body),
              ...(email !== undefined && { email: plainQueueText(email) }),
              ...(sms !== undefined && { sms: plainQueueText(sms) }),
            }),
            MessageStructure: "json",
            MessageAttributes: Object.fromEntries(
              Object.entries(attributes).map(([name, value]) => [name, attributeOf(value)]),
            ),
          }),
        );
      } catch (cause) {
        throw deliveryError(cause);
      }
    },
  };
}

/** {@linkcode snsPublisher} with a client of its own. */
export function ownTopics(config: SNSClientConfig): Topics {
  return snsPublisher(new SNSClient(config));
}

function attributeOf(value: SnsMessage["attributes"][string]): MessageAttributeValue {
  if (typeof value === "number") return { DataType: "Number", StringValue: String(value) };
  if (typeof value === "string") {
    return { DataType: "String", StringValue: plainQueueText(value) };
  }
  return { DataType: "String.Array", StringValue: queueText(JSON.stringify(value)) };
}

/** SNS's words for what no retry can help. @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors */
const REFUSED = [
  "NotFound",
  "InvalidParameter",
  "InvalidParameterValue",
  "InvalidSecurity",
  "KMSDisabled",
  "KMSInvalidState",
  "KMSNotFound",
  "KMSOptInRequired",
];

/** Words for a permission that is missing: a policy or a grant may arrive late. */
const AUTH = ["AuthorizationError", "AccessDenied", "KMSAccessDenied"];

/** Words for too many calls. */
const LIMITED = ["Throttled", "Throttling", "ThrottlingException", "KMSThrottling"];

function deliveryError(cause: unknown): DeliveryError {
  const name = cause instanceof Error ? cause.name.replace(/Exception$/, "") : "Error";
  if (!(cause instanceof SNSServiceException)) {
    return new DeliveryError("later", name, { isUnsure: !isNeverSent(cause), cause });
  }
  if (LIMITED.includes(name))
    return new DeliveryError("later", name, { retryAfterSeconds: 1, cause });
  const fault = AUTH.includes(name) ? "auth" : REFUSED.includes(name) ? "refused" : "later";
  return new DeliveryError(fault, name, { cause });
}
