import { Duration } from "aws-cdk-lib";
import {
  type Alarm,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import {
  CANARY_METRIC,
  CANARY_MINUTES,
  OLDEST_WAITING_METRIC,
  SUMS,
  WAITING_SECONDS,
} from "../../src/contract.ts";
import type { RecordBus } from "../bus/record-bus.ts";
import type { Notifier } from "../notifier/notifier.ts";
import type { AlarmName } from "../runbook/runbook.ts";
import {
  deadLetterAlarms,
  type RunbookAlarmProps,
  runbookAlarm,
} from "../runbook/runbook-alarm.ts";
import { DEFAULTS } from "../shared/defaults.ts";
import { identified } from "../shared/physical-name.ts";
import type { Splitter } from "../splitter/splitter.ts";
import { counterMetric, sumGap, tableThrottles } from "./counter-metric.ts";

/** Properties of {@linkcode Alarms}. */
export interface AlarmsProps {
  /** Function and dead letters to watch. */
  readonly splitter: Splitter;
  /** Function, buffer and dead letters to watch. */
  readonly notifier: Notifier;
  /** Bus whose consumers' alarms tell the topic too. */
  readonly bus: RecordBus;

  /** Whom to tell, of the alarms of the bus's consumers too. */
  readonly topic: ITopic;

  /**
   * What else every alarm does, those of consumers too: an incident manager's action, say.
   *
   * @default - none
   */
  readonly alarmActions?: readonly IAlarmAction[];

  /**
   * How long no log file may arrive, in whole hours, 1 to 24.
   *
   * @default Duration.hours(3)
   */
  readonly silence?: Duration;

  /**
   * How old an event in the buffer may become.
   *
   * @default Duration.minutes(15)
   */
  readonly maxBufferAge?: Duration;

  /**
   * How long something recorded and due may wait to be shown.
   *
   * @default Duration.minutes(10)
   */
  readonly maxWaiting?: Duration;

  /** Further dead-letter queues, by the alarm that watches each. @default - none */
  readonly deadLetters?: readonly (readonly [AlarmName, IQueue])[];
}

/** Defines the alarms: everything that can be lost, late or silent, each with its section of the runbook. */
export class Alarms extends Construct {
  /** Every alarm, those of the bus's consumers and of further dead letters in a queue apart. */
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { splitter, notifier, bus, topic } = props;
    const period = Duration.minutes(5);
    const alarms: Alarm[] = [];
    const when = (name: AlarmName, alarmId: string, alarm: RunbookAlarmProps) =>
      alarms.push(runbookAlarm(this, alarmId, name, alarm));

    const arrivals: Alarm[] = [];
    const watch = (state: Alarm, arrival: Alarm) => {
      alarms.push(state);
      arrivals.push(arrival);
    };

    const deadLetters: readonly (readonly [AlarmName, IQueue])[] = [
      ["splitter-dead-letters", splitter.deadLetters],
      ["buffer-dead-letters", notifier.bufferDeadLetters],
      ["notifier-dead-letters", notifier.deadLetters],
      ...(bus.deadLetters ? [["buffer-dead-letters", bus.deadLetters] as const] : []),
      ...(props.deadLetters ?? []),
    ];
    for (const [name, queue] of deadLetters) {
      const alarmId = identified(this, "DeadLetters", queue.queueArn);
      watch(...deadLetterAlarms(this, alarmId, name, queue));
    }
    const { criticalDeadLetters } = notifier;
    watch(
      ...deadLetterAlarms(this, "CriticalDeadLetters", "buffer-dead-letters", criticalDeadLetters),
    );

    when("buffer-age", "BufferAge", {
      metric: notifier.buffer.metricApproximateAgeOfOldestMessage({ period, statistic: "Maximum" }),
      above: (props.maxBufferAge ?? Duration.seconds(DEFAULTS.alarms.bufferAgeSeconds)).toSeconds(),
    });
    when("critical-age", "CriticalAge", {
      metric: notifier.critical.metricApproximateAgeOfOldestMessage({
        period: Duration.minutes(1),
        statistic: "Maximum",
      }),
      above: MAX_CRITICAL_AGE.toSeconds(),
      periods: 2,
    });
    for (const [alarmId, queue] of [
      ["ContinuationAge", splitter.continuations],
      ...splitter.waiting.map((it, index) => [`LogQueueAge${index || ""}`, it] as const),
    ] as const) {
      when("log-queue-age", alarmId, {
        metric: queue.metricApproximateAgeOfOldestMessage({ period, statistic: "Maximum" }),
        above: Duration.hours(1).toSeconds(),
      });
    }
    // A turn is asked for again each minute and kept for an hour: one this old is one nobody takes.
    when("waiting", "TurnAge", {
      metric: notifier.turns.metricApproximateAgeOfOldestMessage({ period, statistic: "Maximum" }),
      above: Duration.minutes(30).toSeconds(),
    });
    when("waiting", "Waiting", {
      metric: counterMetric(notifier.function, OLDEST_WAITING_METRIC, period, "Maximum"),
      above: (props.maxWaiting ?? Duration.seconds(DEFAULTS.alarms.waitingSeconds)).toSeconds(),
    });
    // One failed invocation is retried and proves nothing; two periods in three do.
    const again = { periods: 3, alarmingPeriods: 2 };
    const functions = [
      ["Splitter", splitter.function, "splitter-errors", "splitter-throttles"],
      ["Notifier", notifier.function, "notifier-errors", "notifier-throttles"],
    ] as const;
    for (const [name, of, errors, throttles] of functions) {
      when(errors, `${name}Errors`, { metric: of.metricErrors({ period }), ...again });
      when(throttles, `${name}Throttles`, { metric: of.metricThrottles({ period }), ...again });
    }
    // What waits is tried every 15 minutes at least: each period has a word of it.
    when("log-files-waiting", "LogFilesWaiting", {
      metric: counterMetric(splitter.function, WAITING_SECONDS, Duration.minutes(15), "Maximum"),
      above: Duration.minutes(30).toSeconds(),
      periods: 2,
      alarmingPeriods: 1,
    });
    when("table-throttles", "TableThrottles", {
      metric: tableThrottles(notifier.table, period),
      ...again,
    });
    when("alone", "Alone", {
      metric: counterMetric(notifier.function, "alone", period),
      ...again,
    });
    if (notifier.awaitsCanaries) {
      // Each minute has a word of it: three without are a sweep that does not come.
      when("canary", "Canary", {
        metric: counterMetric(notifier.function, CANARY_METRIC, Duration.minutes(1), "Maximum"),
        above: MAX_CANARY_AGE.toSeconds(),
        periods: 3,
        missing: TreatMissingData.BREACHING,
      });
    }
    for (const sum of SUMS) {
      const { function: counting } = sum.of === "splitter" ? splitter : notifier;
      when("sums", `Sum-${sum.whole}`, { metric: sumGap(counting, sum, period) });
    }
    when("silence", "Silence", this.silence(splitter, props.silence ?? Duration.hours(3)));

    for (const action of [new SnsAction(topic), ...(props.alarmActions ?? [])]) {
      for (const alarm of alarms) {
        alarm.addAlarmAction(action);
        alarm.addOkAction(action);
      }
      // That none came for a while is no news: the alarm that lasts says when all are gone.
      for (const alarm of arrivals) alarm.addAlarmAction(action);
      bus.addAlarmAction(action);
    }
    this.alarms = alarms;
  }

  /** No record at all is no data point at all, or 0: missing data alarms as well. */
  private silence(splitter: Splitter, duration: Duration): RunbookAlarmProps {
    const hours = duration.toHours({ integral: false });
    if (!Number.isInteger(hours) || hours < 1 || hours > MAX_SILENCE_HOURS) {
      throw new Error(
        `Cannot watch for silence of ${hours} hours as it must be whole hours, 1 to ${MAX_SILENCE_HOURS} (setting alarms.silenceHours)`,
      );
    }
    // By records: an empty file an hour would be a word of nothing.
    const metric: IMetric = counterMetric(splitter.function, "records", Duration.hours(1));
    return { metric, below: 1, periods: hours, missing: TreatMissingData.BREACHING };
  }
}

/** How old a critical event may become before it is recorded, which takes a second or two. */
const MAX_CRITICAL_AGE = Duration.minutes(2);

/** A whole canary did not come: with three periods of a minute, within a quarter of an hour. */
const MAX_CANARY_AGE = Duration.seconds(CANARY_MINUTES * 60 * 1.8);

/** CloudWatch evaluates at most a day. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const MAX_SILENCE_HOURS = 24;
