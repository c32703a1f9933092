/**
 * Records nobody should write and every part must survive: odd types in each field, markup,
 * controls, surrogates, depth, prototype names.
 */
export const HOSTILE_RECORDS: readonly Record<string, unknown>[] = [
  {},
  ...[
    "eventName",
    "userIdentity",
    "eventTime",
    "eventID",
    "recipientAccountId",
    "errorCode",
  ].flatMap((field) =>
    [null, 7, true, "", [], ["x"], {}, { a: 1 }, "null"].map((value) => ({
      ...ordinary(),
      [field]: value,
    })),
  ),
  ...["arn", "type", "accountId", "principalId", "sessionContext", "onBehalfOf"].flatMap((field) =>
    [null, 7, "", ["x"], { a: 1 }].map((value) => ({
      ...ordinary(),
      userIdentity: { type: "AssumedRole", [field]: value },
    })),
  ),
  ...["toString", "constructor", "__proto__", "hasOwnProperty"].map((type) => ({
    ...ordinary(),
    userIdentity: { type },
    requestParameters: JSON.parse(`{"${type}":{"${type}":"x"}}`),
  })),
  {
    ...ordinary(),
    eventName: "<!channel> *x* `y` ```z``` & <@U012>",
    userAgent: "`".repeat(5_000),
  },
  { ...ordinary(), requestParameters: { a: "```\n<!here>\n```", b: "&".repeat(4_000) } },
  { ...ordinary(), errorMessage: "<".repeat(50_000), sourceIPAddress: "\u202Egnp.exe\u0000\r\n" },
  { ...ordinary(), userIdentity: { type: "IAMUser", userName: "\uD800".repeat(300) } },
  {
    ...ordinary(),
    requestParameters: nested(900),
    responseElements: { list: Array(5_000).fill("v") },
  },
  { ...ordinary(), eventTime: "9999-12-31T23:59:60Z" },
  { ...ordinary(), eventTime: "2026-01-24T00:05:12+14:00" },
  { ...ordinary(), eventType: "AwsCloudTrailInsight", insightDetails: { insightContext: [1] } },
];

/** A record with nothing odd. */
export function ordinary(): Record<string, unknown> {
  return {
    eventVersion: "1.08",
    eventID: "0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af",
    eventName: "StopLogging",
    eventSource: "cloudtrail.amazonaws.com",
    eventTime: "2026-01-24T00:05:12Z",
    eventType: "AwsApiCall",
    awsRegion: "us-east-1",
    sourceIPAddress: "192.0.2.10",
    userAgent: "aws-cli/2.15",
    recipientAccountId: "111122223333",
    userIdentity: {
      type: "IAMUser",
      arn: "arn:aws:iam::111122223333:user/ada",
      accountId: "111122223333",
      principalId: "AIDAEXAMPLE",
      userName: "ada",
    },
    requestParameters: { name: "organisation-trail" },
    responseElements: null,
  };
}

function nested(depth: number): unknown {
  let value: unknown = "deep";
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? { k: value } : [value];
  return value;
}
