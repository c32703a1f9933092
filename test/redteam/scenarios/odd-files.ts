import { gzipSync } from "node:zlib";
import { SETTINGS } from "../product.ts";
import { iamUser, logKey, stopLogging } from "../record.ts";
import { type Scenario, verdictOf } from "../scenario.ts";

/** A record that alerts, and is found by a name that is in it. */
type Make = (name: string, fields?: Readonly<Record<string, unknown>>) => string;

const made: Make = (name, fields) => JSON.stringify(stopLogging(name, fields));
const file = (text: string) => gzipSync(text);
const one = (record: string) => file(`{"Records":[${record}]}`);
const within = (record: string, more: string) =>
  record.replace('"requestParameters":{', `"requestParameters":{${more},`);

/** Log files of one record each, as nobody would write them. */
const FILES: Readonly<Record<string, (name: string) => Uint8Array>> = {
  "a second list": (name) => file(`{"Records":[],"Records":[${made(name)}]}`),
  "an empty list last": (name) => file(`{"Records":[${made(name)}],"Records":[]}`),
  "a list in an object before": (name) => file(`{"x":{"Records":[1]},"Records":[${made(name)}]}`),
  "a byte order mark": (name) => file(`\uFEFF{"Records":[${made(name)}]}`),
  "an escaped name": (name) =>
    file(`{"\\u0052ecords":[${made(name).replace('"eventName"', '"\\u0065ventName"')}]}`),
  "two gzip members": (name) => Buffer.concat([file('{"Records":['), file(`${made(name)}]}`)]),
  "zeros behind": (name) => Buffer.concat([one(made(name)), Buffer.alloc(512)]),
  "garbage behind": (name) => Buffer.concat([one(made(name)), Buffer.from("garbage")]),
  "no gzip": (name) => Buffer.from(`{"Records":[${made(name)}]}`),
  "what is no record before": (name) => file(`{"Records":[null,7,"x",{},[],${made(name)}]}`),
  "a key twice": (name) => one(made(name).replace('"eventName"', '"eventName":"GetX","eventName"')),
  "keys of prototypes": (name) =>
    one(within(made(name), '"__proto__":{"name":"y"},"constructor":{"prototype":1}')),
  "the bus event's own keys": (name) =>
    one(
      made(name, {
        trailbridge: { verdict: { rules: "x", matched: [], ignoredBy: "q" }, truncated: ["x"] },
        record: { eventName: "x" },
      }),
    ),
  "a canary's type": (name) =>
    one(made(name, { eventType: "Trailbridge Canary", canary: { id: 1 } })),
  "a notice's type": (name) =>
    one(
      made(name, { eventType: "Trailbridge Operator Notice", notice: { title: "t", dedupe: "d" } }),
    ),
  "a type that objects have": (name) => one(made(name, { eventType: "constructor" })),
  "the year 9999": (name) => one(made(name, { eventTime: "9999-12-31T23:59:59Z" })),
  "the year 275760": (name) => one(made(name, { eventTime: "+275760-09-13T00:00:00Z" })),
  "the year 0": (name) => one(made(name, { eventTime: "0000-01-01T00:00:00Z" })),
  "a time zone": (name) => one(made(name, { eventTime: "2026-01-02T03:04:05+14:00" })),
  "a time that is a number": (name) => one(made(name, { eventTime: 1e308 })),
  "an id that is an object": (name) => one(made(name, { eventID: { a: 1 } })),
  "a long id": (name) => one(made(name, { eventID: "e".repeat(100_000) })),
  "nobody's account": (name) =>
    one(made(name, { recipientAccountId: 111122223333, userIdentity: null })),
  "markup for an account": (name) => one(made(name, { recipientAccountId: "<!channel>" })),
  "identities in a list": (name) => one(made(name, { userIdentity: ["x", { type: "Root" }] })),
  "lists for texts": (name) =>
    one(
      made(name, { awsRegion: ["us-east-1"], sourceIPAddress: [1], userAgent: {}, errorCode: [] }),
    ),
  "an error that is a number": (name) => one(made(name, { errorCode: 7 })),
  "characters that no queue takes": (name) =>
    one(
      made(name, {
        userAgent: "\uffff\u0000\ufffe\u001b[2J\ud800",
        userIdentity: iamUser("a\u0000\uffffb"),
      }),
    ),
  depth: (name) => one(within(made(name), `"d":${"[".repeat(20_000)}${"]".repeat(20_000)}`)),
  "numbers beyond all bounds": (name) =>
    one(within(made(name), '"a":1e400,"b":-0,"c":9223372036854775808')),
  "a long text": (name) => one(made(name, { userAgent: "u".repeat(2_000_000) })),
  "many keys": (name) =>
    one(
      made(name, {
        additionalEventData: Object.fromEntries(
          Array.from({ length: 20_000 }, (_, n) => [`k${n}`, 1]),
        ),
      }),
    ),
};

const ODD_FILES: Scenario = {
  id: "1.9-odd-files",
  title:
    "writes log files, records and fields as CloudTrail never does, each with a call that counts",
  whole: true,
  run: (product) =>
    product.deployed(SETTINGS.replace(/(?<=alerts")/, ", repeats: each"), async (running) => {
      const names = Object.keys(FILES).map((what, n) => [what, `odd-${n}-file`] as const);
      for (const [what, name] of names) {
        const body = FILES[what]?.(name);
        if (body !== undefined) await running.put(body, logKey(name));
      }
      await running.idle();
      const told = running.topic().join("\n");
      const untold = names.filter(([, name]) => !told.includes(`trail/${name}`));
      return verdictOf(
        {
          "files were written": names.length > 30,
          "each call is told": untold.length === 0,
          "nobody is pinged": !JSON.stringify(running.slack()).includes("<!channel>"),
        },
        `untold: ${untold.map(([what]) => what).join(", ") || "none"}`,
      );
    }),
};

export const SCENARIOS: readonly Scenario[] = [ODD_FILES];
