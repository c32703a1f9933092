import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createFanOut } from "../../../src/local/s3/fan-out.ts";
import type { ObjectChange } from "../../../src/local/s3/notification.ts";

const KEY = "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/11/02/x.json.gz";

const test = suite("createFanOut()");

test("has CloudTrail name its log files on a topic in its own words, and no digest", () => {
  const told: string[] = [];
  const fanOut = createFanOut(
    [
      {
        name: "logs",
        notifications: [{ events: ["s3:ObjectCreated:*"], topic: "trail", byCloudTrail: true }],
      },
    ],
    {
      place: { account: "111122223333", region: "eu-central-1" },
      toQueue: () => {},
      toFunction: () => {},
      toTopic: (topic, message) => told.push(`${topic} ${message}`),
      toDefaultBus: () => {},
    },
  );
  fanOut(put(KEY));
  fanOut(put(KEY.replace("/CloudTrail/", "/CloudTrail-Digest/")));
  fanOut({ ...put(KEY), event: "ObjectRemoved:Delete" });
  assert.equal(told, [`trail {"s3Bucket":"logs","s3ObjectKey":["${KEY}"]}`]);
});

test.run();

function put(key: string): ObjectChange {
  return {
    bucket: "logs",
    object: { key, size: 1, etag: "e", sequencer: "1" } as unknown as ObjectChange["object"],
    event: "ObjectCreated:Put",
    time: 0,
  };
}
