import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emfMetrics } from "../../src/adapters/emf-metrics.ts";

const test = suite("emfMetrics()");

test("writes a line for each value, of one dimension each", () => {
  const lines: string[] = [];
  const metrics = emfMetrics({ write: (line) => lines.push(line), now: () => 7 });
  metrics.put("ns", [
    { metric: "m", dimension: "d", dimensionValue: "v", value: 3 },
    { metric: "n", dimension: "d", dimensionValue: "w", value: 1 },
  ]);
  const line = (metric: string, d: string, value: number) => ({
    _aws: {
      Timestamp: 7,
      CloudWatchMetrics: [
        { Namespace: "ns", Dimensions: [["d"]], Metrics: [{ Name: metric, Unit: "Count" }] },
      ],
    },
    d,
    [metric]: value,
  });
  assert.equal(
    lines.map((text) => JSON.parse(text)),
    [line("m", "v", 3), line("n", "w", 1)],
  );
});

test("writes nothing for no values", () => {
  emfMetrics({ write: () => assert.unreachable() }).put("ns", []);
});

test.run();
