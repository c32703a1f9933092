/**
 * `npm run rule-measures [-- --write]`: measures the packed rules on the test material beside the
 * checkout: which detonation is caught by which rule, how often rules speak where nothing happens,
 * how long their tests take. Prints the tables of infra/docs/reference/rule-measures.md; --write writes them there.
 * Without that material it measures nothing, says so, and its exit status is 1.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { packNames } from "../../src/adapters/pack-folder.ts";
import { loadRules } from "../../src/adapters/rule-folder.ts";
import { DEFAULT_RULES } from "../../src/cli/rules-in-use.ts";
import { packedRules } from "../support/rule-pages.ts";
import { SHARED } from "../support/shared.ts";
import { corpusMarkdown } from "./corpus-markdown.ts";
import { deploymentsMarkdown } from "./deployments-markdown.ts";

const PAGE = fileURLToPath(new URL("../../infra/docs/reference/rule-measures.md", import.meta.url));

const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });
if (existsSync(SHARED)) measure();
else {
  console.error("Nothing is measured: it needs ../shared, which is not beside this checkout");
  process.exitCode = 1;
}

function measure(): void {
  const time = timeOfTests();
  const blocks = new Map([
    ["time of the tests", time],
    ...deploymentsMarkdown(packedRules()),
    ...corpusMarkdown(packedRules()),
  ]);
  let page = readFileSync(PAGE, "utf8");
  for (const [block, text] of blocks) {
    if (!values.write) console.log(`\n${block}\n\n${text}`);
    const marked = new RegExp(`(<!-- ${block} -->\\n)[\\s\\S]*?(<!-- /${block} -->)`);
    if (!marked.test(page)) throw new Error(`Cannot write ${block} as ${PAGE} must have its marks`);
    page = page.replace(marked, (_, open, close) => `${open}${text}\n${close}`);
  }
  if (values.write) writeFileSync(PAGE, page);
}

/** Reading, checking and compiling all packs and running their tests, the first time in a process. */
function timeOfTests(): string {
  const start = process.cpuUsage();
  const { rules, problems } = loadRules({ ...DEFAULT_RULES, packs: packNames() }, ".");
  const { user, system } = process.cpuUsage(start);
  const seconds = ((user + system) / 1_000_000).toFixed(1);
  if (problems.length > 0) throw new Error("Cannot measure rules as they must load");
  const tests = rules.reduce((sum, rule) => sum + rule.tests.length, 0);
  return `Reading and checking ${rules.length} rules and running their ${tests.toLocaleString("en")} tests takes ${seconds} s of a processor's time.`;
}
