import type { ModuleInputs, MoveReport } from "./report.ts";
import type { SettingMap } from "./yaml-text.ts";

/** What the module said of its function, said of both functions. */
export function functionSettings(inputs: ModuleInputs, report: MoveReport): SettingMap {
  const name = inputs.value("function_name");
  if (name !== undefined)
    report.changes.push(
      `function_name is left out: there are two functions, and ${report.shown(name)} is the module's until it is removed; their names follow the stack's`,
    );
  const memory = within(inputs.number("lambda_memory_size", "splitter.memoryMiB"), 128, 10_240);
  const timeout = inputs.number("lambda_timeout_seconds", "splitter.timeoutSeconds");
  const logLevel = levelOf(inputs.text("log_level", "splitter.logLevel"), report);
  const deadLetterArn = inputs.text("dead_letter_target_arn", "deadLetterArn");
  return {
    splitter: {
      memoryMiB: memory,
      timeoutSeconds: splitterTimeout(timeout, memory, report),
      logLevel,
    },
    notifier: { memoryMiB: memory, timeoutSeconds: notifierTimeout(timeout, report), logLevel },
    logRetentionDays: retentionOf(inputs, report),
    deadLetterArn: deadLetterArn === "" ? undefined : deadLetterArn,
  };
}

function within(value: number | undefined, least: number, most: number): number | undefined {
  return value !== undefined && Number.isInteger(value) && value >= least && value <= most
    ? value
    : undefined;
}

/** Seconds and memory must suffice for the largest log file: so the schema says. */
function splitterTimeout(
  timeout: number | undefined,
  memory = 512,
  report: MoveReport,
): number | undefined {
  if (timeout === undefined) return undefined;
  if (timeout >= 5 && timeout <= 900 && timeout * memory >= 10_240) return timeout;
  report.changes.push(
    `lambda_timeout_seconds, ${timeout}, is not kept for the splitter: so short it would not end with the largest log file`,
  );
  return undefined;
}

function notifierTimeout(timeout: number | undefined, report: MoveReport): number | undefined {
  if (timeout === undefined) return undefined;
  if (timeout >= 30 && timeout <= 900) return timeout;
  report.changes.push(
    `lambda_timeout_seconds, ${timeout}, is not kept for the notifier, which takes 30 to 900`,
  );
  return undefined;
}

function levelOf(level: string | undefined, report: MoveReport): string | undefined {
  if (level === undefined) return undefined;
  const known = LEVELS[level.toUpperCase()];
  if (known === undefined)
    return report.open("splitter.logLevel", "log_level", `is ${JSON.stringify(level)}`);
  return known;
}

const LEVELS: Readonly<Record<string, string>> = {
  DEBUG: "debug",
  INFO: "info",
  WARN: "warn",
  WARNING: "warn",
  ERROR: "error",
  CRITICAL: "error",
  FATAL: "error",
};

function retentionOf(inputs: ModuleInputs, report: MoveReport): number | undefined {
  const name = "lambda_logs_retention_in_days";
  const days = inputs.number(name, "logRetentionDays");
  if (days === undefined || STEPS.includes(days)) return days;
  const longer = days === 0 ? 3653 : STEPS.find((it) => it >= days);
  report.changes.push(
    `${name} is ${days}${days === 0 ? ", for ever" : ""}, which is none of CloudWatch's steps: ${longer ?? 3653} is set`,
  );
  return longer ?? 3653;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const STEPS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];
