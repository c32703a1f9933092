import { suite } from "uvu";
import * as assert from "uvu/assert";
import { clientLimits } from "../../../src/adapters/aws/client-limits.ts";
import { LEAST_CALL_ENV } from "../../../src/contract.ts";

const test = suite("clientLimits()");

const table: Readonly<
  Record<string, [least: string | undefined, connect: number, attempt: number, idle: number]>
> = {
  "keeps a client as long as it is told": [undefined, 1_000, 2_000, 3_000],
  "keeps it longer where calls are slow": ["2500", 2_500, 2_500, 3_000],
  "never keeps it shorter": ["500", 1_000, 2_000, 3_000],
};

for (const [name, [least, connectionTimeout, requestTimeout, socketTimeout]] of Object.entries(
  table,
)) {
  test(name, () => {
    const limits = clientLimits(
      { attemptMilliseconds: 2_000, attempts: 2, idleMilliseconds: 3_000 },
      { [LEAST_CALL_ENV]: least },
    );
    assert.equal(limits, {
      maxAttempts: 2,
      retryMode: "standard",
      requestHandler: {
        connectionTimeout,
        requestTimeout,
        socketTimeout,
        throwOnRequestTimeout: true,
      },
    });
  });
}

test.run();
