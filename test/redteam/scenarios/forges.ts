import { request } from "node:http";
import { gzipSync } from "node:zlib";
import {
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientConfig } from "../../support/client-config.ts";
import { SETTINGS } from "../product.ts";
import { iamUser, logKey, stopLogging } from "../record.ts";
import { type Scenario, verdictOf } from "../scenario.ts";

/** A record that is put in to be seen, so that silence is not mistaken for safety. */
const CONTROL: Scenario = {
  id: "0.0-control",
  title:
    "stops the organisation's trail, and hides nothing: what the other scenarios look for is there to be found",
  run: (product) =>
    product.deployed("", async (running) => {
      await running.put([stopLogging("organisation", { userIdentity: iamUser("control") })]);
      await running.idle();
      const slack = running.slack();
      return verdictOf({
        "a message of its own": slack.length === 1,
        "names the caller": slack.some(({ parent }) => parent.includes("control")),
        "is published to the topic": running.topic().length === 1,
        "is on the bus": running.events().some(({ event }) => event.source === "trailbridge"),
      });
    }),
};

const WEB_PAGE: Scenario = {
  id: "3.6-web-page",
  title: "has the browser of someone who tries the product read real trails off the local endpoint",
  run: (product) =>
    product.deployed("", async (running) => {
      const key = logKey("real");
      await running.put([stopLogging("organisation")], key);
      const { endpointUrl } = running.local.stack;
      const { port } = new URL(endpointUrl);
      const read = (headers: Readonly<Record<string, string>>) =>
        statusOf(`${endpointUrl}/logs/${key}`, headers);
      const [rebound, page, image, program] = [
        await read({ host: `rebound.example:${port}` }),
        await read({ origin: "https://evil.example" }),
        await read({ "sec-fetch-site": "cross-site" }),
        await read({}),
      ];
      return verdictOf(
        {
          "refuses a name that was led here": rebound === 403,
          "refuses a page's origin": page === 403,
          "refuses what a page embeds": image === 403,
          "serves programs": program === 200,
        },
        `${rebound} ${page} ${image} ${program}`,
      );
    }),
};

const EVERYONE: Scenario = {
  id: "3.1-everyone",
  title:
    "puts a record and a notice on the bus, into the queues and on the topic, as roles of two accounts that may do everything",
  run: (product) =>
    product.deployed("", async (running) => {
      const { stack, wiring } = running.local;
      const { buses = [], queues = [], topics = [] } = wiring;
      const tried: (readonly [what: string, isDone: boolean])[] = [];
      for (const account of ["111122223333", "999988887777"]) {
        const setup = await running.as(`arn:aws:iam::${account}:role/ci`);
        const [events, sqs, sns] = [
          new EventBridgeClient(setup),
          new SQSClient(setup),
          new SNSClient(setup),
        ];
        const attempt = async (what: string, act: () => Promise<unknown>) => {
          tried.push([`${account} ${what}`, await isDone(act)]);
        };
        for (const event of FORGED) {
          for (const { name } of buses.filter((bus) => bus.name !== "default")) {
            const Entry = {
              EventBusName: name,
              Source: event.source,
              DetailType: event["detail-type"],
              Detail: JSON.stringify(event.detail),
            };
            await attempt(`${event["detail-type"]} on ${name}`, async () => {
              const { Entries = [] } = await events.send(
                new PutEventsCommand({ Entries: [Entry] }),
              );
              if (Entries.some(({ ErrorCode }) => ErrorCode !== undefined)) throw new Error();
            });
          }
          for (const { name: QueueName } of queues) {
            await attempt(`${event["detail-type"]} into ${QueueName}`, async () => {
              const QueueUrl = stack.queueUrl(QueueName);
              const MessageBody = JSON.stringify(event);
              await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
            });
          }
        }
        for (const { name } of topics) {
          const TopicArn = stack.topicArn(name);
          if (TopicArn.endsWith(EXISTING_TOPIC)) continue;
          const Message = "forged";
          await attempt(`on ${TopicArn}`, () =>
            sns.send(new PublishCommand({ TopicArn, Message })),
          );
        }
      }
      await running.idle();
      const done = tried.filter(([, isDone]) => isDone).map(([what]) => what);
      return verdictOf(
        {
          "bus, queues and topics were tried": tried.length > 12,
          "each is refused": done.length === 0,
          "nobody is told of what was made up": running.slack().length === 0,
        },
        `${tried.length} tried; done: ${done.join(", ") || "none"}`,
      );
    }),
};

const CLAIMS: Scenario = {
  id: "3.1-claims",
  title:
    "puts a claim into the table, so that an event counts as told, and empties the table, as roles that may do everything",
  run: (product) =>
    product.deployed("", async (running) => {
      const TableName = running.local.wiring.tables?.[0]?.name ?? "?";
      const done: string[] = [];
      for (const account of ["111122223333", "999988887777"]) {
        const setup = await running.as(`arn:aws:iam::${account}:role/ci`);
        const table = new DynamoDBClient(setup);
        const pk = { S: "claim#slack:C0SECURITY#forged" };
        const tries = {
          claims: () =>
            table.send(new PutItemCommand({ TableName, Item: { pk, sk: { S: "claim" } } })),
          deletes: () =>
            table.send(new DeleteItemCommand({ TableName, Key: { pk, sk: { S: "claim" } } })),
          reads: () => table.send(new ScanCommand({ TableName })),
        };
        for (const [what, act] of Object.entries(tries)) {
          if (await isDone(act)) done.push(`${account} ${what}`);
        }
      }
      return verdictOf(
        { "each is refused": done.length === 0 },
        `done: ${done.join(", ") || "none"}`,
      );
    }),
};

const NEWS_QUEUE = "arn:aws:sqs:us-east-1:111122223333:news";

const OTHER_BUCKET: Scenario = {
  id: "3.2-other-bucket",
  title:
    "announces a log file that lies in a bucket of one's own, or beside the prefix of log files",
  run: (product) =>
    product.deployed(
      SETTINGS.replace("{ bucket: logs }", `{ bucket: logs, via: sqs, queueArn: "${NEWS_QUEUE}" }`),
      async (running) => {
        const { stack, wiring } = running.local;
        const sqs = new SQSClient(clientConfig(stack));
        // Whoever owns the queue may send to it: the product has no say in that.
        const QueueUrl = stack.queueUrl(
          wiring.queues?.find((it) => it.name === "news")?.name ?? "?",
        );
        const key = logKey("forged");
        const [bucketless, beside] = [
          ["mallory", key],
          ["logs", `elsewhere/${key}`],
        ] as const;
        await stack.putObject(
          "logs",
          beside[1],
          gzipSync(JSON.stringify({ Records: [stopLogging("forged")] })),
        );
        for (const [name, key] of [bucketless, beside]) {
          const s3 = { bucket: { name }, object: { key } };
          const MessageBody = JSON.stringify({
            Records: [{ eventSource: "aws:s3", eventName: "ObjectCreated:Put", s3 }],
          });
          await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
        }
        await running.idle();
        return verdictOf(
          {
            "both are skipped": running.count("skipped") === 2,
            "neither is read": running.count("records") === 0,
            "the bucket is named to people": running
              .slack()
              .some(({ parent }) => parent.includes("mallory")),
          },
          `skipped ${running.count("skipped")}, records ${running.count("records")}, ${running.slack().length} messages`,
        );
      },
    ),
};

const MISPLACED: Scenario = {
  id: "3.2-misplaced",
  title:
    "writes twenty log files with records of other accounts into the bucket, each under one account's key",
  run: (product) =>
    product.deployed("", async (running) => {
      for (let file = 0; file < 20; file++) {
        const recipientAccountId = file === 0 ? "<!channel> *now*" : `4444555566${file + 10}`;
        await running.put([stopLogging("organisation", { recipientAccountId })]);
      }
      await running.idle();
      const parents = running.slack().map(({ parent }) => parent);
      const notices = parents.filter((parent) => parent.includes("another account's log file"));
      return verdictOf(
        {
          "the records alert": parents.some((parent) => parent.includes("StopLogging")),
          "one notice for all": notices.length === 1,
          "all are counted": running.count("misplaced") === 20,
          "nobody is pinged": !parents.some((parent) => parent.includes("<!channel>")),
        },
        `${parents.length} messages, ${notices.length} notices`,
      );
    }),
};

export const SCENARIOS: readonly Scenario[] = [
  CONTROL,
  EVERYONE,
  CLAIMS,
  OTHER_BUCKET,
  MISPLACED,
  WEB_PAGE,
];

/** The settings' topic for alerts was there before: whose it is says who publishes on it. */
const EXISTING_TOPIC = ":alerts";

/** What somebody would have the product believe. */
const FORGED = [
  {
    source: "trailbridge",
    "detail-type": "AWS API Call via CloudTrail",
    detail: {
      ...stopLogging("forged"),
      trailbridge: { version: "1", bucket: "logs", key: logKey("forged"), index: 0 },
    },
  },
  {
    source: "trailbridge",
    "detail-type": "Trailbridge Operator Notice",
    detail: {
      trailbridge: { version: "1" },
      notice: { kind: "made-up", title: "All is well", text: "forged", dedupe: "forged" },
    },
  },
] as const;

async function isDone(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch {
    // Refused, whatever it is called: that nothing arrived is looked at as well.
    return false;
  }
}

/** Status of a GET, with headers a browser would set. */
function statusOf(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    asked.on("error", reject);
    asked.end();
  });
}
