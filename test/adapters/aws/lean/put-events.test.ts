import {
  EventBridgeClient,
  type EventBridgeClientConfig,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from "@aws-sdk/client-eventbridge";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { leanPutEvents } from "../../../../src/adapters/aws/lean/put-events.ts";
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

const ENTRY: PutEventsRequestEntry = {
  EventBusName: "bus",
  Source: "trailbridge",
  DetailType: "CloudTrail Record",
  Time: new Date(1_700_000_000_123),
  Resources: ["arn:aws:s3:::b"],
  Detail: '{"a":"\\u00e9 \\ud83d\\ude00"}',
};

const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s", sessionToken: "t" };

const CONFIG = { region: "eu-central-1", credentials: CREDENTIALS } as const;

type Put = (entries: readonly PutEventsRequestEntry[]) => Promise<unknown>;

/** The two that are compared, by what makes the calls of a client. */
const WAYS: readonly ((client: EventBridgeClient) => Put)[] = [
  (client) => (entries) => client.send(new PutEventsCommand({ Entries: [...entries] })),
  leanPutEvents,
];

const faults = suite("leanPutEvents(), what is no plain success");

const HEADERS = {
  connection: "close",
  "content-type": "application/x-amz-json-1.1",
  "x-amzn-requestid": "r-1",
};

function answerOf(status: number, body: string, headers: Record<string, string> = {}): string {
  return oracleAnswer(status, body, { ...HEADERS, ...headers });
}

function errorOf(status: number, type: string, headers?: Record<string, string>): string {
  return answerOf(status, JSON.stringify({ __type: type, message: `${type} it is` }), headers);
}

const ACCEPTED = answerOf(200, '{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}');
/** Another time than here, by which the SDK sets its clock. */
const LATER = { date: new Date(Date.now() + 3_600_000).toUTCString() };

/** What the service does, answer by answer; the last again and again. */
const BAD_DAYS: Readonly<Record<string, readonly string[]>> = {
  "an error of the request": [errorOf(400, "ValidationException")],
  "an error with a class of its own": [errorOf(400, "com.amazonaws.eventbridge#InternalException")],
  "an error nobody knows": [errorOf(418, "TeapotException")],
  "a missing permission": [errorOf(400, "AccessDeniedException")],
  "expired credentials": [errorOf(400, "ExpiredTokenException")],
  "a throttle": [errorOf(400, "ThrottlingException")],
  "a throttle, then an answer": [errorOf(400, "ThrottlingException"), ACCEPTED],
  "a failure of the service, then an answer": [errorOf(500, "InternalFailure"), ACCEPTED],
  "a service that is unavailable": [
    answerOf(503, "<html>Service Unavailable</html>", { "content-type": "text/html" }),
  ],
  "a request that is too large": [answerOf(413, "", { "content-type": "text/plain" })],
  "a clock that is wrong": [errorOf(400, "RequestExpired", LATER), ACCEPTED],
  "a signature of another time": [errorOf(400, "InvalidSignatureException", LATER), ACCEPTED],
  "a signature that is wrong": [errorOf(400, "InvalidSignatureException")],
  "an answer of another time": [ACCEPTED.replace("\r\n", `\r\ndate: ${LATER.date}\r\n`)],
  "a redirect": [answerOf(307, "", { location: "http://127.0.0.1:1/" })],
  "an answer that is no JSON": [answerOf(200, "<html></html>")],
  "an answer without a body": [answerOf(200, "")],
  "an answer of null": [answerOf(200, "null")],
  "an answer without entries": [answerOf(200, "{}")],
  "an answer that is not all there": [`${ACCEPTED.slice(0, -5)}`],
  "an answer that is not all there, then one that is": [ACCEPTED.slice(0, -5), ACCEPTED],
  "an answer of 202": [ACCEPTED.replace("200", "202")],
  "an error that is no JSON": [answerOf(400, "no")],
  "an error that is not all there": [errorOf(400, "ValidationException").slice(0, -3)],
  "a connection that ends without an answer": [""],
  "a connection that ends, then an answer": ["", ACCEPTED],
  "what is no HTTP": ["gibberish\r\n\r\n"],
  silence: ["hang"],
  "silence, then an answer": ["hang", ACCEPTED],
  "an answer that stalls": [`stall${ACCEPTED.slice(0, -5)}`],
};

for (const [name, answers] of Object.entries(BAD_DAYS)) {
  for (const maxAttempts of [1, 3]) {
    faults(`makes of ${name} what the SDK does, with ${maxAttempts} attempts`, async () => {
      const [sdk, lean] = await Promise.all(WAYS.map((way) => day(way, answers, maxAttempts)));
      assert.equal(lean, sdk);
    });
  }
}

/** What a client makes of a day, and what the service saw of it. */
function day(way: (typeof WAYS)[number], answers: readonly string[], maxAttempts: number) {
  const clientOf = (settings: DaySettings) => new EventBridgeClient({ ...CONFIG, ...settings });
  return dayOf(answers, maxAttempts, clientOf, (client) => {
    const put = way(client);
    return [() => put([ENTRY]), () => put([ENTRY])];
  });
}

faults("refuses to connect as the SDK does", async () => {
  const gone = await rawServer(() => "");
  await gone.close();
  const [sdk, lean] = await Promise.all(
    WAYS.map((way) =>
      outcomeOf(
        way(new EventBridgeClient({ ...CONFIG, endpoint: gone.url, maxAttempts: 2 }))([ENTRY]),
      ),
    ),
  );
  assert.equal(lean, sdk);
  assert.match(JSON.stringify(lean), "ECONNREFUSED");
});

faults("spends the SDK's tokens for retries, and stops when there are none", async () => {
  const [sdk, lean] = await Promise.all(
    WAYS.map(async (way) => {
      const service = await rawServer(() => errorOf(500, "InternalFailure", LATER));
      const types: string[] = [];
      let tokens = 2;
      const client = new EventBridgeClient({
        ...CONFIG,
        endpoint: service.url,
        maxAttempts: 5,
        retryStrategy: {
          mode: "standard",
          acquireInitialRetryToken: async () => tokenOf(0),
          async refreshRetryTokenForRetry(token, { errorType }) {
            types.push(errorType);
            if (tokens-- <= 0) throw new Error("no retry token");
            return tokenOf(token.getRetryCount() + 1);
          },
          recordSuccess() {},
        } as NonNullable<EventBridgeClientConfig["retryStrategy"]>,
      });
      const outcome = await outcomeOf(way(client)([ENTRY]));
      await service.close();
      return { outcome, requests: service.requests.length, types };
    }),
  );
  assert.equal(lean, sdk);
  assert.is(lean?.requests, 3);
});

faults.run();

const wire = suite("leanPutEvents(), what goes out");

wire("writes any entries as the SDK does, byte for byte", async () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({
      unit: fc.constantFrom("\ud800", "\udc00", "\u2028", "\0", "\x7f", '"', "\\", "é"),
    }),
  );
  const entry = fc.record(
    {
      EventBusName: text,
      Source: text,
      DetailType: text,
      Time: fc.date({ noInvalidDate: true }),
      Resources: fc.array(text, { maxLength: 3 }),
      Detail: text,
    },
    { requiredKeys: ["Resources"] },
  );
  const spies = WAYS.map((way) => {
    const { client, seen } = spyClient();
    return { put: way(client), seen };
  });
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 4 }), async (entries) => {
      await Promise.all(spies.map(({ put }) => put(entries)));
      const [sdk, lean] = spies.map(({ seen }) => textOf(seen.pop()?.body));
      assert.is(lean, sdk);
    }),
    { numRuns: 300 },
  );
});

const REGIONS = [
  "us-east-1",
  "eu-central-2",
  "us-gov-west-1",
  "cn-north-1",
  "us-iso-east-1",
  "xx-new-9",
];

for (const region of REGIONS) {
  for (const [useFipsEndpoint, useDualstackEndpoint] of [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ] as const) {
    wire(
      `goes where the SDK goes: ${region}, FIPS ${useFipsEndpoint}, dual-stack ${useDualstackEndpoint}`,
      async () => {
        const [sdk, lean] = await Promise.all(
          WAYS.map(async (way) => {
            const spy = spyClient({ region, useFipsEndpoint, useDualstackEndpoint });
            const outcome = await outcomeOf(way(spy.client)([ENTRY]));
            return { outcome, seen: spy.seen.map(asSent) };
          }),
        );
        assert.equal(lean, sdk);
      },
    );
  }
}

wire("takes endpoint, FIPS and Region from the environment, as the SDK does", async () => {
  for (const variables of [
    { AWS_ENDPOINT_URL: "http://127.0.0.1:4566/path" },
    { AWS_ENDPOINT_URL_EVENTBRIDGE: "https://events.example:8443" },
    { AWS_USE_FIPS_ENDPOINT: "true", AWS_REGION: "us-gov-east-1" },
    { AWS_USE_DUALSTACK_ENDPOINT: "true", AWS_REGION: "eu-west-1" },
    { AWS_SDK_UA_APP_ID: "app", AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" },
    { AWS_MAX_ATTEMPTS: "7" },
  ]) {
    const [sdk, lean] = await withEnv({ AWS_REGION: "eu-west-3", ...variables }, async () => {
      const seen = [];
      for (const way of WAYS) {
        const spy = spyClient({ region: undefined });
        await way(spy.client)([ENTRY]);
        seen.push(spy.seen.map(asSent));
      }
      return seen;
    });
    assert.equal(lean, sdk, JSON.stringify(variables));
  }
});

wire("carries the trace of each invocation, as the SDK does", async () => {
  const traces = [];
  for (const way of WAYS) {
    const spy = spyClient();
    const put = way(spy.client);
    for (const trace of ["Root=1-a", undefined, "Root=1-b"]) {
      const env = { AWS_LAMBDA_FUNCTION_NAME: "splitter", _X_AMZN_TRACE_ID: trace };
      await withEnv(env, () => put([ENTRY]));
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
      ...CREDENTIALS,
      accessKeyId: `AKID${++round}`,
      // New ones are asked for five minutes before their end.
      expiration: new Date(Date.now() + (round === 1 ? 301_000 : 3_600_000)),
    });
    const spy = spyClient({ credentials });
    const put = way(spy.client);
    await put([ENTRY]);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await put([ENTRY]);
    await put([ENTRY]);
    keys.push(spy.seen.map(({ headers }) => /AKID\d/.exec(headers.authorization ?? "")?.[0]));
  }
  assert.equal(keys, Array(2).fill(["AKID1", "AKID2", "AKID2"]));
});

wire("says what the SDK says without credentials, and calls once there are some", async () => {
  const outcomes = await Promise.all(
    WAYS.map(async (way) => {
      let known = false;
      const credentials = async () => {
        if (!known) throw new TypeError("no credentials yet");
        return CREDENTIALS;
      };
      const spy = spyClient({ credentials });
      const put = way(spy.client);
      const before = await outcomeOf(put([ENTRY]));
      known = true;
      return [before, await outcomeOf(put([ENTRY])), spy.seen.length];
    }),
  );
  assert.equal(outcomes[1], outcomes[0]);
  assert.is(outcomes[1]?.[2], 1);
});

wire("learns one request for many that start together", async () => {
  const spy = spyClient();
  const put = leanPutEvents(spy.client);
  await Promise.all(Array.from({ length: 8 }, () => put([ENTRY])));
  assert.is(spy.seen.length, 8);
  assert.is(new Set(spy.seen.map(({ headers }) => headers["amz-sdk-invocation-id"])).size, 8);
});

wire.run();

/** A client whose requests are kept, and answered at once. */
function spyClient(config: EventBridgeClientConfig = {}) {
  const seen: Seen[] = [];
  const client = new EventBridgeClient({
    ...CONFIG,
    ...config,
    requestHandler: {
      async handle(request: Seen) {
        seen.push(request);
        const body = Buffer.from('{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}');
        return { response: { statusCode: 200, headers: {}, body } };
      },
      updateHttpClientConfig() {},
      httpHandlerConfigs: () => ({}),
    } as never,
  });
  return { client, seen };
}

function textOf(body: Uint8Array | undefined): string {
  return new TextDecoder().decode(body);
}

function tokenOf(count: number) {
  return { getRetryCount: () => count, getRetryDelay: () => 0 };
}
