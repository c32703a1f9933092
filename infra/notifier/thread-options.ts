import type { Duration } from "aws-cdk-lib";
import { THREADS_SCHEMA } from "../../src/core/settings/alert-schema.ts";
import type { RuntimeSettings } from "../../src/core/settings/config.ts";
import { DEFAULTS } from "../shared/defaults.ts";

/** How repeats fold. */
export interface ThreadOptions {
  /**
   * How long repeats fold under one message, in whole seconds.
   *
   * @default Duration.minutes(15)
   */
  readonly threadWindow?: Duration;

  /**
   * Replies under one message; after that its count moves, and a reply still names what is new.
   *
   * @default 20
   */
  readonly maxReplies?: number;

  /**
   * How long an alert of medium severity or lower waits before it is first shown in a Slack channel,
   * so that a storm is seen before it is posted: 0 to 300 seconds. High and critical never wait, nor
   * do webhooks and topics.
   *
   * @default Duration.seconds(5)
   */
  readonly groupWait?: Duration;

  /**
   * Least time between two edits of one message, 1 to 3600 seconds.
   *
   * @default Duration.seconds(15)
   */
  readonly groupInterval?: Duration;

  /**
   * After how long a thread that goes on gets a reply even without news, at least a minute.
   *
   * @default Duration.minutes(10)
   */
  readonly repeatInterval?: Duration;
}

/**
 * How repeats fold, as the notifier reads it.
 *
 * @throws {Error} If a value is none the setting of its meaning takes.
 */
export function threadSettings(options: ThreadOptions): RuntimeSettings["threads"] {
  const { threadWindow, maxReplies, groupWait, groupInterval, repeatInterval } = options;
  const defaults = DEFAULTS.threads;
  return {
    windowSeconds: allowed("windowSeconds", "threadWindow", threadWindow?.toSeconds(), defaults),
    maxReplies: allowed("maxReplies", "maxReplies", maxReplies, defaults),
    groupWaitSeconds: allowed("groupWaitSeconds", "groupWait", groupWait?.toSeconds(), defaults),
    groupIntervalSeconds: allowed(
      "groupIntervalSeconds",
      "groupInterval",
      groupInterval?.toSeconds(),
      defaults,
    ),
    repeatIntervalSeconds: allowed(
      "repeatIntervalSeconds",
      "repeatInterval",
      repeatInterval?.toSeconds(),
      defaults,
    ),
  };
}

type Numbers = Omit<RuntimeSettings["threads"], "tableName">;

function allowed(
  name: keyof Numbers,
  prop: keyof ThreadOptions,
  given: number | undefined,
  defaults: Numbers,
): number {
  const value = given ?? defaults[name];
  const { minimum, maximum } = THREADS_SCHEMA.properties[name];
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  throw new Error(
    `Cannot fold by ${prop} as it must be a whole number${name === "maxReplies" ? "" : " of seconds"}, ${minimum} to ${maximum}: it is ${value}`,
  );
}
