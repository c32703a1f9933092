import { type Alert, type AlertFacts, alertFacts } from "../alert/alert.ts";
import { threadKeyOf } from "../alert/thread.ts";
import type { Detail } from "../record/event-text.ts";
import { textStart } from "../record/text-start.ts";
import type { Rule, RuleSet } from "../rule/rule.ts";
import type { SeveralEvents } from "../stateful/several-events.ts";
import type { AlertedVerdict } from "../verdict/alerted-rules.ts";
import type { FoundEvent } from "./found-event.ts";

/** Makes an event's alert and its thread key; nothing but its message's words is missing. */
export type MakeAlert = (
  detail: Detail,
  verdict: AlertedVerdict,
  source: Alert["source"],
  several?: readonly SeveralEvents[],
) => Required<Pick<FoundEvent, "alert" | "thread">>;

/** Makes what makes alerts by a set of rules. */
export function createMakeAlert(ruleSet: Pick<RuleSet, "rules">): MakeAlert {
  const rules = new Map<string, Rule>(ruleSet.rules.map((rule) => [rule.id, rule]));
  return (detail, verdict, source, several = []) => {
    const facts = alertFacts(detail, verdict, ruleSet, source, several);
    const [leading = ""] = facts.ruleIds;
    return { alert: leanAlert(facts), thread: threadKeyOf(facts, detail, rules.get(leading)) };
  };
}

/** Characters of texts that nothing depends on. */
const FEW = 40;

/** Without what only the words of its message would be made of: of a history nobody reads them. */
function leanAlert({ userAgent: _userAgent, ...alert }: AlertFacts): Alert {
  const { errorMessage } = alert;
  if (errorMessage === undefined) return { ...alert, parts: [] };
  return { ...alert, errorMessage: textStart(errorMessage, FEW), parts: [] };
}
