import { randomBytes } from "node:crypto";
import { crc32, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { ordinary } from "./hostile.ts";
import type { HostileObject } from "./hostile-set.ts";
import { logKey } from "./splitter.ts";

/**
 * Makes the hostile set: what a bucket may hold though nobody should have put it there. Between
 * odd records stand canaries, which alert by the default rules and must come through whatever
 * stands beside them.
 */
export function hostileObjects(): Omit<HostileObject, "notification">[] {
  return [
    ...containers(),
    ...texts(),
    ...elements(),
    ...fields(),
    ...sizes(),
    ...names(),
    ...keys(),
  ];
}

/** What is asked of an object. */
type Want = HostileObject["want"];

function containers() {
  const [first, second] = [canary(), canary("DeleteTrail")];
  const long = gzipSync(textOf(...Array.from({ length: 200 }, quiet), canary()));
  const text = Buffer.from(textOf(first, quiet(), second));
  const [head, tail] = [text.subarray(0, 300), text.subarray(300)];
  const both = [first, second];
  return [
    object(
      "cut-in-the-deflate-stream",
      "file-error",
      long.subarray(0, long.length * 0.6),
      [],
      Number.NaN,
    ),
    object("without-its-trailer", "file-error", long.subarray(0, -8), [], 201),
    object("wrong-checksum", "file-error", withTrailer(long, 0, 0xdeadbeef), [], 201),
    object("wrong-length", "file-error", withTrailer(long, 4, 1), [], 201),
    object("gzip-header-alone", "file-error", long.subarray(0, 10)),
    object("random-bytes", "file-error", randomBytes(4096)),
    object("no-bytes", "file-error", Buffer.alloc(0)),
    object("gzip-of-nothing", "file-error", gzipSync("")),
    object("gzipped-twice", "file-error", gzipSync(gzipSync(text))),
    object("zlib-instead-of-gzip", "file-error", deflateSync(text)),
    object(
      "two-documents-in-two-members",
      "file-error",
      Buffer.concat([gzipSync(text), gzipSync(text)]),
      [],
      3,
    ),
    object(
      "garbage-behind-the-member",
      "file-error",
      Buffer.concat([gzipSync(text), Buffer.from("more")]),
      [],
      3,
    ),
    object("two-members", "canaries", Buffer.concat([gzipSync(head), gzipSync(tail)]), both),
    object(
      "an-empty-member-between",
      "canaries",
      Buffer.concat([gzipSync(head), gzipSync(""), gzipSync(tail)]),
      both,
    ),
    object("zero-padding", "canaries", Buffer.concat([gzipSync(text), Buffer.alloc(512)]), both),
    object("every-header-field", "canaries", withEveryHeaderField(text), both),
    object("plain-json", "canaries", text, both),
  ];
}

function texts() {
  const [first, second] = [canary(), canary("UpdateTrail")];
  const text = textOf(first, quiet(), second);
  const both = [first, second];
  const pretty = JSON.stringify(JSON.parse(text), null, 2).replaceAll("\n", "\r\n");
  const invalid = Buffer.from(text.replace('"ada"', '"a\u0001a"').replace("\u0001", "~"));
  invalid[invalid.indexOf("~")] = 0xff;
  return [
    json("half-a-text", "file-error", text.slice(0, text.length / 2), [], 1),
    json("trailing-comma", "file-error", text.replace(/\]\}$/, ",]}"), [], 3),
    json("text-behind", "file-error", `${text}\n{}`, [], 3),
    json("wrong-brackets", "file-error", '{"Records":[{"eventName":"StopLogging",]}'),
    object("utf-16", "file-error", gzipSync(Buffer.from(`\ufeff${text}`, "utf16le"))),
    ...["null", "42", '"Records"', "{}", '{"foo":1}'].map((it, i) =>
      json(`no-log-${i}`, "file-error", it),
    ),
    ...["null", '{"0":{}}', '"abc"', "7", "true"].map((it, i) =>
      json(`records-of-another-type-${i}`, "file-error", `{"Records":${it}}`),
    ),
    json("records-in-small-letters", "file-error", text.replace('"Records"', '"records"')),
    json(
      "one-record-a-line",
      "file-error",
      [first, second].map((it) => JSON.stringify(it)).join("\n"),
    ),
    json("no-records", "nothing", '{"Records":[]}'),
    json("byte-order-mark", "canaries", `\ufeff${text}`, both),
    json("pretty-with-crlf", "canaries", pretty, both),
    json("white-space-around", "canaries", ` \r\n\t${text}\n\n  `, both),
    object("invalid-utf-8-in-a-text", "canaries", gzipSync(invalid), [second]),
    json(
      "escapes",
      "canaries",
      text.replace('"ada"', '"\\u00fc\\ud83d\\ude00\\u2028\\u0000"'),
      both,
    ),
    json("records-twice", "canaries", `{"Records":[],${text.slice(1)}`, both),
    json("records-within", "canaries", `{"a":{"Records":[1]},${text.slice(1, -1)},"z":[]}`, both),
  ];
}

function elements() {
  return [
    ...[[null], [7, 1.5, -1], ["x", ""], [true, false], [[], [[]]], [{}]].map((odd, i) =>
      between(
        `element-${i}`,
        odd.map((it) => JSON.stringify(it)),
      ),
    ),
    between("elements-of-every-kind", [
      "null",
      "1",
      '"s"',
      "[]",
      "{}",
      JSON.stringify(quiet()),
      "true",
    ]),
  ];
}

function fields() {
  const odd = [null, 5, true, ["x"], { a: 1 }, ""];
  const spoilt = [
    "eventName",
    "eventSource",
    "userIdentity",
    "eventTime",
    "eventID",
    "recipientAccountId",
    "awsRegion",
    "errorCode",
    "requestParameters",
    "additionalEventData",
  ].flatMap((field) =>
    [undefined, ...odd].map((value, i) =>
      between(`${field}-${i}`, [JSON.stringify({ ...canary(), [field]: value })]),
    ),
  );
  const times = [
    "not a time",
    1706054400,
    "9999-12-31T23:59:59Z",
    "2026-01-24T01:02:03+02:00",
    "2016-12-31T23:59:60Z",
  ];
  return [
    ...spoilt,
    ...times.map((eventTime, i) =>
      between(`time-${i}`, [JSON.stringify({ ...canary(), eventTime })]),
    ),
    between("sign-in-without-its-data", [
      JSON.stringify({ ...canary("ConsoleLogin"), eventSource: "signin.amazonaws.com" }),
    ]),
    between("markup-everywhere", [
      JSON.stringify({
        ...canary("<!channel>"),
        errorCode: "AccessDenied",
        errorMessage: "``` <!here> <@U0001> <https://evil.example|click> & < > \u202e @channel",
        requestParameters: { x: "```\n<!everyone>" },
      }),
    ]),
    between("controls-in-fields", [
      JSON.stringify({
        ...canary("Stop\nLogging"),
        errorCode: "AccessDenied\r\nX: 1",
        userAgent: "a\u0000\u009b",
      }),
    ]),
    between("noncharacters", [
      JSON.stringify({
        ...canary(),
        userAgent: "a\ufffeb\uffffc\u{1fffe}",
        requestParameters: { "k\uffff": "v" },
      }),
    ]),
  ];
}

function sizes() {
  const [first, second, thrice] = [canary(), canary(), canary()];
  const many = Array.from({ length: 20_000 }, (_, n) => ({ eventName: "X", eventSource: "y", n }));
  const large = (requestParameters: unknown) => [
    JSON.stringify({ ...canary(), requestParameters }),
  ];
  return [
    between("text-of-300-kb", large({ policyDocument: "x".repeat(300_000) })),
    between("text-of-900-kb", large({ userData: randomBytes(675_000).toString("base64") })),
    between("fifty-thousand-keys", large(Object.fromEntries(many.map(({ n }, i) => [`k${i}`, n])))),
    between(
      "a-hundred-thousand-elements",
      large({ items: Array.from({ length: 100_000 }, (_, i) => ({ i })) }),
    ),
    between("key-of-100-kb", large({ ["k".repeat(100_000)]: 1 })),
    json("twenty-thousand-records", "canaries", textOf(...many, first, second), [first, second]),
    json("one-event-three-times", "once", textOf(thrice, thrice, thrice), [thrice]),
    json(
      "three-hundred-that-alert",
      "300 alerts",
      textOf(...Array.from({ length: 300 }, () => canary())),
    ),
    ...[100, 900, 1_000, 10_000, 100_000].flatMap((depth) => [
      between(`objects-${depth}-deep`, [nested(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`)]),
      between(`lists-${depth}-deep`, [nested(`${"[".repeat(depth)}1${"]".repeat(depth)}`)]),
    ]),
  ];
}

function names() {
  const polluting = [
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "then",
    "length",
  ];
  const number = (text: string) => nested(text);
  return [
    ...polluting.map((name) =>
      between(`key-${name}`, [nested(`{"${name}":{"polluted":"yes","type":"Root"}}`)]),
    ),
    between("prototype-of-a-record", [`{"__proto__":${JSON.stringify(canary())}}`]),
    between("dots-in-keys", [
      nested('{"a.b.c":1,".":2,"..":3,"x.":4,".x":5,"":6,"a":{"b":{"c":7}}}'),
    ]),
    between("keys-with-everything", [
      nested(
        JSON.stringify(
          Object.fromEntries(
            ["it's", 'say "hi"', "back\\slash", "new\nline", "\u202e", "`", "$or", "a|b", "*"].map(
              (it, i) => [it, i],
            ),
          ),
        ),
      ),
    ]),
    between("the-same-key-twice", [
      `${JSON.stringify(quiet()).slice(0, -1)},"eventName":"StopLogging"}`,
    ]),
    between("lone-surrogates", [nested('"\\ud800 \\udc00\\ud800"')]),
    between("numbers-beyond", [
      number(
        '{"a":123456789012345678901234567890,"b":1e400,"c":-1e400,"d":-9223372036854775809,"e":-0}',
      ),
    ]),
    between("five-thousand-digits", [number("9".repeat(5_000))]),
  ];
}

function keys() {
  return [
    "my logs/AWSLogs/a copy.json.gz",
    "a+b/AWSLogs/a+1.json.gz",
    "\u00fc\u4e2d\u{1f600}/AWSLogs/a.json.gz",
    "100%/AWSLogs/a%2B%20.json.gz",
    'it\'s "q"/AWSLogs/a&b=1;c?d#e.json.gz',
    "<!channel>/`a`.json.gz",
    "TeamDigest/AWSLogs/a.json.gz",
    "a/../../etc/a.json.gz",
    "//AWSLogs//a.json.gz",
    `${"p".repeat(1_000)}/a.json.gz`,
    "AWSLogs/111122223333_CloudTrail_us-east-1_20260124T0005Z_without-an-extension",
    "AWSLogs/A.JSON.GZ",
    "AWSLogs/a\r\n.json.gz",
  ].map((key, i) => {
    const [first, second] = [canary(), canary("DeleteTrail")];
    const body = gzipSync(textOf(first, quiet(), second));
    return { ...object(`odd-key-${i}`, "canaries", body, [first, second]), key };
  });
}

/** A record that alerts by the default rules, with an eventID of its own. */
function canary(eventName = "StopLogging"): Record<string, unknown> {
  canaries++;
  return {
    ...ordinary(),
    eventName,
    eventID: `10000000-0000-4000-8000-${String(canaries).padStart(12, "0")}`,
  };
}

let canaries = 0;

/** A record that no default rule matches. */
function quiet(): Record<string, unknown> {
  return { ...canary("DescribeTrails"), readOnly: true };
}

/** A canary whose request is this JSON text: what no value could be written as. */
function nested(text: string): string {
  return JSON.stringify({ ...canary(), requestParameters: "@@" }).replace('"@@"', () => text);
}

/** A file of these JSON texts between two canaries. */
function between(name: string, odd: readonly string[]) {
  const [first, second] = [canary(), canary("DeleteTrail")];
  const text = `{"Records":[${[JSON.stringify(first), ...odd, JSON.stringify(second)].join(",")}]}`;
  return json(name, "canaries", text, [first, second]);
}

function json(
  name: string,
  want: Want,
  text: string,
  alerting: readonly Record<string, unknown>[] = [],
  before = 0,
) {
  return object(name, want, gzipSync(text), alerting, before);
}

/**
 * @param alerting What must alert.
 * @param before Records that precede the fault of a file that cannot be read.
 */
function object(
  name: string,
  want: Want,
  body: Buffer,
  alerting: readonly Record<string, unknown>[] = [],
  before = 0,
) {
  const canaries = alerting.map(({ eventID }) => String(eventID));
  return { name, key: logKey(name), body, want, canaries, before };
}

function textOf(...records: readonly unknown[]): string {
  return JSON.stringify({ Records: records });
}

function withTrailer(gzip: Buffer, offset: number, value: number): Buffer {
  const spoilt = Buffer.from(gzip);
  spoilt.writeUInt32LE(value, spoilt.length - 8 + offset);
  return spoilt;
}

/** A gzip member with extra field, name, comment and header checksum (RFC 1952, 2.3). */
function withEveryHeaderField(text: Buffer): Buffer {
  const header = Buffer.concat([
    Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 6, 0]),
    Buffer.from("AB\x02\x00xyname with space.json\x00a comment\x00", "latin1"),
  ]);
  const checks = Buffer.alloc(10);
  checks.writeUInt16LE(crc32(header) & 0xffff, 0);
  checks.writeUInt32LE(crc32(text), 2);
  checks.writeUInt32LE(text.length, 6);
  return Buffer.concat([header, checks.subarray(0, 2), deflateRawSync(text), checks.subarray(2)]);
}
