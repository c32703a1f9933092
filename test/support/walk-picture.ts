import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { sampleLogs } from "../../src/local/samples/sample-logs.ts";
import { runCli } from "./cli.ts";
import { allCommands } from "./commands-table.ts";

/** Characters of a line of the picture, and what a line and a character take in it. */
const COLUMNS = 104;
const LINE = 20;
const WIDTH = 860;

/** Rows of the table of rules that are shown. */
const RULES = 6;

type Line = readonly [colour: "typed" | "printed" | "faint", text: string];

const COLOURS = { typed: "#7fdbca", printed: "#d6deeb", faint: "#8aa0b8" };

/**
 * Walks from an empty folder to an ignore rule over the sample hour's log files, by the commands the
 * README has, and draws what a terminal shows of it.
 */
export async function walkPicture(): Promise<string> {
  const commands = await allCommands();
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-walk-"));
  const before = process.cwd();
  const lines: Line[] = [];
  const run = async (text: string) => {
    const { status, out, err } = await runCli(commands, text.split(" "));
    if (status === 2) throw new Error(`Cannot walk on as ${text} must work: ${err}`);
    return { out, all: out + err };
  };
  const show = (typed: string, printed: readonly string[]): void => {
    if (lines.length > 0) lines.push(["printed", ""]);
    lines.push(["typed", `$ trailbridge ${typed}`], ...printed.map((it): Line => ["printed", it]));
  };
  try {
    const { objects } = sampleLogs({ splitter: "splitter", notifier: "notifier" });
    for (const { key, body } of objects) {
      const file = join(folder, "logs", key);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, body);
    }
    process.chdir(folder);
    await run(
      "init --bucket org-logs --account 111122223333 --region eu-central-1 --channel C0123456789",
    );
    const check = "check --settings trailbridge.yaml";
    show(check, linesOf((await run(check)).all));
    const backtest = "backtest logs --settings trailbridge.yaml";
    show(backtest, head((await run(backtest)).out));
    const id = objects.flatMap(({ body }) => recordsOf(body)).find(isExpected)?.eventID;
    mkdirSync("ignore");
    const except = await run(
      `except ${id} --in logs --settings trailbridge.yaml --owner soc@example.com --reason Expected --out ignore`,
    );
    show(
      `except ${id} --in logs … --out ignore`,
      linesOf(except.all).filter((it) =>
        /is written|would have silenced|^ {2}access-denied/.test(it),
      ),
    );
    const settings = readFileSync("trailbridge.yaml", "utf8");
    writeFileSync(
      "trailbridge.yaml",
      settings.replace(/^# *ignoreDirectories/m, "  ignoreDirectories"),
    );
    lines.push(
      ["printed", ""],
      ["typed", "$ sed -i.bak 's/^# *ignoreDirectories/  ignoreDirectories/' trailbridge.yaml"],
      ["typed", `$ trailbridge ${backtest}`],
      ...head((await run(backtest)).out)
        .slice(0, 3)
        .map((it): Line => ["printed", it]),
    );
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
  return svg(lines);
}

interface SampleRecord {
  readonly eventID: string;
  readonly errorCode?: string;
  readonly userIdentity?: { readonly arn?: string };
}

function recordsOf(body: Uint8Array): readonly SampleRecord[] {
  return JSON.parse(gunzipSync(body).toString()).Records ?? [];
}

/** Whether it is what the walk excepts: what a pipeline tries again and again, and may not. */
function isExpected({ errorCode, userIdentity }: SampleRecord): boolean {
  return errorCode === "AccessDenied" && userIdentity?.arn?.includes("/ci-deploy/") === true;
}

/** The sums and the first rules of a report. */
function head(report: string): readonly string[] {
  const lines = linesOf(report);
  const rules = lines.findIndex((line) => line.startsWith("rule "));
  return [...lines.slice(0, rules), ...lines.slice(rules, rules + RULES + 1), "…"];
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}

function svg(lines: readonly Line[]): string {
  const height = 44 + lines.reduce((sum, [, text]) => sum + (text === "" ? LINE / 2 : LINE), 0);
  let y = 50;
  const texts = lines.flatMap(([colour, text]) => {
    const at = y;
    y += text === "" ? LINE / 2 : LINE;
    if (text === "") return [];
    const cut = text.length > COLUMNS ? `${text.slice(0, COLUMNS - 1)}…` : text;
    return `<text x="20" y="${at}" fill="${COLOURS[colour]}" xml:space="preserve">${escaped(cut)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="13" role="img" aria-label="A terminal: check, backtest, except, and the backtest after it">
<rect width="${WIDTH}" height="${height}" rx="10" fill="#0f1b2a"/>
<g fill="#3d5168"><circle cx="20" cy="18" r="5"/><circle cx="38" cy="18" r="5"/><circle cx="56" cy="18" r="5"/></g>
${texts.join("\n")}
</svg>
`;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
