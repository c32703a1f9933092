import { readFileSync } from "node:fs";

// What mutation testing found, as text: a row for each room, then each survivor by file, line and
// what was put in its place, under why such a one survives. By itself it puts several runs together,
// the last of a file's counts: node --import tsx test/mutation/report.ts RUN.json ...

/** A run, as StrykerJS's JSON reporter writes it. */
export interface Report {
  readonly files: Readonly<Record<string, MutatedFile>>;
}

interface MutatedFile {
  readonly source: string;
  readonly mutants: readonly Mutant[];
}

interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Why mutants of a kind survive, by the name StrykerJS gives it. */
const REASONS: Readonly<Record<string, string>> = {
  StringLiteral:
    "a text that people read, or that stands for itself: no test compares it word for word",
  EqualityOperator: "the two differ in one value, a tie or a limit, which no test has",
  ConditionalExpression:
    "a shortcut or a guard: without it the same comes about by a longer way, or no test comes so far",
  LogicalOperator: "the two parts agree wherever a test comes here",
  OptionalChaining: "the value is there wherever a test comes here",
  ObjectLiteral: "an option that only shows where it meets the world outside",
  ArrayDeclaration: "a list that is empty or passed over wherever a test comes here",
  MethodExpression: "a cut, an order or a fold that the tests' values do not need",
  ArithmeticOperator: "a measure of cost or time that decides nothing in a test",
  BlockStatement: "work that saves time, or is told and not asked for",
  Regex: "the texts that would tell the two apart come in no test",
};
const OTHER = "no test tells the two apart";
const UNTESTED =
  "no quick test passes here: tests that take more than 0.3 s of the processor run for no mutant";

/** All that is worth reading of some runs; the last word on a file is the last run's. */
export function reportLines(reports: readonly Report[]): readonly string[] {
  const files = Object.entries(Object.assign({}, ...reports.map((it) => it.files))) as [
    string,
    MutatedFile,
  ][];
  const rooms = new Map<string, MutatedFile[]>();
  for (const [file, mutated] of files) {
    const room = /^src\/(core\/[^/]+|[^/]+)/.exec(file)?.[1] ?? file;
    rooms.set(room, [...(rooms.get(room) ?? []), mutated]);
  }
  const byReason = new Map<string, string[]>();
  for (const [file, { source, mutants }] of files.sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const mutant of mutants.filter(isAlive)) {
      const reason = reasonOf(mutant);
      const line = `  ${file}:${mutant.location.start.line}  ${changeOf(mutant, source)}`;
      byReason.set(reason, [...(byReason.get(reason) ?? []), line]);
    }
  }
  return [
    ...[...rooms].sort(([a], [b]) => (a < b ? -1 : 1)).map(([room, it]) => scoreLine(room, it)),
    scoreLine(
      "in all",
      files.map(([, it]) => it),
    ),
    ...[...byReason]
      .sort(([, a], [, b]) => b.length - a.length)
      .flatMap(([reason, lines]) => ["", `${lines.length} survive: ${reason}`, ...lines]),
  ];
}

function scoreLine(name: string, files: readonly MutatedFile[]): string {
  const all = files.flatMap(({ mutants }) => mutants);
  const killed = all.filter(({ status }) => /Killed|Timeout/.test(status)).length;
  const tried = killed + all.filter(isAlive).length;
  const percent = ((100 * killed) / Math.max(1, tried)).toFixed(1).padStart(5);
  return `${percent} %  ${killed}/${tried}  ${name}`;
}

function isAlive({ status }: Mutant): boolean {
  return /Survived|NoCoverage/.test(status);
}

function reasonOf({ status, mutatorName }: Mutant): string {
  return status === "NoCoverage" ? UNTESTED : (REASONS[mutatorName] ?? OTHER);
}

function changeOf({ location: { start, end }, replacement = "" }: Mutant, source: string): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? "").slice(0, end.column - 1);
  lines[0] = (lines[0] ?? "").slice(start.column - 1);
  return `${short(lines.join(" "))} -> ${short(replacement)}`;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

const runs = process.argv.slice(2);
if (process.argv[1]?.endsWith("/mutation/report.ts")) {
  const reports = runs.map((file) => JSON.parse(readFileSync(file, "utf8")) as Report);
  for (const line of reportLines(reports)) console.log(line);
}
