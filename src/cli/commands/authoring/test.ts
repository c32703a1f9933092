import { dirname, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import {
  type ReadRules,
  type RuleSource,
  readRules,
  ruleSources,
  settingsFolders,
} from "../../../adapters/authoring/rule-sources.ts";
import { readLists } from "../../../adapters/list-files.ts";
import { readSettings } from "../../../adapters/settings-file.ts";
import { type Placed, placedText } from "../../../adapters/yaml/placed.ts";
import {
  coveredPercent,
  type TestReport,
  testReport,
} from "../../../core/authoring/test-report.ts";
import { duplicateProblems } from "../../../core/rule-file/check.ts";
import { ruleSettingsOf } from "../../../core/settings/settings.ts";
import { compileLittle } from "../../authoring/compile-little.ts";
import { testText } from "../../authoring/test-text.ts";
import { watchPaths } from "../../authoring/watch.ts";
import { type Command, type CommandLine, type Io, UsageError } from "../../command.ts";
import { TEST_SCHEMA } from "../../json/authoring-schemas.ts";
import { DEFAULT_RULES, foldersNamed } from "../../rules-in-use.ts";
import { listenForStop } from "../../run/stop-signal.ts";

/** Runs the tests inside rule files. */
export const testCommand: Command = {
  name: "test",
  summary: "Run the tests inside rule files",
  operands: "[<file|folder|->...]",
  about: `
Judges the events of each rule's tests by its expression. Of a test that fails it shows the expression
as a tree, with what each clause gives on that event and what it reads. Rules and ignore rules are
known by their content: what has a reason or an owner is an ignore rule. - is one rule file from
standard input. Without files and folders it tests what the settings name; without settings, the
default rules.

Coverage: a clause is what && and || and ! join. Each should hold in one test and fail in another, in
both where judging gets as far as to it. Listed are those that no test decides both ways: of such a
clause the tests would not say if it were wrong.

Exit status: 0; 1 if a test fails, a rule is wrong or less is covered than asked; 2 if a file cannot
be read.`,
  options: {
    settings: {
      value: "file",
      description: "Test the rules and ignore rules that these settings name.",
    },
    rules: {
      value: "dir",
      repeats: true,
      description: "Test the rule files of this folder; may be given several times.",
    },
    ignore: {
      value: "dir",
      repeats: true,
      description: "Test the ignore rules of this folder, too; may be given several times.",
    },
    coverage: { description: "List the clauses that no test decides both ways." },
    "min-coverage": {
      value: "percent",
      description: "Exit with 1 if less than this is decided; says the coverage.",
    },
    watch: { description: "Test again at each change, until Control-C." },
    json: {
      description:
        'Print {"rules","tests","failures":[…],"problems":[…],"coverage":{…}} as one line.',
    },
  },
  examples: [
    { words: "test my-rules", says: "All rules of a folder" },
    {
      words: "test my-rules/bucket-policy-changed.yaml --coverage",
      says: "One rule, and which of its clauses no test decides both ways",
    },
    { words: "test - < my-rules/bucket-policy-changed.yaml", says: "A rule from standard input" },
    {
      words: "test --settings my.yaml --min-coverage 80",
      says: "For a pipeline: all rules in use, and that their tests look at most of each",
    },
  ],
  json: TEST_SCHEMA,
  async run(invocation, io) {
    compileLittle();
    const least = percentOf(invocation.value("min-coverage"));
    const paths = pathsOf(invocation);
    if (!invocation.has("watch"))
      return runTests(invocation, least, { paths, sources: await sourcesAt(paths, io) }, io);
    if (paths.includes("-"))
      throw new UsageError("--watch needs files: standard input has no changes");
    return watchTests(invocation, least, paths, io);
  },
};

function percentOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const percent = Number(text);
  if (text.trim() !== "" && percent >= 0 && percent <= 100) return percent;
  throw new UsageError(`--min-coverage must be a percentage from 0 to 100: it is "${text}"`);
}

/** Files and folders to test; `-` among them. */
function pathsOf(line: CommandLine): readonly string[] {
  const { operands, value } = line;
  const file = value("settings");
  const folders = (["rules", "ignore"] as const).flatMap((option) => foldersNamed(option, line));
  const named = [...operands, ...folders];
  if (operands.filter((it) => it === "-").length > 1) {
    throw new UsageError("- stands twice: there is one standard input");
  }
  if (file !== undefined) {
    const used = settingsFolders(readSettings(file).rules, dirname(resolve(file)));
    return [...named, ...used];
  }
  return named.length > 0 ? named : settingsFolders(DEFAULT_RULES, ".");
}

async function sourcesAt(
  paths: readonly string[],
  io: Pick<Io, "stdin">,
): Promise<readonly RuleSource[]> {
  const files = ruleSources(paths.filter((path) => path !== "-"));
  if (!paths.includes("-")) return files;
  return [...files, { path: "<stdin>", content: await buffer(io.stdin) }];
}

interface Tested {
  /** Files and folders; the lists there are those the rules use. */
  readonly paths: readonly string[];
  readonly sources: readonly RuleSource[];
}

async function runTests(
  { has, value, values }: CommandLine,
  least: number | undefined,
  { paths, sources }: Tested,
  io: Io,
): Promise<number> {
  const read = readRules(sources);
  const file = value("settings");
  const settled = file === undefined ? undefined : ruleSettingsOf(readSettings(file));
  const { lists, problems: wrongLists } = readLists(paths, settled);
  const report = testReport(read.files, has("coverage") || least !== undefined, lists);
  const ofLists = wrongLists.map((it) =>
    typeof it === "string"
      ? { path: file ?? "settings", line: 1, field: "", message: it, excerpt: "" }
      : it,
  );
  // Rules of folders that are used together, as they are elsewhere.
  const doubles = values("rules").length > 1 ? duplicateProblems(read.files) : [];
  const problems = [
    ...read.problems,
    ...ofLists,
    ...[...report.problems, ...doubles].map(read.place),
  ];
  if (has("json")) {
    await io.out(`${JSON.stringify(jsonOf(report, problems, read))}\n`);
  } else {
    for (const problem of problems) await io.out(`${placedText(problem)}\n`);
    if (problems.length > 0) await io.out("\n");
    const of = (path: string, field: readonly (string | number)[]): string =>
      `${path}:${read.place({ path, field, message: "" }).line}`;
    const shown = has("coverage") ? report : { ...report, coverage: undefined };
    await io.out(testText(shown, { of }, io.colour));
  }
  const covered = coveredPercent(report.coverage ?? []);
  const isThin = least !== undefined && covered < least;
  if (isThin) {
    io.err(
      `trailbridge: tests decide ${covered.toFixed(1)} % of what clauses can give; asked are ${least} %\n`,
    );
  }
  return problems.length > 0 || report.failures.length > 0 || isThin ? 1 : 0;
}

async function watchTests(
  invocation: CommandLine,
  least: number | undefined,
  paths: readonly string[],
  io: Io,
): Promise<number> {
  const watch = watchPaths(paths);
  const signal = listenForStop();
  let stopped = false;
  const stop = signal.stopped.then(() => {
    stopped = true;
  });
  try {
    for (;;) {
      const status = await runTests(
        invocation,
        least,
        { paths, sources: await sourcesAt(paths, io) },
        io,
      ).catch((error: unknown) => {
        // A file that is just being written: the next change tells.
        if (!(error instanceof Error) || !error.message.startsWith("Cannot ")) throw error;
        io.err(`trailbridge: ${error.message}\n`);
        return 1;
      });
      await Promise.race([watch.changed(), stop]);
      if (stopped) return status;
      if (!invocation.has("json")) await io.out("\n");
    }
  } finally {
    watch.close();
    signal.dispose();
  }
}

/** What `--json` prints. */
function jsonOf(report: TestReport, problems: readonly Placed[], read: ReadRules): unknown {
  const { rules, tests, failures, coverage } = report;
  const lineOf = (path: string, ...field: readonly (string | number)[]): number =>
    read.place({ path, field, message: "" }).line;
  return {
    rules,
    tests,
    failures: failures.map(({ path, ruleId, index, test, given, ...shown }) => ({
      path,
      line: lineOf(path, "tests", index),
      rule: ruleId,
      test: test.name,
      expect: test.expect,
      ...(test.severity !== undefined && { severity: test.severity }),
      given,
      ...shown,
    })),
    problems,
    ...(coverage && {
      coverage: {
        percent: coveredPercent(coverage),
        rules: coverage.map(({ path, ruleId, clauses }) => ({
          path,
          line: lineOf(path, "match"),
          rule: ruleId,
          clauses,
        })),
      },
    }),
  };
}
