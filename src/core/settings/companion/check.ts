import { keyPrefixProblems } from "../../notification/key-prefix.ts";
import { type Field, type FieldProblem, fieldName, unusable } from "../../record/field-problem.ts";
import { checkProblems } from "../check.ts";
import { CONSUMER_CHECKS } from "../consumer-check.ts";
import { placeProblems } from "../place-check.ts";
import type { SettingCheck } from "../settings.ts";
import { FORWARDER_SCHEMA, RECEIVER_SCHEMA } from "./schema.ts";
import type { ForwarderSettings, ReceiverSettings } from "./settings.ts";

/** As `settingProblems()`, of the settings of a stack that forwards. */
export function forwarderProblems(
  settings: unknown,
  misshapen: readonly Field[],
): readonly FieldProblem[] {
  return [
    ...placeProblems(settings, FORWARDER_SCHEMA),
    ...checkProblems(settings as ForwarderSettings, FORWARDER_CHECKS, misshapen),
  ];
}

/** As `settingProblems()`, of the settings of a stack that receives. */
export function receiverProblems(
  settings: unknown,
  misshapen: readonly Field[],
): readonly FieldProblem[] {
  // Whether alerts are on the bus is the sender's to know.
  const received = { ...(settings as ReceiverSettings), alertEvents: true };
  return [
    ...placeProblems(settings, RECEIVER_SCHEMA),
    ...checkProblems(received, CONSUMER_CHECKS, misshapen),
  ];
}

const FORWARDER_CHECKS: readonly SettingCheck<ForwarderSettings>[] = [
  [["forward.prefix"], prefixProblems],
  [["account", "region", "forward.toAccount", "forward.toRegion"], ownBusProblems],
  [["forward"], trailProblems],
];

function prefixProblems({ forward }: ForwarderSettings) {
  const field = ["forward", "prefix"];
  return keyPrefixProblems(forward.prefix, fieldName(field)).map((message) => ({ field, message }));
}

function* ownBusProblems({ account, region, forward }: ForwarderSettings) {
  const { toAccount, toRegion = region } = forward;
  if (account !== toAccount || region !== toRegion) return;
  yield unusable(
    ["forward", "toAccount"],
    toAccount,
    "the stack is of that account and Region: its default bus has the events already; leave this stack out, or name the account trailbridge runs in",
  );
}

/** What is of S3's events alone. */
function* trailProblems({ forward }: ForwarderSettings) {
  if (forward.from === "bucket") return;
  for (const key of ["newLogFiles", "enableEventBridge"] as const) {
    if (forward[key] === undefined) continue;
    yield unusable(
      ["forward", key],
      forward[key],
      "forward.from must be bucket for it: it is trail",
    );
  }
}
