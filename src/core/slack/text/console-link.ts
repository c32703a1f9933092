/** Where an event is looked up, and by which door its account is entered. */
export interface ConsolePlace {
  readonly region?: string;
  /** The account whose events they are. */
  readonly account?: string;
  /** Address of IAM Identity Center's access portal, e.g. `https://d-1234567890.awsapps.com/start`. */
  readonly accessPortalUrl?: string;
}

/**
 * Address of an event in the CloudTrail console, where its last 90 days can be looked up; by way
 * of the access portal, if there is one, so that it opens in the event's account.
 *
 * @returns Undefined where region or id do not look like CloudTrail's, or the partition has no
 * console reachable from outside.
 */
export function consoleLink(place: ConsolePlace, eventId: string | undefined): string | undefined {
  return eventId !== undefined && /^[\w-]{8,64}$/.test(eventId)
    ? eventsLink(place, `/${eventId}`)
    : undefined;
}

/** Address of all calls of one name in the CloudTrail console; undefined as above. */
export function callsLink(place: ConsolePlace, eventName: string | undefined): string | undefined {
  return eventName !== undefined && /^\w{2,100}$/.test(eventName)
    ? eventsLink(place, `?EventName=${eventName}`)
    : undefined;
}

function eventsLink({ region, account, accessPortalUrl }: ConsolePlace, which: string) {
  if (region === undefined || !/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(region)) return undefined;
  const host = consoleHost(region);
  if (host === undefined) return undefined;
  const address = `https://${host}/cloudtrailv2/home?region=${region}#/events${which}`;
  return accessPortalUrl === undefined || account === undefined || !/^\d{12}$/.test(account)
    ? address
    : throughPortal(accessPortalUrl, account, address);
}

/**
 * A shortcut link. Without a role's name the portal asks which of one's own it shall be.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/createshortcutlink.html
 */
function throughPortal(portal: string, account: string, address: string): string {
  const start = portal.replace(/\/$/, "");
  return `${start}/#/console?account_id=${account}&destination=${encodeURIComponent(address)}`;
}

/** @see https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html */
function consoleHost(region: string): string | undefined {
  if (region.startsWith("cn-")) return `${region}.console.amazonaws.cn`;
  if (region.startsWith("us-gov-")) return "console.amazonaws-us-gov.com";
  if (region.includes("-iso")) return undefined;
  if (region.startsWith("eusc-")) return `${region}.console.amazonaws-eusc.eu`;
  return `${region}.console.aws.amazon.com`;
}
