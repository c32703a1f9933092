/**
 * List prices of us-east-1 in US dollars, without free tiers; infra/docs/cost.md says where each is
 * from. One table, so that whoever looks them up anew changes them here.
 */
export const PRICES = {
  /** When they were last compared. */
  date: "2026-11",
  region: "us-east-1",
  /** A custom event, for each 64 KB begun. */
  event: 1 / 1e6,
  /** S3 GetObject. */
  getObject: 0.4 / 1e6,
  /** DynamoDB, on demand: a write for each KB begun. */
  tableWrite: 0.625 / 1e6,
  tableRead: 0.125 / 1e6,
  /** Lambda: an invocation, and a GB-second of arm64. */
  invocation: 0.2 / 1e6,
  gigabyteSecond: 0.0000133,
  /** A GB of log lines taken in. */
  logGigabyte: 0.5,
  /** SQS: a request. */
  queueRequest: 0.4 / 1e6,
  /** What the stack costs a month whatever is published: the table "Per month" of the page. */
  standing: {
    metrics: 18,
    alarms: 5.1,
    dashboard: 3,
    key: 1,
    polling: 0.65,
    canaries: 0.4,
    sweep: 0.06,
  },
  /** A consumer's alarms, a month. */
  consumer: 0.3,
} as const;
