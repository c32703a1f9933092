import { type Alert, alertOf } from "../core/alert/alert.ts";
import { noticeKey, repeatKey, threadTableKey } from "../core/alert/claim-key.ts";
import type { Notice } from "../core/alert/notice.ts";
import type { RemovedObject } from "../core/alert/removed-object.ts";
import {
  type Destination,
  defaultDestinations,
  destinationId,
  routesFor,
} from "../core/alert/route.ts";
import { removedObjectThreadKey, threadKeyOf } from "../core/alert/thread.ts";
import type { Detail } from "../core/record/event-text.ts";
import type { Verdict } from "../core/rule/judge.ts";
import type { RuleSet } from "../core/rule/rule.ts";
import type { RuntimeSettings } from "../core/settings/config.ts";
import type { MessageContext } from "../core/slack/alert-message.ts";
import { alertSns, noticeSns, removedSns } from "../core/sns/message.ts";
import type { Job } from "./job.ts";

/** Makes the jobs of whatever the notifier has to say: one per destination. */
export interface JobMaker {
  alertJobs(detail: Detail, verdict: Verdict, source: Alert["source"]): AlertJobs;
  removedJobs(removed: RemovedObject): readonly Job[];
  /** @param except A destination the notice is about, which gets none. */
  noticeJobs(notice: Notice, except?: Destination): readonly Job[];
}

/** An alert and where it goes. */
export interface AlertJobs {
  readonly alert: Alert;
  readonly jobs: readonly Job[];
}

/** Makes a job maker for one configuration. */
export function createJobMaker(
  ruleSet: RuleSet,
  { destinations }: Pick<RuntimeSettings, "destinations">,
  around: MessageContext,
): JobMaker {
  return {
    alertJobs(detail, verdict, source) {
      const alert = alertOf(detail, verdict, ruleSet, source);
      const [leading] = alert.ruleIds;
      const rule = leading === undefined ? undefined : around.ruleById(leading);
      const key = threadKeyOf(alert, detail, rule);
      const jobs = routesFor(alert, destinations).map((destination): Job => {
        const id = destinationId(destination);
        return {
          subject: alert,
          destination,
          claimKey: repeatKey(id, alert.identity),
          threadKey: threadTableKey(id, key),
          sns: () => alertSns(alert, detail, around),
        };
      });
      return { alert, jobs };
    },
    removedJobs: (removed) =>
      defaultDestinations(destinations).map((destination) => {
        const id = destinationId(destination);
        return {
          subject: removed,
          destination,
          claimKey: repeatKey(id, removed.identity),
          threadKey: threadTableKey(id, removedObjectThreadKey(removed)),
          sns: () => removedSns(removed),
        };
      }),
    noticeJobs: (notice, except) =>
      defaultDestinations(destinations)
        .filter((destination) => !except || destinationId(destination) !== destinationId(except))
        .map((destination) => ({
          subject: notice,
          destination,
          claimKey: noticeKey(destinationId(destination), notice.identity),
          sns: () => noticeSns(notice),
        })),
  };
}
