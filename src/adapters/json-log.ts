import { FUNCTION_DIMENSION, LOG_LEVEL_ENV, METRIC_NAMESPACE } from "../contract.ts";
import type { Log } from "../ports.ts";

/** What {@linkcode jsonLog} is made of; every part has a default. */
export interface JsonLogOptions {
  /**
   * Least severe level written: `debug`, `info`, `warn` or `error`, in any case. Metrics are
   * written at every level.
   *
   * @default process.env.LOG_LEVEL, else "info"
   */
  readonly level?: string;
  /**
   * Dimensions of every counter.
   *
   * @default the function's name where Lambda tells it, so that two deployments in one account
   * do not count into each other
   */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** Takes one line without its newline. @default console.log */
  readonly write?: (line: string) => void;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

const LEVELS: readonly string[] = ["debug", "info", "warn", "error"];

/**
 * A log of one JSON object per line, with counters in CloudWatch's embedded metric format.
 *
 * An `Error` among the fields is written as its name, message and the messages of its causes,
 * without stack. A level nobody knows counts as `info`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function jsonLog(options: JsonLogOptions = {}): Log {
  const { level = process.env[LOG_LEVEL_ENV] ?? "", write = console.log, now = Date.now } = options;
  const { dimensions: own = functionDimension() } = options;
  const wanted = LEVELS.indexOf(level.toLowerCase());
  const least = wanted === -1 ? LEVELS.indexOf("info") : wanted;

  const line = (name: string) => {
    if (LEVELS.indexOf(name) < least) return () => {};
    return (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      const time = new Date(now()).toISOString();
      write(JSON.stringify({ level: name, time, message, ...fields }, replacer));
    };
  };

  return {
    info: line("info"),
    warn: line("warn"),
    error: line("error"),
    metrics(counters, more = {}) {
      const Metrics = Object.keys(counters).map((Name) => ({ Name, Unit: unitOf(Name) }));
      const dimensions = { ...own, ...more };
      const Dimensions = [Object.keys(dimensions)];
      const CloudWatchMetrics = [{ Namespace: METRIC_NAMESPACE, Dimensions, Metrics }];
      write(
        JSON.stringify({
          _aws: { Timestamp: now(), CloudWatchMetrics },
          ...dimensions,
          ...counters,
        }),
      );
    },
  };
}

function functionDimension(): Readonly<Record<string, string>> {
  const name = process.env.AWS_LAMBDA_FUNCTION_NAME;
  return name ? { [FUNCTION_DIMENSION]: name } : {};
}

function unitOf(counter: string): string {
  return ["Milliseconds", "Seconds"].find((unit) => counter.endsWith(unit)) ?? "Count";
}

/** An Error's own properties are not enumerable: JSON would show `{}`. */
function replacer(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (!(value instanceof Error)) return value;
  const { name, message, cause } = value;
  return cause instanceof Error ? { name, message, cause } : { name, message };
}
