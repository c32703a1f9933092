import {
  CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  paginateListMetrics,
} from "@aws-sdk/client-cloudwatch";
import { needOf } from "../asked/need-of.ts";
import { clientLimits } from "../client-limits.ts";

/** A metric with its dimensions. */
export interface CountedMetric {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What a deployment counted, in one namespace of CloudWatch's. Rejects with what is missing. */
export interface Counted {
  /** All metrics of a name. */
  metrics(name: string): Promise<readonly CountedMetric[]>;
  /** A value for each, in their order, over so many hours until now; 0 where nothing was counted. */
  values(
    metrics: readonly CountedMetric[],
    statistic: "Sum" | "Maximum",
    hours: number,
  ): Promise<readonly number[]>;
}

/** Metrics that one request asks for. */
const MAX_QUERIES = 500;

/** @param region Region of the deployment; absent: the environment's. */
export function cloudWatchCounted(Namespace: string, region: string | undefined): Counted {
  const client = new CloudWatchClient({
    ...clientLimits({ attemptMilliseconds: 10_000, attempts: 3 }),
    ...(region !== undefined && { region }),
  });
  return {
    metrics: (name) =>
      asking("cloudwatch:ListMetrics", async () => {
        const found: CountedMetric[] = [];
        const pages = paginateListMetrics({ client }, { Namespace, MetricName: name });
        for await (const { Metrics = [] } of pages) {
          for (const { Dimensions = [] } of Metrics) {
            const dimensions = Dimensions.map(({ Name, Value }) => [String(Name), String(Value)]);
            found.push({ name, dimensions: Object.fromEntries(dimensions) });
          }
        }
        return found;
      }),
    values: (metrics, statistic, hours) =>
      asking("cloudwatch:GetMetricData", async () => {
        const values: number[] = [];
        for (let i = 0; i < metrics.length; i += MAX_QUERIES) {
          const some = metrics.slice(i, i + MAX_QUERIES);
          values.push(...(await valuesOf(some, statistic, hours)));
        }
        return values;
      }),
  };

  async function valuesOf(
    metrics: readonly CountedMetric[],
    Stat: "Sum" | "Maximum",
    hours: number,
  ): Promise<number[]> {
    const EndTime = new Date();
    const MetricDataQueries = metrics.map(
      ({ name, dimensions }, i): MetricDataQuery => ({
        Id: `m${i}`,
        MetricStat: {
          Metric: {
            Namespace,
            MetricName: name,
            Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
          },
          Period: 3_600,
          Stat,
        },
      }),
    );
    const byId = new Map<string, number>();
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new GetMetricDataCommand({
          MetricDataQueries,
          StartTime: new Date(EndTime.getTime() - hours * 3_600_000),
          EndTime,
          NextToken,
        }),
      );
      for (const { Id = "", Values = [] } of page.MetricDataResults ?? []) {
        for (const value of Values) {
          const before = byId.get(Id) ?? 0;
          byId.set(Id, Stat === "Sum" ? before + value : Math.max(before, value));
        }
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return metrics.map((_, i) => byId.get(`m${i}`) ?? 0);
  }
}

async function asking<T>(action: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    const need = needOf(cause, `${action} must be allowed`);
    throw new Error(`Cannot ask CloudWatch for what was counted as ${need}`, { cause });
  }
}
