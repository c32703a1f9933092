import fc from "fast-check";
import { number, text } from "./record-arbitrary.ts";

const PATHS = [
  "eventName",
  "eventSource",
  "errorCode",
  "sourceIPAddress",
  "readOnly",
  "userIdentity.type",
  '"userIdentity.type"',
  '"userIdentity.arn"',
  "userIdentity.arn",
  "userIdentity.accountId",
  "userIdentity",
  "$.userIdentity.type",
  "(userIdentity | type)",
  "requestParameters.name",
  '"requestParameters.name"',
  "requestParameters.count",
  "requestParameters.tags",
  "requestParameters.tags[0]",
  "requestParameters.tags[-1]",
  "requestParameters.items[0].id",
  '"requestParameters.items.0.id"',
  "requestParameters.items[*].id",
  'requestParameters."x.y"',
  '"requestParameters.x.y"',
  'requestParameters.""',
  "requestParameters",
  "resources",
  "resources[0].ARN",
  "resources[?ARN]",
  '"a.b"',
  "a.b",
  "a",
  '"ключ"',
  '"weird key"',
  "record",
  "record.eventName",
  '"record.eventName"',
  "trailbridge.key",
  "toString",
  "prefix",
  '""',
  '"$or"',
  "constructor",
  "@",
] as const;

const FREQUENT = [
  "eventName",
  "errorCode",
  '"userIdentity.type"',
  "requestParameters.name",
  "requestParameters.tags",
] as const;

const path: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...FREQUENT) },
  { weight: 3, arbitrary: fc.constantFrom(...PATHS) },
);

/** Text as a literal: raw where it can be written so. */
const textLiteral: fc.Arbitrary<string> = text.map((value) =>
  /^[\w .:/*ü-]*$/.test(value) ? `'${value}'` : json(value),
);

/** Text put together from constants, which is one, or not quite. */
const joinedText: fc.Arbitrary<string> = fc
  .tuple(
    textLiteral,
    fc.array(fc.oneof({ weight: 9, arbitrary: textLiteral }, path), { maxLength: 3 }),
  )
  .map(([glue, parts]) => `join(${glue}, [${["''", ...parts].join(", ")}])`);

const literal: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: textLiteral },
  { weight: 1, arbitrary: number.map(json) },
  { weight: 2, arbitrary: fc.constantFrom("`true`", "`false`", "`null`") },
  { weight: 1, arbitrary: fc.constantFrom("`[]`", "`{}`", '`["Get"]`', '`{"b": "Root"}`') },
);

const listLiteral: fc.Arbitrary<string> = fc.oneof(
  fc.array(textLiteral, { minLength: 1, maxLength: 4 }).map((items) => `[${items.join(", ")}]`),
  fc
    .array(fc.oneof(text, number, fc.constantFrom<unknown>(null, true, [], {}, ["Get"])), {
      maxLength: 4,
    })
    .map(json),
  fc.constant("$self"),
);

/** What is most often a list, and what is most often in it. */
const listSearch: fc.Arbitrary<string> = fc
  .constantFrom("GetObject", "Root", "5")
  .map((value) => `contains(requestParameters.tags, '${value}')`);

const likePattern: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("*", "**", "arn:*:user/*", "Get*", "*Object", "*e*c*", "a*b\\\\c", "a**c", '*"*'),
  fc.tuple(text, text).map(([before, after]) => `${before}*${after}`),
  text,
);

const net: fc.Arbitrary<string> = fc.constantFrom(
  ..."192.0.2.0/24 192.0.2.7/32 192.0.2.7 192.0.2.9/31 0.0.0.0/0 10.0.0.0/8".split(" "),
  ..."2001:db8::/32 2001:db8::1/128 2001:0db8::1 ::/0".split(" "),
);

/** What a path holds that is asked for an address is most often none. */
const asked: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("sourceIPAddress", "requestParameters.name", '"userIdentity.arn"'),
  path,
);

const call: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(asked, likePattern).map(([subject, it]) => `like(${subject}, ${json(it)})`),
  fc
    .tuple(asked, fc.array(likePattern, { maxLength: 5 }))
    .map(([subject, patterns]) => `like(${subject}, ${json(patterns)})`),
  fc.tuple(asked, net).map(([subject, it]) => `in_cidr(${subject}, '${it}')`),
  fc
    .tuple(asked, fc.array(net, { maxLength: 3 }))
    .map(([subject, nets]) => `in_cidr(${subject}, ${json(nets)})`),
  path.map((subject) => `exists(${subject})`),
  fc
    .tuple(fc.constantFrom("requestParameters.items", "resources"), textLiteral)
    .map(([list, value]) => `any(${list}, &contains([id, ARN], ${value}))`),
  listSearch,
  fc
    .tuple(
      fc.constantFrom("starts_with", "ends_with", "contains"),
      path,
      fc.oneof(textLiteral, literal, path, joinedText),
    )
    .map(([name, subject, search]) => `${name}(${subject}, ${search})`),
  fc.tuple(textLiteral, path).map(([subject, search]) => `contains(${subject}, ${search})`),
  fc
    .tuple(listLiteral, fc.oneof(path, literal))
    .map(([list, search]) => `contains(${list}, ${search})`),
  fc
    .tuple(path, literal, fc.oneof(path, literal))
    .map(([first, second, search]) => `contains([${first}, ${second}], ${search})`),
);

const comparison: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(path, fc.constantFrom("==", "!="), literal)
      .map(([left, by, right]) => `${left} ${by} ${right}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(literal, fc.constantFrom("==", "!=", "<"), fc.oneof(path, literal))
      .map(([left, by, right]) => `${left} ${by} ${right}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(path, fc.constantFrom("<", "<=", ">", ">="), fc.oneof(number.map(json), path))
      .map(([left, by, right]) => `${left} ${by} ${right}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(path, fc.constantFrom("==", "!="), path)
      .map(([left, by, right]) => `${left} ${by} ${right}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          "lower",
          "upper",
          "type",
          "length",
          "to_string",
          "trim",
          "not_null",
          "reverse",
        ),
        path,
        fc.constantFrom("==", "!="),
        literal,
      )
      .map(([name, subject, by, right]) => `${name}(${subject}) ${by} ${right}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(path, fc.constantFrom(">", "=="), number.map(json))
      .map(([subject, by, right]) => `length(${subject}) ${by} ${right}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(call, fc.constantFrom("==", "!="), fc.constantFrom("`true`", "`false`", "`null`"))
      .map(([left, by, right]) => `${left} ${by} ${right}`),
  },
);

/** Any expression of the rule language, as text; most give a boolean. */
export const expression: fc.Arbitrary<string> = fc.letrec<{ any: string }>((tie) => {
  const part = tie("any").map((inner) => `(${inner})`);
  const pair = fc.tuple(part, part);
  return {
    any: fc.oneof(
      { maxDepth: 4, depthSize: "small", withCrossShrink: true },
      { weight: 5, arbitrary: comparison },
      { weight: 5, arbitrary: call },
      { weight: 1, arbitrary: path },
      { weight: 6, arbitrary: pair.map(([a, b]) => `${a} && ${b}`) },
      { weight: 4, arbitrary: pair.map(([a, b]) => `${a} || ${b}`) },
      { weight: 3, arbitrary: part.map((a) => `!${a}`) },
      { weight: 1, arbitrary: fc.tuple(part, part, part).map(([a, b, c]) => `${a} ? ${b} : ${c}`) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(path, literal, part)
          .map(([bound, value, body]) => `let $p = ${bound}, $v = ${value} in $p == $v || ${body}`),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(call, textLiteral, part)
          .map(
            ([bound, value, body]) =>
              `let $c = ${bound} in ($c && contains(['x', ${value}], eventName)) || ${body}`,
          ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(path, textLiteral)
          .map(([subject, value]) => `${subject} | starts_with(@, ${value})`),
      },
    ),
  };
}).any;

function json(value: unknown): string {
  return `\`${JSON.stringify(value).replaceAll("`", "\\u0060")}\``;
}
