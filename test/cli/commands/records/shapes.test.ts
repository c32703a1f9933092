import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Command } from "../../../../src/cli/command.ts";
import { patternsCommand } from "../../../../src/cli/commands/authoring/patterns.ts";
import { judgeCommand } from "../../../../src/cli/commands/records/judge.ts";
import { splitCommand } from "../../../../src/cli/commands/records/split.ts";
import { planUploads } from "../../../../src/cli/run/upload-plan.ts";
import { runCli } from "../../../support/cli.ts";

const A = {
  eventVersion: "1.11",
  eventID: "a",
  eventSource: "cloudtrail.amazonaws.com",
  eventName: "StopLogging",
};
const B = {
  eventVersion: "1.11",
  eventID: "b",
  eventSource: "iam.amazonaws.com",
  eventName: "ListUsers",
};
const LOG = JSON.stringify({ Records: [A, B] });
const NATIVE = {
  version: "0",
  "detail-type": "AWS API Call via CloudTrail",
  source: "aws.cloudtrail",
};
const OWN = { version: "0", "detail-type": "AWS API Call via CloudTrail", source: "trailbridge" };
const FOUND = [A, B].map((it) => ({
  EventId: it.eventID,
  EventName: it.eventName,
  CloudTrailEvent: JSON.stringify(it),
}));
const pretty = (value: unknown) => JSON.stringify(value, null, 2);
const lines = (...values: unknown[]) => values.map((it) => JSON.stringify(it)).join("\n");

/** Whatever people have their records in: the ids of the records in it. */
const READABLE: readonly (readonly [what: string, content: string | Uint8Array, ids: string])[] = [
  ["log file", LOG, "ab"],
  ["log file, gzipped", gzipSync(LOG), "ab"],
  ["log file, pretty", pretty({ Records: [A, B] }), "ab"],
  ["log file with a byte order mark", `\ufeff${LOG}`, "ab"],
  [
    "log file with a key before its records",
    `{"x":{"Events":[1]},"Records":[${JSON.stringify(A)}]}`,
    "a",
  ],
  ["log files one after another", LOG + LOG, "abab"],
  ["log files, gzipped, one after another", Buffer.concat([gzipSync(LOG), gzipSync(LOG)]), "abab"],
  ["log files one a line", `${LOG}\n${LOG}\n`, "abab"],
  ["log files in an array", `[${LOG},${LOG}]`, "abab"],
  ["log file without a record", '{"Records":[]}', ""],
  ["array", lines([A, B]), "ab"],
  ["array, pretty, with Windows' line ends", pretty([A, B]).replaceAll("\n", "\r\n"), "ab"],
  ["array, a record a line", `[\n${JSON.stringify(A)},\n${JSON.stringify(B)}\n]\n`, "ab"],
  ["array of one, its record a line", `[\n${JSON.stringify(A)}\n]`, "a"],
  ["array without a record", " [ ] ", ""],
  ["records one a line", lines(A, B), "ab"],
  ["records one a line, gzipped", gzipSync(lines(A, B)), "ab"],
  [
    "records one a line, blank lines between, with Windows' line ends",
    `\r\n${JSON.stringify(A)}\r\n\r\n${JSON.stringify(B)}\r\n`,
    "ab",
  ],
  ["records one after another", JSON.stringify(A) + JSON.stringify(B), "ab"],
  ["records one after another, pretty", `${pretty(A)}\n${pretty(B)}`, "ab"],
  ["record copied from the console", pretty(A), "a"],
  ["record by itself", JSON.stringify(A), "a"],
  ["lookup-events", pretty({ Events: FOUND, NextToken: "t" }), "ab"],
  [
    "lookup-events, a token first, in one line",
    JSON.stringify({ NextToken: "t", Events: FOUND }),
    "ab",
  ],
  [
    "lookup-events, page after page",
    `${pretty({ Events: FOUND })}\n${pretty({ Events: FOUND })}`,
    "abab",
  ],
  ["lookup-events without an event", pretty({ Events: [] }), ""],
  ["lookup-events, its events alone", JSON.stringify(FOUND), "ab"],
  [
    "lookup-events, their CloudTrailEvent alone",
    JSON.stringify(FOUND.map((it) => it.CloudTrailEvent)),
    "ab",
  ],
  [
    "lookup-events, their CloudTrailEvent as text",
    FOUND.map((it) => it.CloudTrailEvent).join("\t"),
    "ab",
  ],
  ["EventBridge event", pretty({ ...NATIVE, detail: A }), "a"],
  [
    "EventBridge events one a line",
    lines({ ...NATIVE, detail: A }, { ...NATIVE, detail: B }),
    "ab",
  ],
  [
    "EventBridge events in an array",
    lines([
      { ...NATIVE, detail: A },
      { ...NATIVE, detail: B },
    ]),
    "ab",
  ],
  [
    "events of the record bus",
    lines(
      { ...OWN, detail: { ...A, record: A, trailbridge: {} } },
      { ...OWN, detail: { ...B, trailbridge: {} } },
    ),
    "ab",
  ],
  [
    "entries for PutEvents",
    lines(
      { Source: "trailbridge", DetailType: "x", Detail: { ...A, record: A } },
      { Source: "mine", DetailType: "x", Detail: JSON.stringify(B) },
    ),
    "ab",
  ],
];

/** What holds no record, or not only records: the ids of those in it, and what is said. */
const REFUSED: readonly (readonly [
  what: string,
  content: string | Uint8Array,
  ids: string,
  says: RegExp,
])[] = [
  ["nothing", "", "", /it is empty/],
  ["blanks", " \r\n\t", "", /it is empty/],
  ["nothing, gzipped", gzipSync(""), "", /it is empty/],
  ["{}", "{}", "", /no field of a CloudTrail record/],
  ["null", "null", "", /line 1 .*null/],
  ["a number", "42", "", /line 1 .*number/],
  ["a text", '"StopLogging"', "", /line 1 .*text/],
  ["lists in a list", "[[]]", "", /record 0 .*array/],
  ["a text file", "Monday: nothing.\nTuesday: nothing.\n", "", /begins with "M"/],
  ["HTML", "<!doctype html>\n<title>x</title>", "", /begins with "<"/],
  ["CSV", "eventName,eventID\nStopLogging,a\n", "", /begins with "e"/],
  ["YAML", "Events:\n- EventId: a\n", "", /begins with "E"/],
  [
    "an image",
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]),
    "",
    /byte 0x89/,
  ],
  ["a log file gzipped twice", gzipSync(gzipSync(LOG)), "", /it is gzipped twice/],
  ["a line gzipped twice", gzipSync(gzipSync(lines(A))), "", /it is gzipped twice/],
  ["a zip archive", Buffer.from("PK\u0003\u0004\u0014\u0000abc"), "", /zip archive/],
  [
    "a tar archive, gzipped",
    gzipSync(
      Buffer.concat([
        Buffer.from("a.json".padEnd(257, "\0")),
        Buffer.from("ustar\0"),
        Buffer.alloc(300),
      ]),
    ),
    "",
    /tar archive/,
  ],
  ["UTF-16", Buffer.from(`\ufeff${LOG}`, "utf16le"), "", /UTF-8, not UTF-16/],
  ["UTF-16 without a mark", Buffer.from(LOG, "utf16le"), "", /UTF-8, not UTF-16/],
  [
    "a digest file",
    JSON.stringify({ awsAccountId: "111122223333", digestS3Object: "x", logFiles: [] }),
    "",
    /digest file/,
  ],
  [
    "AWS Config's history",
    JSON.stringify({ fileVersion: "1.0", configurationItems: [] }),
    "",
    /AWS Config/,
  ],
  [
    "a VPC flow log, gzipped",
    gzipSync("version account-id interface-id\n2 111122223333 eni-1\n"),
    "",
    /begins with "v"/,
  ],
  [
    "an S3 notification",
    JSON.stringify({
      Records: [{ eventSource: "aws:s3", eventName: "ObjectCreated:Put", s3: {} }],
    }),
    "",
    /notification/,
  ],
  [
    "another service's EventBridge event",
    JSON.stringify({ ...NATIVE, "detail-type": "Object Created", detail: { bucket: {} } }),
    "",
    /Object Created/,
  ],
  [
    "another program's JSON",
    pretty({ name: "x", version: "1" }),
    "",
    /no field of a CloudTrail record/,
  ],
  [
    "a line that is cut",
    `${JSON.stringify(A)}\n{"eventID":"x\n${JSON.stringify(B)}\n`,
    "ab",
    /line 2 .*not JSON/,
  ],
  ["a first line that is cut", `{"eventID":"x\n${JSON.stringify(B)}\n`, "b", /line 1 .*not JSON/],
  [
    "a first line that is cut after a comma",
    `{"eventID":"x",\n${JSON.stringify(B)}\n`,
    "b",
    /line 1 .*not JSON/,
  ],
  [
    "a first line that is cut after a colon",
    `{"eventID":\n${JSON.stringify(A)}\n${JSON.stringify(B)}`,
    "ab",
    /line 1 .*not JSON/,
  ],
  [
    "a first line that is a comment",
    `# from Monday\n${JSON.stringify(B)}\n`,
    "b",
    /line 1 .*not JSON/,
  ],
  ["a last line that is cut", `${JSON.stringify(A)}\n{"eventID":"x`, "a", /line 2 .*not JSON/],
  ["a log file that is cut", LOG.slice(0, -20), "a", /must be whole.* after 1 record\b(?!s)/],
  ["a log file that is cut, gzipped", gzipSync(LOG).subarray(0, -6), "ab", /must be whole/],
  ["an array that is cut", lines([A, B]).slice(0, -20), "a", /must be whole.* after 1 element,/],
  ["an array with a comma too many", `[${JSON.stringify(A)},]`, "a", /between commas/],
  [
    "an array with something else in it",
    lines([A, { x: 1 }, null, B]),
    "ab",
    /record 1 .*\n.*record 2 .*null/,
  ],
  ["lookup-events that are cut", pretty({ Events: FOUND }).slice(0, -3), "ab", /must be whole/],
  ["a record that is cut, pretty", pretty(A).slice(0, -4), "", /must be whole/],
];

/** Every way in: the ids of the records that come of a path. */
const WAYS: readonly (readonly [
  name: string,
  read: (path: string, stdin?: Uint8Array) => Promise<Read>,
])[] = [
  [
    "judge",
    (path, stdin) =>
      read(judgeCommand, [path], stdin, (line) =>
        line.rejected === undefined ? line.eventID : "",
      ),
  ],
  ["split", (path, stdin) => read(splitCommand, [path], stdin, ({ Detail }) => Detail.eventID)],
  [
    "patterns",
    (path, stdin) =>
      read(patternsCommand, ["--json", "--events", path], stdin, ({ events }) =>
        "#".repeat(events.events),
      ),
  ],
  ["run", (path, stdin) => plan(path, stdin)],
];

interface Read {
  readonly status: number;
  readonly ids: string;
  readonly err: string;
}

let folder = "";
const before = () => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
};
const after = () => rmSync(folder, { recursive: true });

for (const [name, way] of WAYS) {
  const expected = (ids: string) => (name === "patterns" ? "#".repeat(ids.length) : ids);
  const test = suite(`${name} × shapes`);
  test.before(before);
  test.after(after);

  for (const [what, content, ids, says] of REFUSED) {
    test(`refuses ${what} by the file's name, and reads what records there are`, async () => {
      const path = put("given.bin", content);
      const it = await way(path);
      assert.is.not(it.status, 0, it.err);
      assert.match(it.err, "given.bin");
      assert.match(it.err, says);
      assert.is(it.ids, expected(ids));
    });
  }

  for (const [what, content, ids] of READABLE) {
    test(`reads ${what}`, async () => {
      const it = await way(put("given.bin", content));
      assert.is(it.status, 0, it.err);
      assert.is(it.ids, expected(ids));
      if (ids === "") assert.match(it.err, "given.bin: 0 records");
      const piped = await way("-", Buffer.from(content));
      assert.is(piped.status, 0, piped.err);
      assert.is(piped.ids, expected(ids), "on standard input");
    });
  }

  test("refuses what cannot be opened, by its name", async () => {
    mkdirSync(join(folder, "empty"));
    symlinkSync("loop", join(folder, "loop"));
    for (const path of [
      join(folder, "nowhere"),
      join(folder, "empty"),
      join(folder, "loop"),
      "/dev/null",
    ]) {
      const it = await way(path);
      assert.is.not(it.status, 0, path);
      assert.match(it.err, path);
    }
  });

  test("names a file whose name holds control characters without them", async () => {
    const { err } = await way(put("\u001b[2J\u009b\u202e\n.txt", "no record"));
    assert.match(err, "\\u001b[2J\\u009b\\u202e\\u000a.txt");
  });

  test.run();
}

for (const [name, way] of WAYS) {
  const test = suite(`${name} × a folder`);
  test.before(before);
  test.after(after);
  test("reads the records of a folder in any form, and names its other files", async () => {
    for (const [file, content] of [
      ["1.json", LOG],
      ["2/3.ndjson", lines(A)],
      ["2/logo.png", Buffer.from([0x89])],
      ["4.md", "# Notes"],
      ["AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/5.json.gz", gzipSync("{}")],
    ] as const) {
      put(file, content);
    }
    symlinkSync("1.json", join(folder, "6.json"));
    symlinkSync(".", join(folder, "7"));
    const it = await way(folder);
    assert.is(it.status, 0, it.err);
    assert.is(it.ids, name === "patterns" ? "#####" : "abaab");
    assert.match(it.err, "4 other files are left out");
    for (const other of [
      "logo.png",
      "4.md",
      "5.json.gz: it is a digest file",
      "7: it is a link to no file",
    ]) {
      assert.match(it.err, other);
    }
  });
  test.run();
}

async function read(
  command: Command,
  words: string[],
  stdin: Uint8Array | undefined,
  // biome-ignore lint/suspicious/noExplicitAny: each command prints JSON of its own.
  idOf: (line: any) => string,
): Promise<Read> {
  const { status, out, err } = await runCli([command], [command.name, ...words], stdin);
  const ids = out
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => idOf(JSON.parse(line)));
  return { status, ids: ids.join(""), err };
}

/** `run` up to what it puts into the bucket: from there on it is one way for all. */
async function plan(path: string, stdin: Uint8Array | undefined): Promise<Read> {
  const made = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
  const ids: string[] = [];
  const command: Command = {
    name: "run",
    summary: "",
    operands: "",
    about: "",
    options: {},
    examples: [],
    async run({ operands }, io) {
      const { uploads, isWhole } = await planUploads(operands, "AWSLogs/", made, io);
      for (const upload of uploads) {
        const { Records } = JSON.parse(gunzipSync(readFileSync(upload.path)).toString());
        ids.push(...Records.map((it: { eventID: string }) => it.eventID));
      }
      return isWhole ? 0 : 1;
    },
  };
  const { status, err } = await runCli([command], ["run", path], stdin);
  rmSync(made, { recursive: true });
  return { status, ids: ids.join(""), err };
}

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
}
