import { suite } from "uvu";
import * as assert from "uvu/assert";
import { MAX_RECORD_BYTES } from "../../../src/core/log/json-token.ts";
import { RecordScanner, type ScannedElement } from "../../../src/core/log/record-scanner.ts";
import { TEXT_START } from "../../../src/core/log/scan-start.ts";
import { LogFileError } from "../../../src/core/log/unreadable.ts";
import type { RawRecord, RejectedRecord } from "../../../src/core/record/record.ts";

const test = suite("RecordScanner");

const faults: [text: string, before: string[], error: RegExp][] = [
  ["", [], /must hold JSON: it is empty/],
  ["  \n", [], /must hold JSON: it is empty/],
  ["null", [], /must be an object: found "n" at byte 0/],
  ["42", [], /must be an object/],
  ['"Records"', [], /must be an object/],
  ['[{"a":1}]', [], /must be an object/],
  ["\0\0\0", [], /must be an object: found byte 0x00/],
  ["{}", [], /"Records" must be at its top level/],
  ['{"records":[{"a":1}]}', [], /"Records" must be at its top level/],
  ['{"a":{"Records":[{"a":1}]}}', [], /"Records" must be at its top level/],
  ['{"Records":null}', [], /"Records" must be an array: found "n"/],
  ['{"Records":{"0":{}}}', [], /"Records" must be an array: found "{"/],
  ['{"Records":"abc"}', [], /"Records" must be an array/],
  ['{"Records":null,"Records":[{"a":1}]}', ['{"a":1}'], /"Records" must be an array/],
  ['{"Records":', [], /must be whole: it ends at byte 11/],
  ['{"Records":[', [], /must be whole/],
  ['{"Records":[{"a":', [], /must be whole: it ends at byte 17 .* after 0 records$/],
  ['{"Records":[{"a":1}', ['{"a":1}'], /must be whole: it ends at byte 19 .* after 1 record$/],
  ['{"Records":[{"a":1},{"b":', ['{"a":1}'], /must be whole: .* after 1 record$/],
  ['{"Records":[{"a":1},null,{"b":', ['{"a":1}', "-"], /must be whole: .* after 2 records$/],
  ['{"Records":[{"a":1}]', ['{"a":1}'], /must be whole/],
  ['{"Records":[{"a":1}],', ['{"a":1}'], /must be whole/],
  ['{"Records":[{"a":1},]}', ['{"a":1}'], /a record must follow a comma: found "]" at byte 20/],
  ['{"Records":[,{"a":1}]}', [], /"Records" must hold records: found ","/],
  ['{"Records":[{"a":1}{"b":2}]}', ['{"a":1}'], /a comma or "]" must follow a record: found "{"/],
  ['{"Records":[{"a":1}]}{}', ['{"a":1}'], /nothing may follow its JSON: found "{"/],
  ['{"Records":[{"a":1}]}\0', ['{"a":1}'], /nothing may follow its JSON: found byte 0x00/],
  ['{"Records":[{"a":1}],}', ['{"a":1}'], /a key must follow a comma/],
  ['{"Records":[{"a":1}] "b":2}', ['{"a":1}'], /a comma or "}" must follow a value/],
  ['{"Records" [{"a":1}]}', [], /a colon must follow a key/],
  ['{,"Records":[{"a":1}]}', [], /a key must begin its JSON/],
  ['{Records:[{"a":1}]}', [], /a key must begin its JSON/],
  ['{"Re\\x":1,"Records":[{"a":1}]}', [], /every key must be JSON/],
  ['{"a":NaN,"Records":[{"a":1}]}', ['{"a":1}'], /every value must be JSON/],
  ['{"a":[1,],"Records":[{"a":1}]}', ['{"a":1}'], /every value must be JSON/],
  ['{"a":,"Records":[{"a":1}]}', [], /a value must follow a colon/],
  ['{"Records":[{"a":1},{"b":[}},{"c":1}]}', ['{"a":1}', "-", '{"c":1}'], /record 1 is not/],
  ['{"Records":[{"a":1},{"b":1],{"c":1}]}', ['{"a":1}'], /brackets must close as they opened/],
  ['{"Records":[{"a":1},{"b":NaN},NaN,{"c":1}]}', ['{"a":1}', "-", "-", '{"c":1}'], /record 1 is/],
];

for (const [text, before, error] of faults) {
  for (const size of [text.length, 1]) {
    test(`yields ${before.length} elements of ${text || "nothing"} in chunks of ${size}, then says why not more`, () => {
      const { items, fault } = scan(text, size);
      assert.equal(items.map(textOf), before);
      assert.instance(fault, LogFileError);
      assert.match(fault?.message ?? "", error);
    });
  }
}

test("says no more about broken JSON than what and where, nothing of its content", () => {
  const { items, fault } = scan('{"Records":[{"password":hunter2}]}');
  const rejected = "it is not JSON: Unexpected token 'h'";
  assert.equal(items, [{ index: 0, rejected, fault: fault?.message, end: 32 }]);
  assert.not.match(fault?.message ?? "", /hunter2|password/);
});

test("tells UTF-16 from text that is no object", () => {
  const utf16 = Buffer.from('\ufeff{"Records":[]}', "utf16le");
  assert.match(scan(utf16).fault?.message ?? "", /must be UTF-8, not UTF-16/);
});

test("rejects what is no record and goes on", () => {
  const { items, fault } = scan('{"Records":[null,7,-1.5e3,"x","",true,[],[{"a":1}],{"a":1}]}');
  assert.is(fault, undefined);
  assert.equal(
    items.map((item) => ("rejected" in item ? item.rejected : item.text)),
    [
      "it is null",
      "it is a number",
      "it is a number",
      "it is a string",
      "it is a string",
      "it is a boolean",
      "it is an array",
      "it is an array",
      '{"a":1}',
    ],
  );
  assert.equal(
    items.map((item) => item.index),
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
  );
});

test("rejects a record over the limit of bytes without keeping it, and goes on", () => {
  const scanner = new RecordScanner();
  scanner.push(Buffer.from('{"Records":[{"a":1},{"b":"'));
  assert.is(scanner.next()?.index, 0);
  const blank = Buffer.alloc(1024 * 1024, "x");
  for (let sent = 0; sent <= MAX_RECORD_BYTES; sent += blank.length) {
    assert.is(scanner.next(), undefined);
    scanner.push(blank);
  }
  assert.is(scanner.next(), undefined);
  scanner.push(Buffer.from('"},{"c":1}]}'));
  assert.equal(scanner.next(), {
    index: 1,
    rejected: `it has more than ${MAX_RECORD_BYTES} bytes`,
    end: 26 + 17 * blank.length + 2,
  });
  assert.is((scanner.next() as RawRecord).text, '{"c":1}');
  assert.is(scanner.next(), undefined);
  scanner.finish();
});

for (const value of ["[]", "1", '""', '{"a":1}']) {
  test(`rejects a record of a million times ${value}, and goes on`, () => {
    const { items, fault } = scan(
      `{"Records":[{"a":[${`${value},`.repeat(1_000_000)}1]},{"b":1}]}`,
    );
    assert.is(fault, undefined);
    assert.equal(items.map(textOf), ["-", '{"b":1}']);
  });
}

test("rejects a record of hundreds of thousands of levels, and goes on", () => {
  const deep = `{"a":${"[".repeat(300_000)}${"]".repeat(300_000)}}`;
  const { items } = scan(`{"Records":[${deep},{"b":1}]}`);
  assert.equal(items.map(textOf), ["-", '{"b":1}']);
});

test("rejects an empty object, which says nothing", () => {
  const { items, fault } = scan('{"Records":[{},{"a":1},{ }]}');
  const rejected = "it is empty";
  assert.equal(
    [items[0], items[2]],
    [
      { index: 0, rejected, end: 14 },
      { index: 2, rejected, end: 26 },
    ],
  );
  assert.is(fault, undefined);
});

test("has no limit of records", () => {
  const { items, fault } = scan(`{"Records":[${"[],".repeat(100_000)}{"a":1}]}`);
  assert.is(items.length, 100_001);
  assert.is(fault, undefined);
});

const good: [text: string, texts: string[]][] = [
  ['{"Records":[]}', []],
  [' \r\n\t{ "Records" : [ ] } \n', []],
  ['\ufeff{"Records":[{"a":1}]}', ['{"a":1}']],
  ['{"R\\u0065cords":[{"a":1}]}', ['{"a":1}']],
  ['{"\\u0052\\u0065\\u0063\\u006f\\u0072\\u0064\\u0073":[{"a":1}]}', ['{"a":1}']],
  ['{"Records":[],"Records":[{"a":1}],"Records":[{"b":1}]}', ['{"a":1}', '{"b":1}']],
  ['{"a":{"Records":[1]},"Records":[{"a":1}],"z":[],"n":1.5}', ['{"a":1}']],
  ['{"Records":[{"a":"]}\\"[{"},{"\\\\":"\\\\"}]}', ['{"a":"]}\\"[{"}', '{"\\\\":"\\\\"}']],
  ['{"Records":[{"n":1.0,"e":1E5,"z":-0}]}', ['{"n":1.0,"e":1E5,"z":-0}']],
  ['{"Records":[ {"a" : [1, 2]}\r\n, {"b":1} ]}', ['{"a" : [1, 2]}', '{"b":1}']],
  ['{"Records":[{"ü中😀":"\\ud83d\\ude00é"}]}', ['{"ü中😀":"\\ud83d\\ude00é"}']],
];

for (const [text, texts] of good) {
  for (const size of [text.length * 2, 3, 1]) {
    test(`finds the records of ${text} in chunks of ${size}`, () => {
      const { items, fault } = scan(text, size);
      assert.is(fault, undefined);
      assert.equal(items.map(textOf), texts);
    });
  }
}

test("passes over what else the file holds, however large, deep or full", () => {
  for (const value of ["[".repeat(300_000) + "]".repeat(300_000), `[${"1,".repeat(1_000_001)}1]`]) {
    const { items, fault } = scan(`{"a":${value},"Records":[{"b":1}],"c":${value}}`);
    assert.is(fault, undefined);
    assert.equal(items.map(textOf), ['{"b":1}']);
  }
});

test("gives text, value, index, depth and the number of keys as written", () => {
  const { items } = scan('{"Records":[{"a":{}},{"a":1,"a":[{"b:":[]}]}]}');
  assert.equal(items, [
    { text: '{"a":{}}', value: { a: {} }, index: 0, depth: 2, members: 1, end: 20 },
    {
      text: '{"a":1,"a":[{"b:":[]}]}',
      value: { a: [{ "b:": [] }] },
      index: 1,
      depth: 4,
      members: 3,
      end: 44,
    },
  ]);
});

test("reads 100,000 levels", () => {
  const deep = `${'{"a":'.repeat(99_999)}{}${"}".repeat(99_999)}`;
  const { items } = scan(`{"Records":[${deep}]}`, 1000);
  assert.is((items[0] as RawRecord).depth, 100_000);
});

for (const text of [
  '{"a":1,"Records":[{"b":1},null,{"c":[{}]},{},"d",{"e":1}],"Records":[7,{"f":"]"}]}',
  '{"Records":[ 1 , {"ä":"€"}\n,true]\t, "z":[]}',
  '{"Records":7,"a":NaN,"Records":[{"b":1},{"c":[}},{"d":1}]}',
  '{"Records":[{"b":1},{"c":1}}',
]) {
  test(`goes on after any element as if it had never left off: ${text}`, () => {
    const whole = scan(text);
    for (const [at, { end, fault }] of whole.items.entries()) {
      const start = { next: at + 1, offset: end, fault };
      for (const size of [1, 7, 1000]) {
        const { items, fault } = scan(Buffer.from(text).subarray(end), size, start);
        assert.equal(items, whole.items.slice(at + 1));
        assert.is(fault?.message, whole.fault?.message);
      }
    }
  });
}

test("tells with each element where it ends and what was found so far", () => {
  const text = '{"Records":[1, {"a":[}},null ]}';
  const { items, fault } = scan(text);
  assert.equal(
    items.map(({ index, end, fault }) => [index, text.slice(0, end).slice(-4), fault]),
    [
      [0, 's":[1'.slice(-4), undefined],
      [1, '":[}}'.slice(-4), fault?.message],
      [2, "null", fault?.message],
    ],
  );
});

test("replaces invalid UTF-8 inside a string", () => {
  const bytes = Buffer.from('{"Records":[{"a":"al?ice"}]}');
  bytes[bytes.indexOf("?")] = 0xff;
  assert.equal((scan(bytes).items[0] as RawRecord).value, { a: "al\ufffdice" });
});

test("keeps __proto__ an own key", () => {
  const { items } = scan('{"Records":[{"__proto__":{"a":1}}]}');
  assert.equal(Object.keys((items[0] as RawRecord).value), ["__proto__"]);
});

test.run();

function scan(text: string | Buffer, size = 1 << 16, start = TEXT_START) {
  const bytes = Buffer.from(text as string);
  const scanner = new RecordScanner(start);
  const items: ScannedElement[] = [];
  try {
    for (let at = 0; at < bytes.length; at += size) {
      scanner.push(bytes.subarray(at, at + size));
      for (let item = scanner.next(); item !== undefined; item = scanner.next()) items.push(item);
    }
    scanner.finish();
  } catch (error) {
    return { items, fault: error as Error };
  }
  return { items };
}

function textOf(item: RawRecord | RejectedRecord): string {
  return "rejected" in item ? "-" : item.text;
}
