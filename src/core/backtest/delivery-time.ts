/**
 * When CloudTrail delivered a log file, by its name: to the minute.
 *
 * @param path Of the file, or its key.
 * @returns Milliseconds since the epoch; undefined for a file of another name.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function deliveryTimeOf(path: string): number | undefined {
  const [, year, month, day, hour, minute] = FILE_NAME.exec(path) ?? [];
  if (year === undefined) return undefined;
  const text = `${year}-${month}-${day}T${hour}:${minute}:00.000Z`;
  const time = Date.parse(text);
  // Date.parse turns February 30 into March 2.
  return Number.isNaN(time) || new Date(time).toISOString() !== text ? undefined : time;
}

const FILE_NAME =
  /(?:^|[\\/])\d{12}_CloudTrail(?:-[A-Za-z]+)?_[a-z0-9-]+_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^\\/]*$/;
