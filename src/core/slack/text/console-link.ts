/**
 * Address of an event in the CloudTrail console, where its last 90 days can be looked up.
 *
 * @returns Undefined where region or id do not look like CloudTrail's, or the partition has no
 * console reachable from outside.
 */
export function consoleLink(
  region: string | undefined,
  eventId: string | undefined,
): string | undefined {
  if (region === undefined || eventId === undefined) return undefined;
  if (!/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(region) || !/^[\w-]{8,64}$/.test(eventId)) {
    return undefined;
  }
  const host = consoleHost(region);
  return host && `https://${host}/cloudtrailv2/home?region=${region}#/events/${eventId}`;
}

/** @see https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html */
function consoleHost(region: string): string | undefined {
  if (region.startsWith("cn-")) return `${region}.console.amazonaws.cn`;
  if (region.startsWith("us-gov-")) return "console.amazonaws-us-gov.com";
  if (region.includes("-iso")) return undefined;
  return `${region}.console.aws.amazon.com`;
}
