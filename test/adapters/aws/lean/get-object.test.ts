import { Readable } from "node:stream";
import { GetObjectCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type GivenObject,
  leanGetObject,
  type WantedObject,
} from "../../../../src/adapters/aws/lean/get-object.ts";
import { eventually } from "../../../support/eventually.ts";
import {
  asSent,
  type DaySettings,
  dayOf,
  answerOf as oracleAnswer,
  outcomeOf,
  rawServer,
  type Seen,
  withEnv,
} from "../../../support/sdk-oracle.ts";

// The SDK's client is what a lean call is compared with throughout: both get the same, and must do
// and say the same.

const CONFIG = {
  region: "eu-central-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s", sessionToken: "t" },
  responseChecksumValidation: "WHEN_REQUIRED",
  followRegionRedirects: true,
} as const;

type Get = (wanted: WantedObject) => Promise<GivenObject>;

/** The two that are compared, by what makes the calls of a client. */
const WAYS: readonly ((client: S3Client) => Get)[] = [
  (client) =>
    async ({ bucket, key, etag }) => {
      const input = { Bucket: bucket, Key: key, ...(etag !== undefined && { IfMatch: etag }) };
      return (await client.send(new GetObjectCommand(input))) as unknown as GivenObject;
    },
  leanGetObject,
];

const WANTED: WantedObject = { bucket: "logs", key: "AWSLogs/1/a b+c.json.gz" };

const faults = suite("leanGetObject(), what is no plain success");

const HEADERS = { connection: "close", "x-amz-request-id": "r-1", "x-amz-id-2": "r-2" };

function answerOf(status: number, body: string, headers: Record<string, string> = {}): string {
  return oracleAnswer(status, body, { ...HEADERS, ...headers });
}

function errorOf(status: number, code: string, more = "", headers = {}): string {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code} it is</Message>${more}<RequestId>r-1</RequestId></Error>`;
  return answerOf(status, body, { "content-type": "application/xml", ...headers });
}

const GIVEN = answerOf(200, "bytes of the object", {
  etag: '"e1"',
  "last-modified": "Fri, 27 Nov 2026 10:00:00 GMT",
  "content-type": "application/json",
  "content-encoding": "gzip",
  "x-amz-server-side-encryption": "aws:kms",
});
/** Another time than here, by which the SDK sets its clock. */
const LATER = { date: new Date(Date.now() + 3_600_000).toUTCString() };
const ELSEWHERE = { "x-amz-bucket-region": "us-west-2" };
const CHUNKED = GIVEN.replace(/content-length: \d+/, "transfer-encoding: chunked").replace(
  "bytes of the object",
  "6\r\nbytes \r\nd\r\nof the object\r\n0\r\n\r\n",
);

/** What S3 does, answer by answer; the last again and again. */
const DAYS: Readonly<Record<string, readonly string[]>> = {
  "an object": [GIVEN],
  "an object in chunks": [CHUNKED],
  "an object without a tag": [answerOf(200, "bytes")],
  "an empty object": [answerOf(200, "", { etag: '"e1"' })],
  "an answer of another time": [GIVEN.replace("\r\n", `\r\ndate: ${LATER.date}\r\n`)],
  "an object that is gone": [errorOf(404, "NoSuchKey", "<Key>k</Key>")],
  "a bucket that is gone": [errorOf(404, "NoSuchBucket")],
  "a bucket of a name that cannot be": [errorOf(400, "InvalidBucketName")],
  "a key that is too long": [errorOf(400, "KeyTooLongError")],
  "an object that was overwritten": [errorOf(412, "PreconditionFailed")],
  "an object that is what it was": [answerOf(304, "")],
  "an object that is archived": [
    errorOf(403, "InvalidObjectState", "<StorageClass>GLACIER</StorageClass>"),
  ],
  "a missing permission": [errorOf(403, "AccessDenied")],
  "a bucket that was switched off": [errorOf(403, "AllAccessDisabled")],
  "a key of KMS's that is disabled": [errorOf(400, "KMS.DisabledException")],
  "a key of KMS's that is gone": [errorOf(400, "KMS.NotFoundException")],
  "expired credentials": [errorOf(400, "ExpiredToken")],
  "credentials nobody knows": [errorOf(403, "InvalidAccessKeyId")],
  "a signature that is wrong": [errorOf(403, "SignatureDoesNotMatch")],
  "a clock that is wrong": [errorOf(403, "RequestTimeTooSkewed", "", LATER), GIVEN],
  "a throttle": [errorOf(503, "SlowDown")],
  "a throttle, then an object": [errorOf(503, "SlowDown"), GIVEN],
  "a throttle that says how long": [errorOf(503, "SlowDown", "", { "retry-after": "0" }), GIVEN],
  "a failure of the service": [errorOf(500, "InternalError")],
  "a failure of the service, then an object": [errorOf(500, "InternalError"), GIVEN],
  "a service that is unavailable": [
    answerOf(503, "<html>Service Unavailable</html>", { "content-type": "text/html" }),
    GIVEN,
  ],
  "an error without a body": [answerOf(403, "")],
  "an error that is no XML": [answerOf(502, "no")],
  "an error that is not all there": [errorOf(403, "AccessDenied").slice(0, -9)],
  "an error nobody knows": [errorOf(418, "Teapot")],
  "a bucket of another Region": [errorOf(301, "PermanentRedirect", "", ELSEWHERE), GIVEN],
  "a bucket of another Region, told without a body": [answerOf(301, "", ELSEWHERE), GIVEN],
  "a bucket of another Region that is not told": [errorOf(301, "PermanentRedirect")],
  "a bucket that is sent on for ever": [errorOf(301, "PermanentRedirect", "", ELSEWHERE)],
  "a bucket of another Region that denies": [
    errorOf(301, "PermanentRedirect", "", ELSEWHERE),
    errorOf(403, "AccessDenied"),
  ],
  "a bucket of another Region that fails first": [
    errorOf(301, "PermanentRedirect", "", ELSEWHERE),
    errorOf(500, "InternalError"),
    GIVEN,
  ],
  "a failure, then a bucket of another Region": [
    errorOf(500, "InternalError"),
    errorOf(301, "PermanentRedirect", "", ELSEWHERE),
    GIVEN,
  ],
  "another Region by its signature": [
    errorOf(400, "AuthorizationHeaderMalformed", "<Region>us-west-2</Region>", ELSEWHERE),
  ],
  "another Region by its constraint": [
    errorOf(400, "IllegalLocationConstraintException", "", ELSEWHERE),
    GIVEN,
  ],
  "a bucket that is new": [
    errorOf(307, "TemporaryRedirect", "", { location: "http://127.0.0.1:1/" }),
  ],
  "a part of an object": [GIVEN.replace("200", "206")],
  "an object that is not all there": [GIVEN.slice(0, -5)],
  "chunks that are not all there": [CHUNKED.slice(0, -9)],
  "an object that stalls": [`stall${GIVEN.slice(0, -5)}`],
  "a connection that ends without an answer": [""],
  "a connection that ends, then an object": ["", GIVEN],
  "headers that end": [GIVEN.slice(0, 40), GIVEN],
  "what is no HTTP": ["gibberish\r\n\r\n"],
  silence: ["hang"],
  "silence, then an object": ["hang", GIVEN],
};

for (const [name, answers] of Object.entries(DAYS)) {
  for (const maxAttempts of [1, 3]) {
    faults(`makes of ${name} what the SDK does, with ${maxAttempts} attempts`, async () => {
      const [sdk, lean] = await Promise.all(WAYS.map((way) => day(way, answers, maxAttempts)));
      assert.equal(lean, sdk);
    });
  }
}

/** What a client makes of a day, and what the service saw of it. */
function day(way: (typeof WAYS)[number], answers: readonly string[], maxAttempts: number) {
  const clientOf = (settings: DaySettings) =>
    new S3Client({ ...CONFIG, ...settings, forcePathStyle: true });
  return dayOf(answers, maxAttempts, clientOf, (client) => {
    const get = way(client);
    return [
      () => whole(get(WANTED)),
      () => whole(get({ bucket: "logs", key: "c/d", etag: '"e1"' })),
      () => whole(get({ bucket: "others", key: "c/d" })),
    ];
  });
}

/** An object with its bytes, or what stood in their way. */
async function whole(given: Promise<GivenObject>) {
  const { ETag, Body = [] } = await given;
  const chunks: Uint8Array[] = [];
  const read = async () => {
    for await (const chunk of Body) chunks.push(chunk);
  };
  const end = await outcomeOf(read().then(() => ({})));
  return { ETag, bytes: Buffer.concat(chunks).toString(), end };
}

faults("refuses to connect as the SDK does", async () => {
  const gone = await rawServer(() => "");
  await gone.close();
  const [sdk, lean] = await Promise.all(
    WAYS.map((way) =>
      outcomeOf(way(new S3Client({ ...CONFIG, endpoint: gone.url, maxAttempts: 2 }))(WANTED)),
    ),
  );
  assert.equal(lean, sdk);
  assert.match(JSON.stringify(lean), "ECONNREFUSED");
});

faults("says of what cannot be asked for what the SDK says", async () => {
  for (const wanted of [
    { bucket: "logs", key: "" },
    { bucket: "logs", key: "\ud800" },
    { bucket: "", key: "k" },
    { bucket: "a/b", key: "k" },
    { bucket: "arn:aws:s3:eu-central-1:1:accesspoint:", key: "k" },
    { bucket: "arn:aws:s3:us-west-2:111122223333:accesspoint/ap", key: "k" },
  ]) {
    for (const forcePathStyle of [false, true]) {
      const [sdk, lean] = await Promise.all(
        WAYS.map(async (way) => {
          const { client, seen } = spyClient({ useArnRegion: false, forcePathStyle });
          const get = way(client);
          const outcomes = [];
          for (const object of [wanted, WANTED, wanted])
            outcomes.push(await outcomeOf(whole(get(object))));
          return { outcomes, seen: seen.map(asSent) };
        }),
      );
      assert.equal(lean, sdk);
    }
  }
});

faults("says what the SDK says where credentials cannot be had any more", async () => {
  const [sdk, lean] = await Promise.all(
    WAYS.map(async (way) => {
      let known = true;
      const credentials = async () => {
        if (!known) throw new TypeError("no credentials any more");
        // They are asked for anew in the five minutes before their end.
        return { ...CONFIG.credentials, expiration: new Date(Date.now() + 60_000) };
      };
      const { client, seen } = spyClient({ credentials, maxAttempts: 2 });
      const get = way(client);
      await get(WANTED);
      known = false;
      return [await outcomeOf(get(WANTED)), seen.length];
    }),
  );
  assert.equal(lean, sdk);
});

faults("learns no Region that another bucket was sent on to", async () => {
  const [sdk, lean] = await Promise.all(
    WAYS.map(async (way) => {
      let letGo = () => {};
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const { client, seen } = spyClient({}, async ({ hostname }) => {
        if (!hostname.startsWith("there.")) return given();
        if (hostname.includes("us-west-2")) await held;
        else return { statusCode: 301, headers: ELSEWHERE, body: Readable.from([]) };
        return given();
      });
      const get = way(client);
      const sentOn = get({ bucket: "there", key: "k" });
      while (seen.length < 2) await new Promise((resolve) => setImmediate(resolve));
      await get({ bucket: "here", key: "during" });
      letGo();
      await sentOn;
      await get({ bucket: "here", key: "after" });
      return seen.map(asSent);
    }),
  );
  assert.equal(lean, sdk);
  assert.is(lean?.at(-1)?.hostname, "here.s3.eu-central-1.amazonaws.com");
});

faults.run();

const wire = suite("leanGetObject(), what goes out");

const BUCKETS = ["logs", "other-logs", "org-logs.example"];

const PLACES: readonly (S3ClientConfig & { readonly buckets?: readonly string[] })[] = [
  {},
  { forcePathStyle: true },
  { endpoint: "http://127.0.0.1:4566" },
  { endpoint: "https://s3.example:8443/base", forcePathStyle: true },
  { useFipsEndpoint: true, region: "us-east-2" },
  { useDualstackEndpoint: true },
  { useFipsEndpoint: true, useDualstackEndpoint: true, region: "us-gov-east-1" },
  { useAccelerateEndpoint: true, buckets: ["logs", "other-logs"] },
  { region: "us-east-1" },
  { region: "us-east-1", useGlobalEndpoint: true },
  { region: "us-gov-west-1" },
  { region: "cn-north-1" },
  { region: "us-iso-east-1" },
  { region: "xx-new-9" },
  { responseChecksumValidation: "WHEN_SUPPORTED" },
  {
    useArnRegion: true,
    buckets: [
      "arn:aws:s3:us-west-2:111122223333:accesspoint/ap",
      "arn:aws:s3:eu-central-1:111122223333:accesspoint:ap",
      "arn:aws:s3-object-lambda:us-west-2:111122223333:accesspoint/ol",
      "arn:aws:s3-outposts:us-west-2:111122223333:outpost/op-1/accesspoint/ap",
      "arn:aws:s3::111122223333:accesspoint/multi.mrap",
      "logs",
    ],
  },
  { region: "us-east-1", buckets: ["express--use1-az4--x-s3", "logs"] },
  {
    region: "us-east-1",
    disableS3ExpressSessionAuth: true,
    buckets: ["express--use1-az4--x-s3", "logs"],
  },
];

for (const { buckets = BUCKETS, ...config } of PLACES) {
  wire(
    `asks for any object as the SDK does: ${JSON.stringify({ ...config, buckets })}`,
    async () => {
      const spies = WAYS.map((way) => {
        const { client, seen } = spyClient(config);
        return { get: way(client), seen };
      });
      const key = fc.oneof(
        fc.string({ unit: "grapheme", minLength: 1 }),
        fc.string({
          unit: fc.constantFrom(..."/.+ %!'()*~&=?#$;,:@[]é\u2028\0\x7f"),
          minLength: 1,
        }),
        fc.constantFrom(
          "/",
          "//",
          "a//b",
          "/a",
          "a/",
          ".",
          "..",
          "../a",
          "a/../b",
          "a/./b",
          "%2F",
          "logs",
        ),
      );
      const wanted = fc.record({
        bucket: fc.constantFrom(...buckets),
        key,
        etag: fc.constantFrom(undefined, '"e1"'),
      });
      await fc.assert(
        fc.asyncProperty(wanted, async (object) => {
          const asked = [];
          for (const { get, seen } of spies) {
            const outcome = await outcomeOf(whole(get(object)));
            asked.push({ outcome, seen: seen.splice(0).map(asSent) });
          }
          assert.equal(asked[1], asked[0]);
        }),
        { numRuns: 100 },
      );
    },
  );
}

wire("takes endpoint, Region and what to check from the environment, as the SDK does", async () => {
  for (const variables of [
    { AWS_ENDPOINT_URL: "http://127.0.0.1:4566/path" },
    { AWS_ENDPOINT_URL_S3: "https://s3.example:8443" },
    { AWS_USE_FIPS_ENDPOINT: "true", AWS_REGION: "us-gov-east-1" },
    { AWS_USE_DUALSTACK_ENDPOINT: "true", AWS_REGION: "eu-west-1" },
    { AWS_SDK_UA_APP_ID: "app", AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" },
    { AWS_MAX_ATTEMPTS: "7" },
    { AWS_RESPONSE_CHECKSUM_VALIDATION: "when_supported" },
    { AWS_RESPONSE_CHECKSUM_VALIDATION: "when_required" },
    { HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: "" },
  ]) {
    const [sdk, lean] = await withEnv({ AWS_REGION: "eu-west-3", ...variables }, async () => {
      const seen = [];
      for (const way of WAYS) {
        const spy = spyClient({ region: undefined, responseChecksumValidation: undefined });
        const get = way(spy.client);
        await get(WANTED);
        await get({ ...WANTED, key: "other" });
        seen.push(spy.seen.map(asSent));
      }
      return seen;
    });
    assert.equal(lean, sdk, JSON.stringify(variables));
  }
});

wire("leaves what is to be checked against its checksum to the SDK", async () => {
  for (const checksum of ["AAAAAA==", "7XuZsQ=="]) {
    const [sdk, lean] = await Promise.all(
      WAYS.map((way) => {
        const { client } = spyClient(
          { responseChecksumValidation: "WHEN_SUPPORTED" },
          async () => ({
            ...given(),
            headers: { "x-amz-checksum-crc32": checksum },
          }),
        );
        return outcomeOf(whole(way(client)(WANTED)));
      }),
    );
    assert.equal(lean, sdk);
    assert.match(JSON.stringify(lean), /hecksum mismatch/);
  }
});

wire("carries the trace of each invocation, as the SDK does", async () => {
  const traces = [];
  for (const way of WAYS) {
    const spy = spyClient();
    const get = way(spy.client);
    for (const trace of ["Root=1-a", undefined, "Root=1-b"]) {
      const env = { AWS_LAMBDA_FUNCTION_NAME: "splitter", _X_AMZN_TRACE_ID: trace };
      await withEnv(env, () => get(WANTED));
    }
    traces.push(spy.seen.map(({ headers }) => headers["X-Amzn-Trace-Id"]));
  }
  assert.equal(traces, Array(2).fill(["Root=1-a", undefined, "Root=1-b"]));
});

wire("signs with credentials as long as they hold, then with new ones", async () => {
  const keys = [];
  for (const way of WAYS) {
    let round = 0;
    const credentials = async () => ({
      ...CONFIG.credentials,
      accessKeyId: `AKID${++round}`,
      // New ones are asked for five minutes before their end.
      expiration: new Date(Date.now() + (round === 1 ? 301_000 : 3_600_000)),
    });
    const spy = spyClient({ credentials });
    const get = way(spy.client);
    await get(WANTED);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await get(WANTED);
    await get(WANTED);
    keys.push(spy.seen.map(({ headers }) => /AKID\d/.exec(headers.authorization ?? "")?.[0]));
  }
  assert.equal(keys, Array(2).fill(["AKID1", "AKID2", "AKID2"]));
});

wire("keeps a connection for objects that are read, and ends it for one that is not", async () => {
  const kept = `keep${GIVEN.replace("connection: close\r\n", "")}`;
  const [sdk, lean] = await Promise.all(
    WAYS.map(async (way) => {
      const service = await rawServer(() => kept);
      const client = new S3Client({ ...CONFIG, endpoint: service.url, forcePathStyle: true });
      const get = way(client);
      const counts = [];
      for (let n = 0; n < 3; n++) {
        await whole(get(WANTED));
        await new Promise((resolve) => setImmediate(resolve));
        counts.push(service.connections());
      }
      for await (const _ of (await get(WANTED)).Body ?? []) break;
      await eventually(() => service.connections(), { all: 1, open: 0 });
      client.destroy();
      await service.close();
      return counts;
    }),
  );
  const held = Array(3).fill({ all: 1, open: 1 });
  assert.equal([sdk, lean], [held, held]);
});

wire("makes a lean call of nearly all: the SDK makes one request for many", async () => {
  const { client, seen } = spyClient();
  let made = 0;
  client.middlewareStack.add(
    (next) => (args) => {
      made++;
      return next(args);
    },
    { step: "initialize" },
  );
  const get = leanGetObject(client);
  await Promise.all(Array.from({ length: 8 }, (_, n) => get({ bucket: "logs", key: `k${n}` })));
  assert.equal([made, seen.length], [1, 8]);
  await get({ bucket: "other-logs", key: "k" });
  assert.equal([made, seen.length], [2, 9]);
});

wire.run();

interface SpyAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

function given(text = "bytes"): SpyAnswer {
  return { statusCode: 200, headers: { etag: '"e1"' }, body: Readable.from([Buffer.from(text)]) };
}

const session = () =>
  given(
    `<CreateSessionResult><Credentials><SessionToken>st</SessionToken><SecretAccessKey>ss</SecretAccessKey><AccessKeyId>SK</AccessKeyId><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></CreateSessionResult>`,
  );

/** A client whose requests are kept, and answered at once. */
function spyClient(
  config: S3ClientConfig = {},
  answer: (request: Seen) => Promise<SpyAnswer> = async ({ query }) =>
    query !== undefined && "session" in query ? session() : given(),
) {
  const seen: Seen[] = [];
  const client = new S3Client({
    ...CONFIG,
    ...config,
    requestHandler: {
      async handle(request: Seen) {
        seen.push(request);
        return { response: await answer(request) };
      },
      updateHttpClientConfig() {},
      httpHandlerConfigs: () => ({}),
    } as never,
  } as S3ClientConfig);
  return { client, seen };
}
