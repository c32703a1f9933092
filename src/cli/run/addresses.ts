import pc from "picocolors";
import type { Settings } from "../../core/settings/settings.ts";
import type { LocalTrailbridge } from "../../local/trailbridge.ts";
import type { Io } from "../command.ts";

/** Where consumers that the local stack does not run itself find what they would get. */
export const SINK_FOLDER = ".trailbridge/consumers";

/** Where everything of a local run is found. */
export function addresses(
  { desk, stack, wiring, sinkFolder = "" }: LocalTrailbridge,
  settings: Settings,
  { colour }: Io,
): string {
  const { bold, cyan, dim } = pc.createColors(colour);
  return [
    bold("trailbridge on the local stack"),
    "",
    `  Slack desk    ${cyan(desk.url)}`,
    `  AWS endpoint  ${cyan(stack.endpointUrl)}`,
    `  Stack         ${settings.name} in ${wiring.region}  ${dim(`(status, tail, mute, …: --stack ${settings.name})`)}`,
    `  Bucket        ${settings.logs.bucket}  ${dim(`(keys under ${settings.logs.prefix})`)}`,
    ...(wiring.sinks ?? []).map(({ name }) => `  Consumer      ${sinkFolder}/${name}.ndjson`),
    "",
    "",
  ].join("\n");
}
