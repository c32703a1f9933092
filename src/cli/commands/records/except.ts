import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeWholeFile } from "../../../adapters/files/whole-file.ts";
import { exceptionFor } from "../../../core/except/exception.ts";
import { exceptionFile } from "../../../core/except/exception-file.ts";
import { createExceptionTrial, type TrialOutcome } from "../../../core/except/exception-trial.ts";
import { viewOfRecord } from "../../../core/expression/event-view.ts";
import { flatten } from "../../../core/record/flatten.ts";
import type { RawRecord } from "../../../core/record/record.ts";
import { createJudge } from "../../../core/rule/judge.ts";
import { strayText } from "../../../core/spread/stray-times.ts";
import { numbered } from "../../../core/wording/counted.ts";
import { type Command, type CommandLine, type Io, UsageError } from "../../command.ts";
import { createDeployedJudge } from "../../deployed-judge.ts";
import { type AskedException, askedException } from "../../input/asked-exception.ts";
import { fileFault } from "../../input/find-inputs.ts";
import { PERIOD_OPTIONS, periodOf } from "../../input/period.ts";
import { readQuietly, shownPath, type Visit } from "../../input/read-inputs.ts";
import { hasEventId } from "../../input/wanted-event.ts";
import { EXCEPTION_SCHEMA } from "../../json/except-schema.ts";
import { RULE_OPTIONS, type RulesInUse, rulesInUse } from "../../rules-in-use.ts";
import { inLine } from "../../terminal-text.ts";

const DAY = 86_400_000;

/** Days an ignore rule holds unless said otherwise: what nobody renews nobody needs. */
const DEFAULT_DAYS = 90;

/** Writes an ignore rule for an alert. */
export const exceptCommand: Command = {
  name: "except",
  summary: "Write an ignore rule for an alert",
  operands: "<eventID|alert.json|-> --in <file|folder|s3://…>...",
  about: `
Writes the narrowest ignore rule that makes sense for the event of an alert: this caller (the role, not
its session), this call, in this account, with this end, on this thing, for the rules it matched alone.
Its two tests are the event and the same call by somebody else. The file goes to standard output, or
into the folder of --out; what it would have silenced in the logs of --in is said on standard error.

The event is named by its eventID, or by the alert as a program is told of it: an alert event of the
bus or an SNS message, as a file or standard input (-). Then its log file is looked at without --in.
Every alert carries this command, ready to paste. Name your settings beside it, and more logs:

  trailbridge except 0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af --in 's3://logs/AWSLogs/' --from 7d \\
    --settings my.yaml --owner platform@example.com --reason "The pipeline tries it." --out my-ignore-rules

The exit status is 1 where there is no such event, or no rule matches it.`,
  options: {
    in: {
      value: "file|folder|s3://…",
      description: "Where the event is, and what the rule is tried on; one after another.",
    },
    ...PERIOD_OPTIONS,
    until: {
      value: "day",
      description: `Last day it holds: 2026-12-31, or 30d from now; "never" for good.\nDefault: ${DEFAULT_DAYS}d.`,
    },
    owner: { value: "name", description: "Who answers for it: a team or a mailbox." },
    reason: { value: "text", description: "Why this must not alert." },
    rule: {
      value: "ids",
      description: "Silence these rules alone: a,b. Default: all that match the event.",
    },
    out: {
      value: "folder",
      description: "Write <id>.yaml into this folder, if it is not there; the folder is made.",
    },
    json: { description: "Print rule, file and what it would have silenced as JSON." },
    ...RULE_OPTIONS,
  },
  examples: [
    {
      words: "except 0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af --in logs/ --settings my.yaml",
      says: "An ignore rule for the event of an alert, and what it would have silenced",
    },
    {
      words:
        'except 0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af --in logs/ --until 30d --owner platform@example.com --reason "The pipeline tries it" --out my-ignore-rules',
      says: "The same as a file among your ignore rules, for a month",
    },
  ],
  json: EXCEPTION_SCHEMA,
  async run(invocation, io) {
    const now = Date.now();
    const { value } = invocation;
    const expires = lastDay(value("until") ?? `${DEFAULT_DAYS}d`, now);
    const asked = await askedException(invocation, io);
    const inUse = rulesInUse(invocation, io);
    const found = await findEvent(asked, invocation, now, io);
    if (found === undefined) {
      io.err(`There is no record with the eventID ${inLine(asked.eventId)}\n`);
      return 1;
    }
    const { matched, ignoredBy } = createDeployedJudge(inUse, now)(found).verdict;
    const rules = asked.ruleIds.length > 0 ? asked.ruleIds : matched;
    if (rules.length === 0) {
      io.err(notMatchedText(ignoredBy, inUse));
      return 1;
    }
    const known = new Set(inUse.ruleSet.rules.map(({ id }) => id));
    const strangers = rules.filter((id) => !known.has(id));
    if (strangers.length > 0) {
      io.err(
        `${strangers.map(inLine).join(", ")} is not among the rules in use: name your settings, --settings <file>\n`,
      );
    }
    const exception = exceptionFor(
      flatten(found.value),
      rules,
      { ...wordsOf(invocation), expires },
      new Set(inUse.ruleSet.ignoreRules.map(({ id }) => id)),
    );
    const { rules: _, ...forAll } = exception.rule;
    const judged = createJudge(
      { rules: [], ignoreRules: [forAll] },
      { self: inUse.self, now },
    )(viewOfRecord(found.value));
    if (judged.ignoredBy === undefined) {
      throw new Error(
        `Cannot write an ignore rule as it must silence the event: ${exception.rule.match} does not`,
      );
    }
    const trial = createExceptionTrial(inUse.ruleSet, exception.rule, { self: inUse.self, now });
    const tryOn: Visit = async (item) => {
      if ("value" in item) trial.add(viewOfRecord(item.value), item.value);
    };
    await readQuietly(asked.places, io, tryOn, periodOf(invocation, now));
    const file = exceptionFile(exception);
    const path = written(value("out"), exception.rule.id, file);
    if (invocation.has("json")) {
      const silenced = trial.outcome();
      await io.out(
        `${JSON.stringify({ id: exception.rule.id, ...(path && { path }), file, silenced })}\n`,
      );
    } else if (path === undefined) {
      await io.out(file);
    } else {
      io.err(`${inLine(path)} is written\n`);
    }
    for (const line of trialLines(trial.outcome())) io.err(`${line}\n`);
    if (value("owner") === undefined || value("reason") === undefined) {
      io.err("Say who answers for it and why: --owner <name> --reason <text>\n");
    }
    return 0;
  },
};

/** What ends the search. */
class Found extends Error {}

/** Looks for the event, and no further than to it. */
async function findEvent(asked: AskedException, invocation: CommandLine, now: number, io: Io) {
  let found: RawRecord | undefined;
  const visit: Visit = async (item, file) => {
    if ("rejected" in item || !hasEventId(item, asked.eventId)) return;
    found = item;
    io.err(`${shownPath(file)}, ${item.where}\n`);
    throw new Found();
  };
  try {
    await readQuietly(asked.places, { ...io, err() {} }, visit, periodOf(invocation, now));
  } catch (error) {
    if (!(error instanceof Found)) throw error;
  }
  return found;
}

/** @throws {UsageError} If it is no day to come. */
function lastDay(text: string, now: number): string | undefined {
  if (text === "never") return undefined;
  const [, count] = /^(\d{1,4})d$/.exec(text) ?? [];
  const time =
    count !== undefined
      ? now + Number(count) * DAY
      : /^\d{4}-\d\d-\d\d$/.test(text)
        ? Date.parse(text)
        : Number.NaN;
  const day = Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 10);
  if (day === undefined || (count === undefined && day !== text)) {
    throw new UsageError(
      `--until takes a day, a number of days, or never: 2026-12-31, 30d; it is "${text}"`,
    );
  }
  if (time + DAY <= now) throw new UsageError(`--until must be a day to come: ${day} is over`);
  return day;
}

function wordsOf({ value }: CommandLine): { readonly reason: string; readonly owner: string } {
  return {
    reason: value("reason")?.trim() || "to be said: why this must not alert",
    owner: value("owner")?.trim() || "to be named",
  };
}

function notMatchedText(ignoredBy: string | undefined, { settings }: RulesInUse): string {
  if (ignoredBy !== undefined) return `${inLine(ignoredBy)} ignores it already\n`;
  const hint = settings === undefined ? "; name your settings: --settings <file>" : "";
  return `No rule matches it, so there is nothing to except${hint}\n`;
}

/** @throws {UsageError} If there is such a file already, or it cannot be written. */
function written(folder: string | undefined, id: string, file: string): string | undefined {
  if (folder === undefined) return undefined;
  const path = join(folder, `${id}.yaml`);
  try {
    mkdirSync(folder, { recursive: true });
    if (existsSync(path)) throw new UsageError(`cannot write "${path}": it is there already`);
    writeWholeFile(path, file);
    return path;
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === "EEXIST" ? `"${folder}" is no folder` : fileFault(cause);
    if (why === undefined) throw cause;
    throw new UsageError(`cannot write "${path}": ${why}`);
  }
}

/** What an ignore rule would have silenced, in words. */
function trialLines(outcome: TrialOutcome): readonly string[] {
  const { records, alerting, silenced, reduced, first, last, stray, examples } = outcome;
  const far = stray && strayText(stray);
  const span = first === undefined ? "" : `, from ${inLine(first)} to ${inLine(last ?? first)}`;
  const others =
    reduced === 0 ? "" : `; ${reduced} more would lose a rule, and still alert by others`;
  return [
    `It would have silenced ${silenced} of ${numbered(alerting, "event that matches", "events that match")}, of ${numbered(records, "record")}${span}${others}`,
    ...(far === undefined ? [] : [`  ${far}`]),
    ...Object.entries(outcome.rules).map(
      ([id, of]) => `  ${inLine(id)}: ${of.silenced} of ${of.alerting}`,
    ),
    ...(examples.length === 0 ? [] : [`  for example ${examples.map(inLine).join(", ")}`]),
  ];
}
