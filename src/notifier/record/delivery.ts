import type { Destination } from "../../core/alert/route.ts";
import type { Subject, SubjectFacts } from "../../core/alert/subject.ts";
import type { SnsMessage } from "../../core/sns/message.ts";

/** One subject for one destination. */
export interface Delivery {
  /** As far as it decides anything. */
  readonly subject: SubjectFacts;
  /** All of it: made when it is asked for, as of a thread's many events few are shown whole. */
  readonly whole: () => Subject;
  readonly destination: Destination;
  /** `destinationId` of the destination. */
  readonly channel: string;
  /** What tells it from all other deliveries to the channel. */
  readonly identity: string;
  /** What makes it one thread with other deliveries to the channel. */
  readonly thread: string;
  readonly sns: () => SnsMessage;
}
