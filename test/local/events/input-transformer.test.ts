import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type InputTransformer,
  inputTransformer,
} from "../../../src/local/events/input-transformer.ts";
import { createRoutedEvent } from "../../../src/local/events/routed-event.ts";

const PLACE = { account: "111122223333", region: "eu-central-1" };
const RULE = { name: "r", arn: "arn:aws:events:eu-central-1:111122223333:rule/bus/r" };

const DETAIL = {
  id: "i-1",
  title: 'say "hi"',
  count: 3,
  open: false,
  none: null,
  tags: ["a", "b"],
  actor: { name: "ada" },
  "dotted.key": "x",
};

const test = suite("inputTransformer()");

const refused: [name: string, given: InputTransformer, message: RegExp][] = [
  [
    "a path in brackets and quotes, by which a key with a dot would be named",
    { paths: { x: "$.detail['dotted.key']" }, template: '"<x>"' },
    /Cannot use JSON path as it must be .*: "\$\.detail\['dotted\.key'\]"/,
  ],
  [
    "a variable that is not defined",
    { paths: {}, template: '{"a":<x>}' },
    /Cannot use input template as <x> must be defined/,
  ],
  [
    "more than a hundred variables",
    {
      paths: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`v${n}`, "$.id"])),
      template: '""',
    },
    /may define <= 100 variables: 101/,
  ],
  [
    "a template that is too long",
    { paths: {}, template: `"${"x".repeat(8192)}"` },
    /may have <= 8192 characters: 8194/,
  ],
];

for (const [name, given, message] of refused) {
  test(`refuses ${name}`, () => {
    assert.throws(() => inputTransformer(given), message);
  });
}

const cases: [name: string, template: string, input: unknown][] = [
  ["a text by itself in quotes", '{"a":<id>}', { a: "i-1" }],
  ["a text within quotes as it is", '{"a":"<id> and <id>"}', { a: "i-1 and i-1" }],
  [
    "numbers, booleans and null",
    '{"a":<count>,"b":<open>,"c":<none>}',
    { a: 3, b: false, c: null },
  ],
  ["a number within a text", '"<count> of <id>"', "3 of i-1"],
  ["a list and an object", '{"a":<tags>,"b":<actor>}', { a: ["a", "b"], b: { name: "ada" } }],
  ["an object within a text without its quotes", '"of <actor>"', "of {name:ada}"],
  ["an element of a list", '{"a":<second>}', { a: "b" }],
  ["nothing where a path leads nowhere", '{"a":<missing>,"b":"x<missing>"}', { a: "", b: "x" }],
  ["quotes that the template escapes", '"say \\"<id>\\" <count>"', 'say "i-1" 3'],
  ["the rule's name", '"<aws.events.rule-name>"', "r"],
];

for (const [name, template, input] of cases) {
  test(`puts in ${name}`, () => {
    assert.equal(JSON.parse(transform(template)), input);
  });
}

test("puts in the whole event", () => {
  const whole = JSON.parse(transform('{"event":<aws.events.event.json>}'));
  assert.equal(whole.event.detail, DETAIL);
  const envelope = JSON.parse(transform('{"event":<aws.events.event>}'));
  assert.equal([envelope.event.source, envelope.event.detail], ["trailbridge", undefined]);
});

test("escapes nothing: a text with quotes spoils what it is put into", () => {
  for (const template of ['{"a":<title>}', '{"a":"<title>"}']) {
    assert.throws(() => transform(template), /does not make JSON/);
  }
});

test.run();

function transform(template: string): string {
  const paths = {
    id: "$.detail.id",
    title: "$.detail.title",
    count: "$.detail.count",
    open: "$.detail.open",
    none: "$.detail.none",
    tags: "$.detail.tags",
    second: "$.detail.tags[1]",
    actor: "$.detail.actor",
    missing: "$.detail.dotted.key",
  };
  const detailText = JSON.stringify(DETAIL);
  const parts = { source: "trailbridge", detailType: "Trailbridge Alert", resources: [], time: 0 };
  const event = createRoutedEvent({ ...parts, detail: DETAIL, detailText }, PLACE);
  return inputTransformer({ paths, template })(event, RULE);
}
