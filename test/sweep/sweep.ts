import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { StackSettings } from "../../src/adapters/settings-file.ts";
import { fieldName } from "../../src/core/record/field-problem.ts";
import { FORWARDER_SCHEMA, RECEIVER_SCHEMA } from "../../src/core/settings/companion/schema.ts";
import { SETTINGS_SCHEMA } from "../../src/core/settings/schema.ts";
import { createRandom } from "../support/random.ts";
import { type SweepCase, sweepCases } from "./cases.ts";
import { loaded, type SweepVerdict, synthesized } from "./verdict.ts";

const EXAMPLES = fileURLToPath(new URL("../../infra/examples/", import.meta.url));

/** What a sweep of one file came to. */
export interface SweepResult {
  readonly file: string;
  readonly cases: number;
  /** Refused in words, with the setting named. */
  readonly refused: number;
  /** Not refused when loaded, and of these synthesized. */
  readonly accepted: number;
  readonly synthesized: number;
  readonly bad: readonly { readonly key: string; readonly what: string; readonly why: string }[];
}

/** Every settings file that comes with the project. */
export function settingsFiles(): readonly string[] {
  return readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .sort();
}

/** How much of a sweep to do; what is left out is drawn by the seed. */
export interface SweepSample {
  readonly seed: number;
  /** Values to put in. @default all */
  readonly cases?: number;
  /** How many of what is accepted to synthesize. */
  readonly synths: number;
}

/** Puts odd values at every key of a settings file. */
export function sweep(file: string, sample: SweepSample): SweepResult {
  const path = join(EXAMPLES, file);
  const random = createRandom(sample.seed);
  const all = sweepCases(parse(readFileSync(path, "utf8")), schemaOf(file));
  const cases = random.some(all, sample.cases ?? all.length);
  const bad: { key: string; what: string; why: string }[] = [];
  const accepted: [SweepCase, StackSettings][] = [];
  let refused = 0;
  const settle = ({ key, what }: SweepCase, verdict: SweepVerdict) => {
    if (verdict.kind === "refused") refused += 1;
    if (verdict.kind === "bad") bad.push({ key: fieldName(key), what, why: verdict.why });
  };
  for (const it of cases) {
    const verdict = loaded(it);
    if ("settings" in verdict) accepted.push([it, verdict]);
    else settle(it, verdict);
  }
  const drawn = random.some(accepted, sample.synths);
  for (const [it, settings] of drawn) settle(it, synthesized(settings, it.key, dirname(path)));
  return {
    file,
    cases: cases.length,
    refused,
    accepted: accepted.length,
    synthesized: drawn.length,
    bad,
  };
}

function schemaOf(file: string) {
  if (file.endsWith("forwarder.yaml")) return FORWARDER_SCHEMA;
  return file.endsWith("receiver.yaml") ? RECEIVER_SCHEMA : SETTINGS_SCHEMA;
}
