import {
  EventBridgeClient,
  EventBridgeServiceException,
  type PutEventsResponse,
} from "@aws-sdk/client-eventbridge";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { eventBridgeBus } from "../../../src/adapters/aws/eventbridge-bus.ts";
import { rejects } from "../../support/rejects.ts";

const ENTRIES = ["a", "b", "c"].map((detail) => ({
  source: "trailbridge",
  detailType: "CloudTrail Record",
  resources: ["arn:aws:s3:::b"],
  detail,
}));

const test = suite("eventBridgeBus()");

test("passes a failed call on", async () => {
  const client = clientOf(() => {
    throw new TypeError("socket hang up");
  });
  await rejects(eventBridgeBus(client, "bus").put(ENTRIES), TypeError);
});

test("tells each refused entry with its code and message", async () => {
  const client = clientOf(() => ({
    FailedEntryCount: 1,
    Entries: [
      { EventId: "1" },
      { ErrorCode: "InternalFailure", ErrorMessage: "no" },
      { EventId: "3" },
    ],
  }));
  const refusals = await eventBridgeBus(client, "bus").put(ENTRIES);
  assert.equal(refusals, [
    { entry: ENTRIES[1], code: "InternalFailure", message: "no", isFinal: false },
  ]);
  assert.is(refusals[0]?.entry, ENTRIES[1], "the very entry, by which it is found");
});

for (const [code, isFinal] of [
  ["ThrottlingException", false],
  ["InternalFailure", false],
  ["AccessDeniedException", false],
  ["ResourceNotFoundException", false],
  ["MalformedDetail", true],
  ["InvalidArgument", true],
  ["NotAuthorizedForSourceException", true],
] as const) {
  test(`says ${isFinal ? "that no offer can help" : "nothing final"} of ${code}`, async () => {
    const Entries = ENTRIES.map(() => ({ ErrorCode: code, ErrorMessage: "no" }));
    const refusals = await eventBridgeBus(
      clientOf(() => ({ Entries })),
      "bus",
    ).put(ENTRIES);
    assert.equal(
      refusals.map((refusal) => refusal.isFinal),
      Array(3).fill(isFinal),
    );
  });
}

test("takes a request of one entry that is refused as it is for the entry's refusal", async () => {
  const refused = (name: string) => {
    const error = { __type: name, message: "no" } as PutEventsResponse;
    return eventBridgeBus(
      clientOf(() => error, 400),
      "bus",
    );
  };
  const [entry] = ENTRIES as [(typeof ENTRIES)[0]];
  assert.equal(await refused("ValidationException").put([entry]), [
    { entry, code: "ValidationException", message: "no", isFinal: true },
  ]);
  await rejects(refused("ValidationException").put(ENTRIES), EventBridgeServiceException);
  await rejects(refused("ThrottlingException").put([entry]), EventBridgeServiceException);
});

test("takes an entry the answer does not speak of for refused", async () => {
  for (const Entries of [undefined, [], [{ EventId: "1" }, {}]]) {
    const client = clientOf(() => ({ FailedEntryCount: 0, Entries }));
    const refusals = await eventBridgeBus(client, "bus").put(ENTRIES);
    assert.is(refusals.length, 3 - (Entries ?? []).filter((entry) => "EventId" in entry).length);
  }
});

test("sends entries as the API wants them, a time only where there is one", async () => {
  const asked: unknown[] = [];
  const client = clientOf((input) => {
    asked.push(input);
    return { Entries: [{ EventId: "1" }, { EventId: "2" }] };
  });
  const [plain] = ENTRIES as [(typeof ENTRIES)[0]];
  assert.equal(await eventBridgeBus(client, "bus").put([plain, { ...plain, time: 1_000 }]), []);
  const sent = {
    EventBusName: "bus",
    Source: "trailbridge",
    DetailType: "CloudTrail Record",
    Resources: ["arn:aws:s3:::b"],
    Detail: "a",
  };
  assert.equal(asked, [{ Entries: [sent, { ...sent, Time: 1 }] }]);
});

test.run();

/** A client whose requests are answered here; an answer of a status of its own is an error. */
function clientOf(answer: (input: unknown) => PutEventsResponse, status = 200): EventBridgeClient {
  return new EventBridgeClient({
    region: "eu-central-1",
    credentials: { accessKeyId: "a", secretAccessKey: "s" },
    maxAttempts: 1,
    requestHandler: {
      async handle({ body }: { body: Uint8Array }) {
        const text = JSON.stringify(answer(JSON.parse(new TextDecoder().decode(body))));
        return { response: { statusCode: status, headers: {}, body: Buffer.from(text) } };
      },
      updateHttpClientConfig() {},
      httpHandlerConfigs: () => ({}),
    } as never,
  });
}
