import fc from "fast-check";

/** Values of the shapes and oddities that records have, and that expressions look for. */
const TEXTS = [
  "GetObject",
  "PutObject",
  "ConsoleLogin",
  "Get",
  "s3.amazonaws.com",
  "iam.amazonaws.com",
  "AccessDenied",
  "Client.UnauthorizedOperation",
  "arn:aws:iam::111122223333:user/ada",
  "111122223333",
  "192.0.2.7",
  "2001:db8::1",
  "2001:DB8:0:0:0:0:0:1",
  "Root",
  "true",
  "5",
  "",
  " ",
  "*",
  "a*b\\c",
  'say "hi"',
  '"',
  "ü",
  "Ünïcödé",
  "日本語",
  "😀",
  "x😀y",
  "\ud83d",
  "\u0000",
  "__proto__",
] as const;

const NUMBERS = [0, -0, 1, 5, 1.5, -7, 5e9, 6e9, 2 ** 53, 1e21, 1e-7, 0.1] as const;

/** Text that records and expressions draw from. */
export const text: fc.Arbitrary<string> = fc.constantFrom(...TEXTS);

/** A number that records and expressions draw from. */
export const number: fc.Arbitrary<number> = fc.constantFrom(...NUMBERS);

const odd: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 2, arbitrary: number },
  { weight: 2, arbitrary: fc.boolean() },
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>([], {}, [null], [[]]) },
  { weight: 2, arbitrary: fc.array(fc.oneof(text, number, fc.constant(null)), { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.array(fc.record({ id: text, ARN: text }, { requiredKeys: [] }), { maxLength: 2 }),
  },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.constantFrom("arn", "type", "0", "b", "id"), text, { maxKeys: 2 }),
  },
);

/** Mostly a list of few texts. */
const list: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom("GetObject", "Root", "5"), { maxLength: 3 }) },
  { weight: 1, arbitrary: odd },
);

/** Mostly what CloudTrail would put there. */
function usually(...texts: string[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...texts) },
    { weight: 1, arbitrary: odd },
  );
}

/**
 * A record of CloudTrail's shape with anything missing, of an odd type or colliding: dotted keys,
 * unicode, keys of our own, keys that objects inherit.
 */
export const record: fc.Arbitrary<Record<string, unknown>> = fc.record(
  {
    eventName: usually("GetObject", "PutObject", "ConsoleLogin", "Get"),
    eventSource: usually("s3.amazonaws.com", "iam.amazonaws.com"),
    errorCode: usually("AccessDenied", "Client.UnauthorizedOperation"),
    sourceIPAddress: usually("192.0.2.7", "2001:db8::1", "2001:DB8:0:0:0:0:0:1"),
    readOnly: fc.oneof(fc.boolean(), odd),
    userIdentity: fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record(
          { type: usually("Root", "IAMUser"), arn: odd, accountId: usually("111122223333") },
          { requiredKeys: [] },
        ),
      },
      { weight: 1, arbitrary: odd },
    ),
    requestParameters: fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record(
          { name: odd, count: number, tags: list, items: odd, "x.y": odd, "": odd },
          { requiredKeys: [] },
        ),
      },
      { weight: 1, arbitrary: odd },
    ),
    resources: odd,
    "userIdentity.type": odd,
    "requestParameters.name": odd,
    "a.b": odd,
    a: fc.oneof(odd, fc.record({ b: odd }, { requiredKeys: [] })),
    ключ: odd,
    "weird key": odd,
    record: fc.oneof(odd, fc.record({ eventName: odd })),
    trailbridge: fc.oneof(odd, fc.record({ key: odd })),
    toString: odd,
    prefix: odd,
    "": odd,
    $or: odd,
  },
  { requiredKeys: [], noNullPrototype: true },
);
