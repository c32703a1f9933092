import { parseSettings } from "../../src/adapters/settings-file.ts";
import {
  NOTIFIER_SETTINGS,
  type RuntimeSettings,
  SPLITTER_SETTINGS,
} from "../../src/core/settings/config.ts";
import { accountNamesOf, type Settings } from "../../src/core/settings/settings.ts";

/**
 * Every setting's default, as the settings' schema has it: constructs and app share one
 * source of them. `logs.bucket` alone has none and means nothing here.
 */
export const DEFAULTS: Settings = parseSettings("logs: { bucket: has-no-default }", "defaults");

/** The defaults of what the functions read. */
export const RUNTIME_DEFAULTS: RuntimeSettings = {
  ...pick(DEFAULTS, [...SPLITTER_SETTINGS, ...NOTIFIER_SETTINGS, "threads"]),
  logPrefix: DEFAULTS.logs.prefix,
  accountNames: accountNamesOf(DEFAULTS.accounts),
  snsRepeats: DEFAULTS.sns.repeats,
  slackLayout: DEFAULTS.slack.layout,
  destinations: { defaults: {}, routes: [] },
};

/** Those of some properties that were given, under the same names. */
export function pick<Props extends object, Name extends keyof Props>(
  props: Props,
  names: readonly Name[],
): Pick<Props, Name> {
  const entries = names.map((name) => [name, props[name]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Pick<
    Props,
    Name
  >;
}
