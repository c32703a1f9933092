/**
 * `npm run unit [-- PART…]`: runs all tests, or those whose file's path contains a PART, in as many processes as there are processors. Prints what uvu
 * says of each part when it ends, and its totals over all of them last. Exit status 1 if a test
 * fails or a part breaks off.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Processes at once: each takes a few hundred MB. */
const MOST_PROCESSES = 8;

/** Folders below `test` whose files take long, after the file that takes longest: each is a part of its own, and begins first. */
const LONG = [
  "pipeline/native.test.ts",
  "campaign",
  "redteam",
  "pipeline",
  "infra",
  "cli/commands",
  "cli/run",
  "",
];

/** What one process runs. */
interface Part {
  readonly name: string;
  /** Relative to `test`. */
  readonly files: readonly string[];
}

interface Totals {
  total: number;
  passed: number;
  skipped: number;
}

await runAll();

async function runAll(): Promise<void> {
  const left = [...partsOf(testFiles())];
  const sum: Totals = { total: 0, passed: 0, skipped: 0 };
  const failed: string[] = [];
  const start = performance.now();
  const work = async () => {
    for (let part = left.shift(); part !== undefined; part = left.shift()) {
      const begun = performance.now();
      const { output, status } = await run(part);
      const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
      process.stdout.write(`\n── ${part.name} (${seconds} s)\n${output}`);
      const totals = totalsOf(output);
      if (status !== 0 || totals === undefined) failed.push(part.name);
      sum.total += totals?.total ?? 0;
      sum.passed += totals?.passed ?? 0;
      sum.skipped += totals?.skipped ?? 0;
    }
  };
  const processes = Math.min(availableParallelism(), MOST_PROCESSES);
  await Promise.all(Array.from({ length: processes }, work));
  if (failed.length > 0) console.log(`\nFailed or broken off: ${failed.join(", ")}`);
  const seconds = ((performance.now() - start) / 1_000).toFixed(0);
  console.log(
    `\n  Total:     ${sum.total}\n  Passed:    ${sum.passed}\n  Skipped:   ${sum.skipped}\n  Duration:  ${seconds} s`,
  );
  process.exitCode = failed.length > 0 ? 1 : 0;
}

function testFiles(): readonly string[] {
  const test = fileURLToPath(new URL(".", import.meta.url));
  const wanted = process.argv.slice(2);
  return readdirSync(test, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
    .sort();
}

function partsOf(files: readonly string[]): readonly Part[] {
  const isLong = (file: string) => LONG.includes(file.split("/").slice(0, -1).join("/"));
  const rooms = new Map<string, string[]>();
  for (const file of files) {
    if (isLong(file)) continue;
    const room = file.split("/").slice(0, 2).join("/");
    rooms.set(room, [...(rooms.get(room) ?? []), file]);
  }
  const alone = files.filter(isLong).map((file) => ({ name: file, files: [file] }));
  const order = (name: string) => LONG.findIndex((folder) => name.startsWith(folder));
  return [
    ...alone.sort((a, b) => order(a.name) - order(b.name)),
    ...[...rooms].map(([name, its]) => ({ name, files: its })),
  ];
}

/** Runs a part by uvu: what it printed, and how it ended. */
function run({ files }: Part): Promise<{ output: string; status: number | null }> {
  const escaped = files.map((file) => file.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = `^(${escaped.join("|")})$`;
  // uvu would say FORCE_COLOR, which the programs that tests start go by: tests read them as a pipe does.
  const args = ["--import", "tsx", "node_modules/uvu/bin.js", "--no-color", "test", pattern];
  const { FORCE_COLOR: _, ...env } = process.env;
  return new Promise((done) => {
    const stdio = ["ignore", "pipe", "pipe"] as const;
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: [...stdio] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("close", (status) => done({ output: Buffer.concat(chunks).toString(), status }));
  });
}

/** The totals uvu closes with; undefined where it did not come to them. */
function totalsOf(output: string): Totals | undefined {
  const last = (name: string) =>
    [...output.matchAll(new RegExp(`^ *${name}: *(\\d+)`, "gm"))].at(-1)?.[1];
  const [total, passed, skipped] = ["Total", "Passed", "Skipped"].map(last);
  if (total === undefined || passed === undefined || skipped === undefined) return undefined;
  return { total: Number(total), passed: Number(passed), skipped: Number(skipped) };
}
