import { type CommandLine, UsageError } from "./command.ts";

/**
 * The value of a command's option `--region`; undefined if it is not given.
 *
 * @throws {UsageError} If it is no Region.
 */
export function regionOption({ value }: Pick<CommandLine, "value">): string | undefined {
  const region = value("region");
  if (region === undefined || /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region)) return region;
  throw new UsageError(`--region takes a Region, e.g. eu-central-1: it is "${region}"`);
}
