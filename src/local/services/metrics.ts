/** What was counted of one metric with one set of dimensions. */
export interface MetricSum {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly sum: number;
  /** Values that make the sum. */
  readonly samples: number;
}
