import { FUNCTION_DIMENSION } from "../../contract.ts";
import type { MetricSum } from "../services/metrics.ts";

/** What a function wrote. */
export interface FunctionLog {
  /** Takes text as it comes; a line may come in pieces. */
  write(text: string): void;
  /** The last lines, oldest first. */
  lines(): readonly string[];
  /** Sums of the metrics whose only dimension is the function's name, by metric name. */
  counters(): Readonly<Record<string, number>>;
  /** Sums of the metrics in embedded-metric-format lines, by name and dimensions. */
  metrics(): readonly MetricSum[];
}

/** Lines kept of each function. */
const MAX_LINES = 2000;

/** Makes an empty log. */
export function createFunctionLog(): FunctionLog {
  const lines: string[] = [];
  const sums = new Map<string, MetricSum>();
  let rest = "";
  const add = (line: string) => {
    if (line === "") return;
    lines.push(line);
    // Cut in blocks: moving the whole list for every line would cost more than the lines.
    if (lines.length > 2 * MAX_LINES) lines.splice(0, lines.length - MAX_LINES);
    for (const added of metricsOf(line)) {
      const key = JSON.stringify([added.namespace, added.name, Object.entries(added.dimensions)]);
      const known = sums.get(key);
      const [sum, samples] = [known?.sum ?? 0, known?.samples ?? 0];
      sums.set(key, { ...added, sum: sum + added.sum, samples: samples + added.samples });
    }
  };
  return {
    write(text) {
      const parts = (rest + text).split("\n");
      rest = parts.pop() ?? "";
      for (const line of parts) add(line);
    },
    lines: () => (rest === "" ? lines : [...lines, rest]).slice(-MAX_LINES),
    counters() {
      const own = [...sums.values()].filter(({ dimensions }) =>
        Object.keys(dimensions).every((name) => name === FUNCTION_DIMENSION),
      );
      return Object.fromEntries(own.map(({ name, sum }) => [name, sum]));
    },
    metrics: () => [...sums.values()],
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
interface EmbeddedMetrics {
  readonly _aws?: {
    readonly CloudWatchMetrics?: readonly {
      readonly Namespace: string;
      readonly Dimensions?: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
  readonly [member: string]: unknown;
}

function metricsOf(line: string): MetricSum[] {
  if (!line.startsWith("{") || !line.includes('"_aws"')) return [];
  const document = parse(line);
  const metrics: MetricSum[] = [];
  for (const { Namespace, Dimensions, Metrics } of document._aws?.CloudWatchMetrics ?? []) {
    for (const names of Dimensions?.length ? Dimensions : [[]]) {
      const dimensions = Object.fromEntries(names.map((name) => [name, String(document[name])]));
      for (const { Name } of Metrics) {
        const values = [document[Name]].flat().map(Number);
        const sum = values.reduce((total, value) => total + value, 0);
        metrics.push({ namespace: Namespace, name: Name, dimensions, sum, samples: values.length });
      }
    }
  }
  return metrics;
}

/** A line that only looks like JSON is a line of text. */
function parse(line: string): EmbeddedMetrics {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}
