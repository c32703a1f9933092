/** A list price of us-east-1 in US dollars, without free tiers, and who says so. */
interface ListPrice {
  readonly what: string;
  readonly dollars: number;
  /** So many of it for the dollars. */
  readonly per: number;
  /** The page that was asked. */
  readonly source: string;
  /** Of when its figure is: a month or a year. */
  readonly date: string;
}

/** One table, so that whoever looks them up anew changes them here. */
export const PRICE_LIST = {
  event: {
    what: "EventBridge: custom events, one for each 64 KB begun",
    ...{ dollars: 1, per: 1e6 },
    source: "https://cloudburn.io/blog/amazon-eventbridge-pricing",
    date: "2026-03",
  },
  archiveGigabyte: {
    what: "EventBridge: a GB that an archive takes in",
    ...{ dollars: 0.1, per: 1 },
    source: "https://cloudburn.io/blog/amazon-eventbridge-pricing",
    date: "2026-03",
  },
  getObject: {
    what: "S3: GetObject",
    ...{ dollars: 0.4, per: 1e6 },
    source: "https://c3x.dev/blog/s3-request-fees-explained",
    date: "2026",
  },
  tableWrite: {
    what: "DynamoDB on demand: writes, one for each KB begun",
    ...{ dollars: 0.625, per: 1e6 },
    source: "https://airbyte.com/data-engineering-resources/dynamodb-pricing",
    date: "2025-07",
  },
  tableRead: {
    what: "DynamoDB on demand: consistent reads, one for each 4 KB begun",
    ...{ dollars: 0.125, per: 1e6 },
    source: "https://airbyte.com/data-engineering-resources/dynamodb-pricing",
    date: "2025-07",
  },
  invocation: {
    what: "Lambda: invocations",
    ...{ dollars: 0.2, per: 1e6 },
    source: "https://cloudchipr.com/blog/aws-lambda-pricing",
    date: "2024",
  },
  gigabyteSecond: {
    what: "Lambda: GB-seconds of arm64",
    ...{ dollars: 13.3334, per: 1e6 },
    source: "https://cloudchipr.com/blog/aws-lambda-pricing",
    date: "2024",
  },
  logGigabyte: {
    what: "CloudWatch: a GB of log lines taken in",
    ...{ dollars: 0.5, per: 1 },
    source: "https://cloudburn.io/blog/amazon-cloudwatch-pricing",
    date: "2026-02",
  },
  queueRequest: {
    what: "SQS: requests to a standard queue",
    ...{ dollars: 0.4, per: 1e6 },
    source: "https://cloudburn.io/blog/amazon-sqs-pricing",
    date: "2026-03",
  },
} as const satisfies Readonly<Record<string, ListPrice>>;

/** What one of it costs, in dollars. */
export function priceOf(name: keyof typeof PRICE_LIST): number {
  const { dollars, per } = PRICE_LIST[name];
  return dollars / per;
}

/** When the prices were last looked up, and where they hold. */
export const PRICES_OF = { date: "2026-11", region: "us-east-1" } as const;

/** What the stack costs a month whatever is published: the table "Per month" of the page. */
export const STANDING = {
  metrics: 18,
  alarms: 5.1,
  dashboard: 3,
  key: 1,
  polling: 0.65,
  canaries: 0.41,
  sweep: 0.08,
} as const;

/** A consumer's alarms, dollars a month. */
export const CONSUMER = 0.3;
