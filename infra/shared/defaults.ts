import { parseSettings } from "../../src/adapters/settings-file.ts";
import type { RuntimeSettings } from "../../src/core/settings/config.ts";
import { runtimeSettings, type Settings } from "../../src/core/settings/settings.ts";

/**
 * Every setting's default, as the settings file's schema has it: constructs and app share one
 * source of them. `logs.bucket` alone has none and means nothing here.
 */
export const DEFAULTS: Settings = parseSettings("logs: { bucket: has-no-default }", "defaults");

/** The defaults of what the functions read. */
export const RUNTIME_DEFAULTS: RuntimeSettings = runtimeSettings(DEFAULTS);
