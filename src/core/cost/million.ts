import { type Bill, billOf, type CostLoad } from "./bill.ts";
import { MEASURED, type MeasuredCosts } from "./measured.ts";

/** Records of which one alerts. */
const ALERT_OF = 100;

/** A million records, of which one in a hundred alerts, as log files of so many hold them. */
export function millionRecords(
  recordsPerFile: number,
  publish: "all" | "matched",
  { splitter }: MeasuredCosts,
): CostLoad {
  const records = 1_000_000;
  const alerts = records / ALERT_OF;
  const published = publish === "all" ? records : alerts;
  return {
    files: records / recordsPerFile,
    records,
    published,
    units: published * splitter.entryUnits,
    selected: alerts,
    alerts,
  };
}

/** Records a file: of very busy accounts, and of a real trail of a small organisation. */
const RECORDS_PER_FILE = [300, 10.8];

/** Month's bills of a million records, by the size of log files. */
export function millionBills(consumers: number) {
  return RECORDS_PER_FILE.flatMap((recordsPerFile) =>
    (["all", "matched"] as const).map((publish) => {
      const load = millionRecords(recordsPerFile, publish, MEASURED);
      const { published: records, units } = load;
      const bill: Bill = billOf(load, consumers);
      return { publish, recordsPerFile, records, units: Math.round(units), ...bill };
    }),
  );
}
