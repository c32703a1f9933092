import type { Alert } from "../../src/core/alert/alert.ts";

/** What a rule alerts on that counted two reads of secrets, with texts as odd as wanted. */
export function severalEvents(text = "app-1"): NonNullable<Alert["several"]>[number] {
  const time = Date.UTC(2026, 0, 24, 0, 5);
  const event = { eventName: "GetSecretValue", eventId: "e-1" };
  return {
    ruleId: "rule",
    kind: "threshold",
    key: "k",
    by: ["ada"],
    first: time,
    last: time + 60_000,
    events: [
      { ...event, time, values: [text] },
      { ...event, time: time + 60_000, values: ["app-2"] },
    ],
    values: ["app-2"],
  };
}

/** An alert with nothing odd: Ada stopped the trail. */
export function alertWith(fields: Partial<Alert> = {}): Alert {
  return {
    kind: "alert",
    identity: "e-1#111122223333",
    title: "Trail stopped",
    severity: "high",
    ruleIds: ["rule"],
    actor: { type: "IAMUser", name: "ada", arn: "arn:aws:iam::111122223333:user/ada" },
    account: "111122223333",
    region: "us-east-1",
    sourceIp: "192.0.2.10",
    userAgent: "aws-cli/2.15",
    eventName: "StopLogging",
    eventSource: "cloudtrail.amazonaws.com",
    eventTime: "2026-01-24T00:05:12Z",
    time: Date.UTC(2026, 0, 24, 0, 5, 12),
    eventId: "0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af",
    loginWithoutMfa: false,
    caller: {},
    parts: [{ name: "requestParameters", text: '{"name": "trail"}', cut: false }],
    source: { bucket: "org-logs", key: "AWSLogs/a.json.gz", index: 3 },
    ...fields,
  };
}
