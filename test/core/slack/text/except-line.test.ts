import { execFileSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exceptLine } from "../../../../src/core/slack/text/except-line.ts";

const ID = "0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af";
const KEY =
  "AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/26/111122223333_CloudTrail_x.json.gz";

/** Texts that do something in a shell, a message or a terminal. */
const HOSTILE = [
  "'; touch pwned; '",
  "$(touch pwned)",
  "`touch pwned`",
  "a\ntouch pwned",
  "a\r\ntouch pwned",
  '" & touch pwned & "',
  "a|touch pwned",
  "a\\",
  "\u202e",
  "\u001b]52;c;x\u0007",
  "<!channel>",
  "*",
  "~root/!!",
  "-x",
  "%PATH%",
  "ﬀ\u2019",
];

const test = suite("exceptLine()");

for (const text of HOSTILE) {
  test(`lets nothing of ${JSON.stringify(text)} reach a shell`, () => {
    const told = [
      command({ eventId: text }),
      command({ eventId: `${ID}${text}` }),
      command({ source: { bucket: text, key: KEY, index: 0 } }),
      command({ source: { bucket: "logs", key: text, index: 0 } }),
      command({ source: { bucket: "logs", key: `AWSLogs/${text}/a.json.gz`, index: 0 } }),
      command({ ruleIds: [text] }),
    ];
    for (const line of told) {
      if (line === undefined) continue;
      assert.match(line, /^trailbridge except [\w-]+ --in '[\w./:=@+,~-]+'( --rule [a-z0-9,-]+)?$/);
      assert.not.match(line, "pwned");
    }
  });
}

test("is none where the event has no id, or one that no shell may see", () => {
  assert.is(command({ eventId: undefined }), undefined);
  assert.is(command({ eventId: "-x" }), undefined);
  assert.is(command({ eventId: "" }), undefined);
});

test("names the event, its log file and its rules, and a shell reads just that", () => {
  const line = command({}) ?? "";
  assert.is(line, `trailbridge except ${ID} --in 's3://org-logs/${KEY}' --rule root-activity,a`);
  const shown = execFileSync("/bin/sh", ["-c", `printf '%s\\n' ${line}`], { encoding: "utf8" });
  assert.equal(shown.trimEnd().split("\n"), [
    "trailbridge",
    "except",
    ID,
    "--in",
    `s3://org-logs/${KEY}`,
    "--rule",
    "root-activity,a",
  ]);
});

test("names the folder of a file whose name is no plain one", () => {
  const key = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/26/it's.json.gz";
  assert.match(
    command({ source: { bucket: "logs", key, index: 1 } }) ?? "",
    "/2026/11/26/' --rule",
  );
});

test.run();

function command(
  other: Partial<Parameters<typeof exceptLine>[0]> | { readonly eventId: undefined },
): string | undefined {
  return exceptLine({
    eventId: ID,
    ruleIds: ["root-activity", "a"],
    source: { bucket: "org-logs", key: KEY, index: 3 },
    ...other,
  });
}
