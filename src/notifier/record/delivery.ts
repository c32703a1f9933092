import type { Destination } from "../../core/alert/route.ts";
import type { Subject } from "../../core/alert/subject.ts";
import type { SnsMessage } from "../../core/sns/message.ts";

/** One subject for one destination. */
export interface Delivery {
  readonly subject: Subject;
  readonly destination: Destination;
  /** `destinationId` of the destination. */
  readonly channel: string;
  /** What tells it from all other deliveries to the channel. */
  readonly identity: string;
  /** What makes it one thread with other deliveries to the channel. */
  readonly thread: string;
  readonly sns: () => SnsMessage;
}
