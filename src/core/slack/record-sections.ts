import type { Alert } from "../alert/alert.ts";
import type { AlertPart } from "../alert/alert-part.ts";
import { textStart } from "../record/text-start.ts";
import { codeSections, type SlackBlock } from "./block.ts";
import { consoleLink } from "./text/console-link.ts";
import { exceptLine } from "./text/except-line.ts";
import { code, link } from "./text/text.ts";
import { timeText } from "./text/time-text.ts";

/**
 * Where to find the event itself: its id with a link, and its place in a log file; and how to have
 * its like ignored.
 */
export function originLines(
  alert: Alert,
  context: { readonly accessPortalUrl?: string },
): [event: string | undefined, file: string, except: string | undefined] {
  const { eventId, source } = alert;
  const view = viewLink(alert, context);
  const except = exceptLine(alert);
  return [
    eventId && `Event ${code(eventId, 210)}${view === undefined ? "" : `  ·  ${view}`}`,
    `Log file ${code(`s3://${source.bucket}/${source.key}`, 900)}, record ${source.index}`,
    except && `Except it  ${code(except, 1_500)}`,
  ];
}

/** A link to the event in the CloudTrail console, where there is one. */
export function viewLink(
  alert: Alert,
  context: { readonly accessPortalUrl?: string },
): string | undefined {
  const address = consoleLink({ ...alert, ...context }, alert.eventId);
  return address && link(address, "View in CloudTrail");
}

/** When it happened, as well as the event says. */
export function whenText({ time, eventTime }: Pick<Alert, "time" | "eventTime">): string {
  if (time !== undefined) return timeText(time);
  return eventTime === undefined ? "at an unknown time" : code(eventTime, 70);
}

/**
 * A part of the record in code fences.
 *
 * @param room UTF-16 units of the text at most; a cut is made at the end of a line, if one is near.
 */
export function partSections({ name, text, cut }: AlertPart, room: number): SlackBlock[] {
  const shown = text.length <= room ? text : `${cutAtLine(text, room - 2)} …`;
  const isCut = cut || shown.length < text.length;
  return codeSections(name, shown, isCut ? "shortened, the log file has the rest" : undefined);
}

function cutAtLine(text: string, room: number): string {
  const end = text.lastIndexOf("\n", room);
  return textStart(text, end > room / 2 ? end : room);
}
