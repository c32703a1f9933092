import { SETTINGS } from "../product.ts";
import { record } from "../record.ts";
import { type Scenario, verdictOf } from "../scenario.ts";

/** What whoever writes rules gets to see of them before they are deployed. */

const AS_DEPLOYED: Scenario = {
  id: "1.2-as-deployed",
  title: "has a rule tried on a record that the bus does not take as it is, which nothing remarks",
  async run(product) {
    const folder = product.folder({ "settings.yaml": `${SETTINGS}maxRequestBytes: 16384\n` });
    const tags = Array.from({ length: 900 }, (_, n) => ({
      key: `tag-${n}`,
      value: "x".repeat(40),
    }));
    const line = JSON.stringify(record({ eventName: "StopLogging", requestParameters: { tags } }));
    const settings = ["--settings", `${folder}/settings.yaml`];
    const judged = await product.cli(["judge", ...settings, "-"], line);
    const passed = await product.cli(["patterns", ...settings, "--json", "--events", "-"], line);
    const { events = {} } = JSON.parse(passed.out || "{}") as { events?: { passed?: number } };
    return verdictOf({
      "judge says what the bus event lacks": judged.out.includes('"truncated":["'),
      "the patterns pass it": events.passed === 1,
    });
  },
};

const ODD_ELEMENT: Scenario = {
  id: "1.3-odd-element",
  title: "adds to a list an element that a rule cannot calculate with, beside one it looks for",
  async run(product) {
    const folder = product.folder({
      "big.yaml": `
id: big
title: Large grant
severity: critical
match: eventName == 'Grant' && length(requestParameters.grants[?starts_with(to, 'every')]) > \`0\`
tests:
  - { name: all, expect: match, event: { eventName: Grant, requestParameters: { grants: [{ to: everyone }] } } }
  - { name: one, expect: no-match, event: { eventName: Grant, requestParameters: { grants: [{ to: ada }] } } }
`,
    });
    const grants = [{ to: 7 }, { to: "everyone" }];
    const line = JSON.stringify(record({ eventName: "Grant", requestParameters: { grants } }));
    const { out } = await product.cli(["judge", "--rules", folder, "-"], line);
    return verdictOf({ "the rule matches": out.includes('"matched":["big"]') }, out.slice(0, 300));
  },
};

const ARN_REMARK: Scenario = {
  id: "1.4-contains-arn",
  title: "is let through by a rule that asks what an ARN contains, which anybody can put in a path",
  async run(product) {
    const folder = product.folder({
      "foreign.yaml": `
id: foreign
title: Somebody else's
severity: high
match: eventName == 'CreateUser' && !contains(userIdentity.arn, 'assumed-role/Admin')
tests:
  - { name: user, expect: match, event: { eventName: CreateUser, userIdentity: { arn: "arn:aws:iam::111122223333:user/ada" } } }
  - { name: admin, expect: no-match, event: { eventName: CreateUser, userIdentity: { arn: "arn:aws:sts::111122223333:assumed-role/Admin/ada" } } }
`,
    });
    const { out, err } = await product.cli(["patterns", "--rules", folder]);
    return verdictOf({ "whoever loads it is told": /arn/i.test(err) }, (err || out).slice(0, 300));
  },
};

const LOUD: Scenario = {
  id: "3.4-outputs",
  title: "feeds an expression that makes ever longer text of what it is fed",
  async run(product) {
    const doubled = Array.from({ length: 12 }, () => "join('', [@, @])").join(" | ");
    const folder = product.folder({
      "loud.yaml": `
id: loud
title: Loud
severity: low
match: eventName == 'Loud' && length(requestParameters.text | ${doubled}) > \`4096\`
tests:
  - { name: two, expect: match, event: { eventName: Loud, requestParameters: { text: ab } } }
  - { name: other, expect: no-match, event: { eventName: Other } }
`,
    });
    const text = "x".repeat(20_000);
    const line = JSON.stringify(record({ eventName: "Loud", requestParameters: { text } }));
    const { out, err } = await product.cli(["judge", "--rules", folder, "-"], line);
    return verdictOf(
      { "the rule is stopped": /"faults":\[\{/.test(out) && out.includes('"matched":[]') },
      `${out.slice(0, 200)} ${err.slice(0, 200)}`,
    );
  },
};

const ALIASES: Scenario = {
  id: "3.4-aliases",
  title: "writes a rule file whose aliases unfold to more than memory holds",
  async run(product) {
    const levels = "abcdefg".split("");
    const lines = levels.map((name, i) => {
      const inner = i === 0 ? '"x"' : `*${levels[i - 1]}`;
      return `  - &${name} [${Array.from({ length: 9 }, () => inner).join(", ")}]`;
    });
    const folder = product.folder({
      "bomb.yaml": `id: bomb\ntitle: Bomb\nseverity: low\nmatch: eventName == 'X'\ntags:\n${lines.join("\n")}\n`,
    });
    let said: string;
    try {
      const { err } = await product.cli(["judge", "--rules", folder, "-"], "{}");
      said = err;
    } catch (cause) {
      said = String(cause);
    }
    return verdictOf(
      {
        "it is refused for its aliases": /alias/i.test(said),
        "with file and line": /bomb\.yaml/.test(said) && /line \d|:\d+/.test(said),
      },
      said.slice(0, 300),
    );
  },
};

export const SCENARIOS: readonly Scenario[] = [AS_DEPLOYED, ODD_ELEMENT, ARN_REMARK, LOUD, ALIASES];
