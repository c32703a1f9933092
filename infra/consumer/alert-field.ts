import { EventField } from "aws-cdk-lib/aws-events";
import type { AlertEvent } from "../../src/core/alert-event/alert-event.ts";
import type { AlertDisplay } from "../../src/core/alert-event/display.ts";

/**
 * A field of an alert in an input template. Texts are those for people, of which none is missing
 * and none needs escaping: EventBridge escapes nothing that it puts into a template.
 */
export function alertText(field: keyof AlertDisplay): string {
  return EventField.fromPath(`$.detail.display.${field}`);
}

/** A field of words that trailbridge itself chooses, or of an instant. */
export function alertWord(
  field: keyof Pick<AlertEvent, "id" | "state" | "severity" | "level" | "firstSeen">,
): string {
  return EventField.fromPath(`$.detail.${field}`);
}
