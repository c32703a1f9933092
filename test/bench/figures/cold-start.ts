import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { bundleStaleHandlers } from "../../../infra/build/bundle-handlers.ts";
import { HANDLER_PLUGINS } from "../../../infra/lean/handler-plugins.ts";
import { RUNTIME_DEFAULTS } from "../../../infra/shared/defaults.ts";
import { readRuleSet } from "../../../src/adapters/rule-folder.ts";
import { CONFIG_FILE, INDEX_VERSION, NOTIFIER_ENV, SPLITTER_ENV } from "../../../src/contract.ts";
import type { RuleSet } from "../../../src/core/rule/rule.ts";
import { deployedRules } from "../../../src/core/verdict/deployed-rules.ts";
import { BUNDLE_FILE, HANDLER_BUNDLE, type HandlerName } from "../../../src/handler-bundle.ts";
import { generatedRules } from "../../support/rules-at-scale.ts";
import type { Figure } from "../figure.ts";
import type { Rounds } from "../harness/rounds.ts";
import { type Spread, spreadOf } from "../harness/spread.ts";
import { NINE } from "../load/nine-rules.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;

export const coldStartPacks: Figure = {
  name: "cold-start-packs",
  what: "A cold start of the notifier with the packs default, attack and tamper, beyond one with nine rules",
  yardstick: "ms of CPU",
  goal: 30,
  measure: (how) => beyondNine(packs(), how),
};

export const coldStartMany: Figure = {
  name: "cold-start-1000-rules",
  what: "The same with 1,000 rules",
  yardstick: "ms of CPU",
  goal: 30,
  async measure(how) {
    const measured = await beyondNine(rulesOf(1_000), how);
    if (how.isQuick) return measured;
    const { rules } = packs();
    const library = Array.from({ length: 1_000 }, (_, n) => {
      const rule = rules[n % rules.length] as RuleSet["rules"][number];
      return { ...rule, id: `${rule.id}-${n}` };
    });
    return {
      ...measured,
      growth: [
        {
          load: "1,000 as the packs' are",
          ...(await beyondNine({ rules: library, ignoreRules: [] }, how)),
        },
        { load: "3,000 rules", ...(await beyondNine(rulesOf(3_000), how)) },
      ],
    };
  },
};

export const coldImportNotifier: Figure = importOf("notifier");
export const coldImportSplitter: Figure = importOf("splitter");

function importOf(handler: HandlerName): Figure {
  return {
    name: `cold-import-${handler}`,
    what: `A cold start of the ${handler} with nine rules, node's own time taken off`,
    yardstick: "making the SDK clients it has, bundled whole",
    goal: 1.15,
    measure: async (how) => {
      await bundleStaleHandlers();
      const whole = handlerFolder(handler, NINE);
      const by = async (
        sources: readonly string[],
        plugins: readonly Plugin[],
        start: readonly string[] = [BUNDLE_FILE],
      ): Promise<Spread> => {
        const clients = await clientsFolder(sources, plugins);
        try {
          const starts = [
            { folder: whole, files: start },
            { folder: clients, files: [BUNDLE_FILE] },
          ];
          return inTurn(starts, how, ([a = 0, b = 1]) => a / b);
        } finally {
          rmSync(clients, { recursive: true });
        }
      };
      const all = CLIENTS_OF[handler];
      try {
        const measured = await by(all, []);
        if (how.isQuick) return measured;
        const late = readdirSync(whole).filter((file) => file.endsWith(".mjs"));
        const growth = [
          // What is left out of the handler's clients is left out of the yardstick, too.
          { load: "by the clients as it has them", ...(await by(all, HANDLER_PLUGINS)) },
          {
            load: "by the clients that its start makes, whole",
            ...(await by([`${handler}/handler.ts`], [])),
          },
          {
            load: "with all that is loaded late, as by the first turn",
            ...(await by(all, [], [BUNDLE_FILE, ...late])),
          },
        ];
        return { ...measured, growth };
      } finally {
        rmSync(whole, { recursive: true });
      }
    },
  };
}

function packs(): RuleSet {
  const none = { directories: [], ignoreDirectories: [], disable: [], eventsToTrack: [] };
  return readRuleSet({ packs: ["default", "attack", "tamper"], ...none }, "/");
}

function rulesOf(count: number): RuleSet {
  return { rules: [...NINE.rules, ...generatedRules(count - NINE.rules.length)], ignoreRules: [] };
}

async function beyondNine(ruleSet: RuleSet, how: Rounds): Promise<Spread> {
  await bundleStaleHandlers();
  const folders = [handlerFolder("notifier", ruleSet), handlerFolder("notifier", NINE)];
  try {
    const starts = folders.map((folder) => ({ folder, files: [BUNDLE_FILE] }));
    return inTurn(starts, how, ([many = 0, nine = 0]) => many - nine);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true });
  }
}

/** Rounds at least: a start is short, and each is the first of its process. */
const LEAST_STARTS = 15;

/** Files of a folder that are imported, in this order. */
interface Start {
  readonly folder: string;
  readonly files: readonly string[];
}

/** Makes each start in a process of its own, in turn. */
function inTurn(
  starts: readonly Start[],
  { rounds, isQuick = false }: Rounds,
  of: (milliseconds: readonly number[]) => number,
): Spread {
  const length = isQuick ? rounds : Math.max(rounds, LEAST_STARTS);
  return spreadOf(Array.from({ length }, () => of(starts.map(startMilliseconds))));
}

/** A bundled handler with its config beside it, as it is deployed. */
function handlerFolder(handler: HandlerName, ruleSet: RuleSet): string {
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-cold-"));
  cpSync(`${ROOT}dist/lambda/${handler}`, folder, { recursive: true });
  const config = {
    ruleSet: deployedRules(ruleSet),
    indexVersion: INDEX_VERSION,
    settings: { ...RUNTIME_DEFAULTS, logPrefix: "AWSLogs/" },
  };
  writeFileSync(join(folder, CONFIG_FILE), JSON.stringify(config));
  return folder;
}

/** The clients that files of `src/` make, and nothing else. */
async function clientsFolder(
  sources: readonly string[],
  plugins: readonly Plugin[],
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-cold-"));
  const clients = new Map(
    sources.flatMap((file) =>
      [...readFileSync(`${ROOT}src/${file}`, "utf8").matchAll(IMPORTS)].flatMap(
        ([, names = "", from = ""]) =>
          [...names.matchAll(/(?<!type )\b\w+Client\b/g)].map(([name]) => [name, from] as const),
      ),
    ),
  );
  const imports = [...clients].map(([name, from]) => `import { ${name} } from "${from}";`);
  const made = [...clients.keys()].map((name) => `new ${name}({})`);
  const contents = `${imports.join("\n")}\nexport const clients = [${made}];`;
  await build({
    ...HANDLER_BUNDLE,
    mainFields: [...HANDLER_BUNDLE.mainFields],
    absWorkingDir: ROOT,
    plugins: [...plugins],
    stdin: { contents, resolveDir: ROOT },
    outfile: join(folder, BUNDLE_FILE),
    logLevel: "warning",
  });
  return folder;
}

/** Files of `src/` that make clients, beside handlers those that they load late. */
const CLIENTS_OF: Readonly<Record<HandlerName, readonly string[]>> = {
  notifier: [
    "notifier/handler.ts",
    "notifier/drawer/own-drawer.ts",
    "adapters/aws/secrets-manager.ts",
    "adapters/aws/sns-publisher.ts",
  ],
  splitter: ["splitter/handler.ts", "adapters/aws/assumed-role.ts"],
};

const IMPORTS = /^import \{([^}]*)\} from "(@aws-sdk\/client-[^"]+)";$/gm;

/** Says what imports alone took, so that it is without what node takes by itself. */
const SCRIPT = `
  const before = process.cpuUsage();
  for (const file of process.argv.slice(1)) await import(file);
  console.log(process.cpuUsage(before).user / 1_000);
`;

function startMilliseconds({ folder, files }: Start): number {
  const paths = files.map((file) => join(folder, file));
  const args = ["--input-type=module", "-e", SCRIPT, ...paths];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    env: ENVIRONMENT,
  });
  if (status !== 0) throw new Error(`Cannot start ${folder}: ${stderr.slice(-500)}`);
  return Number(stdout);
}

/** What a function finds in Lambda, and no more. */
const ENVIRONMENT: Record<string, string> = {
  ...Object.fromEntries(
    [...Object.values(NOTIFIER_ENV), ...Object.values(SPLITTER_ENV)]
      .filter((name) => !/SLACK|SPACING|ROLE/.test(name))
      .map((name) => [name, `https://sqs.eu-central-1.amazonaws.com/111122223333/${name}`]),
  ),
  AWS_LAMBDA_FUNCTION_NAME: "trailbridge-notifier",
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "example",
  AWS_SECRET_ACCESS_KEY: "example",
};
