import { S3Client } from "@aws-sdk/client-s3";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundleHandlers } from "../../../../infra/build/bundle-handlers.ts";
import { EndpointCache } from "../../../../src/adapters/aws/lean/no-endpoint-cache.ts";
import {
  EventStreamSerde,
  eventStreamSerdeProvider,
  resolveEventStreamSerdeConfig,
} from "../../../../src/adapters/aws/lean/no-event-streams.ts";
import { HANDLERS } from "../../../../src/handler-bundle.ts";

const test = suite("what bundles leave out");

test("fails loudly if an event stream is to be read after all", () => {
  assert.throws(() => eventStreamSerdeProvider(), /it is left out$/);
  assert.throws(() => new (EventStreamSerde as unknown as new () => object)(), /it is left out$/);
});

test("fails loudly if an endpoint is to be discovered after all", () => {
  const cache = new EndpointCache();
  for (const ask of ["get", "set", "has", "getEndpoint"] as const)
    assert.throws(() => cache[ask](), /it is left out$/);
});

test("leaves a client's settings as they are", () => {
  const { config } = new S3Client({ region: "eu-central-1" });
  assert.is(resolveEventStreamSerdeConfig(config), config);
});

test("stands in for what is left out in every handler", async () => {
  for (const handler of HANDLERS) {
    const inputs = [...(await bundleHandlers([handler]))];
    for (const part of ["event-streams/", "endpoint-cache/", "mnemonist/"])
      assert.not.ok(
        inputs.some((file) => file.includes(`${part}`) && !file.startsWith("src/")),
        part,
      );
    assert.ok(inputs.includes("src/adapters/aws/lean/no-endpoint-cache.ts"), handler);
  }
});

test.run();
