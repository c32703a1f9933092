import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { pythonMatches, ruleMatcher } from "../../../src/core/migrate/examples.ts";
import { translateRule } from "../../../src/core/migrate/translate-rule.ts";

const translateRuleSuite = suite("translateRule");

const RULES: readonly (readonly [python: string, match: string])[] = [
  [`event["eventName"] == "A"`, "eventName == 'A'"],
  [`event.get("errorCode", "") == "A"`, "errorCode == 'A'"],
  [
    `not event["eventName"].startswith("Get")`,
    "type(eventName) == 'string' && !starts_with(eventName, 'Get')",
  ],
  [
    `event["errorMessage"] == "A" or event["eventName"] == "B"`,
    "errorMessage == 'A' || exists(errorMessage) && eventName == 'B'",
  ],
  [
    `len([x for x in ["A", "B"] if x == event["eventName"]]) > 0`,
    "contains(['A', 'B'], eventName)",
  ],
  [`"errorCode" in list(event.keys())`, "exists(errorCode)"],
  [
    `"{}/{}".format(event["eventSource"], event["eventName"]) == "iam/A"`,
    "type(eventSource) == 'string' && type(eventName) == 'string' && join('', [eventSource, '/', eventName]) == 'iam/A'",
  ],
  [`event["eventName"] == "A" or "B"`, "eventName == 'A'"],
  [`type(event.get("errorCode")) is str`, "type(errorCode) == 'string'"],
  [
    `any(map(event["eventName"].startswith, ["A", "B"]))`,
    "starts_with(eventName, 'A') || starts_with(eventName, 'B')",
  ],
  [`(lambda e: e["eventName"] == "A")(event)`, "eventName == 'A'"],
  [
    `sum([event["eventName"] == "A", event.get("errorCode") == "B"]) == 2`,
    "eventName == 'A' && errorCode == 'B'",
  ],
  [
    `event["eventName"].startswith("B", 1)`,
    "type(eventName) == 'string' && starts_with(eventName[1:], 'B')",
  ],
  [`event["userAgent"].split("/") == ["a", "b"]`, "userAgent == 'a/b'"],
  [
    `any(p == "iam" for p in event["eventSource"].split("."))`,
    "type(eventSource) == 'string' && any(split(eventSource, '.'), &(@ == 'iam'))",
  ],
  [`{event["eventName"]} <= {"A", "B"}`, "contains(['A', 'B'], eventName)"],
  [`{"errorCode"} <= event.keys()`, "exists(errorCode)"],
  [
    `event["eventName"] in (p + "User" for p in ["Create", "Delete"])`,
    "contains(['CreateUser', 'DeleteUser'], eventName)",
  ],
  [
    `str.lower(event["eventName"]) == "a"`,
    "type(eventName) == 'string' && lower(eventName) == 'a'",
  ],
  [
    `event["eventName"].split(maxsplit=1, sep=".")[0] == "a"`,
    "type(eventName) == 'string' && split(eventName, '.', `1`)[0] == 'a'",
  ],
  [
    `event["eventName"].casefold() == "createuser"`,
    "type(eventName) == 'string' && replace(lower(eventName), 'ſ', 's') == 'createuser'",
  ],
  [
    `event["eventName"].casefold().startswith("del")`,
    "type(eventName) == 'string' && starts_with(replace(replace(lower(eventName), 'ﬂ', 'fl'), 'ﬄ', 'ffl'), 'del')",
  ],
  [
    `event["sourceIPAddress"].isdigit()`,
    "sourceIPAddress[:1] != '' && trim_left(sourceIPAddress, '0123456789') == ''",
  ],
  [
    `event["eventSource"].split(".")[1:] == ["amazonaws", "com"]`,
    "type(eventSource) == 'string' && split(eventSource, '.')[1:] == ['amazonaws', 'com']",
  ],
  [
    `"-".join(event["awsRegion"].split("-")[:2]) == "us-east"`,
    "type(awsRegion) == 'string' && join('-', split(awsRegion, '-')[:2]) == 'us-east'",
  ],
  [
    `"{1}:{0}".format(event["eventName"], event["eventSource"]) == "iam:A"`,
    "type(eventSource) == 'string' && type(eventName) == 'string' && join('', [eventSource, ':', eventName]) == 'iam:A'",
  ],
  [`"%(eventName)s" % event == "A"`, "type(eventName) == 'string' && join('', [eventName]) == 'A'"],
  [`event.get("errorCode", False) is False`, "!exists(errorCode)"],
  [
    `event["eventName"] not in ("", "A")`,
    "exists(eventName) && (!(length(eventName) == `0`) && eventName != 'A')",
  ],
  [
    `event.get("userIdentity.type") == "Root" and "invokedBy" not in event`,
    `"userIdentity.type" == 'Root'`,
  ],
  [
    `event.get("readOnly") == "false" or event["eventName"] == "A"`,
    "type(readOnly) == 'string' && to_string(readOnly) == 'false' || eventName == 'A'",
  ],
  [`event["eventSource"] in ["iam", "iam.amazonaws.com"]`, "eventSource == 'iam.amazonaws.com'"],
  [`bool({event["eventName"]} & {"A", "B"})`, "contains(['A', 'B'], eventName)"],
  [
    `len({"errorCode", "errorMessage"} & event.keys()) == 2`,
    "exists(errorCode) && exists(errorMessage)",
  ],
  [`{event["eventName"]} - {"A", "B"} == set()`, "contains(['A', 'B'], eventName)"],
  [
    `event["awsRegion"].rsplit("-", 1)[0] == "us-east"`,
    "contains(awsRegion, '-') && join('-', split(awsRegion, '-')[:-1]) == 'us-east'",
  ],
  [
    `event["userAgent"].rpartition("/")[0] == "a"`,
    "contains(userAgent, '/') && join('/', split(userAgent, '/')[:-1]) == 'a'",
  ],
  [
    `event["eventName"].isupper()`,
    "type(eventName) == 'string' && upper(eventName) == eventName && !(lower(eventName) == eventName)",
  ],
  [
    `event["recipientAccountId"].zfill(12) == "011122223333"`,
    "type(recipientAccountId) == 'string' && contains(['011122223333', '11122223333'], lower(recipientAccountId))",
  ],
  [
    `any([event[k] == "*" for k in event if k.endswith("cidrIp")])`,
    "any(items(@), &(ends_with([0], 'cidrIp') && [1] == '*'))",
  ],
  [
    `not [k for k in event if k.startswith("userIdentity.")]`,
    "!(any(items(@), &(contains(['string', 'number', 'boolean'], type([1])) && starts_with([0], 'userIdentity.'))))",
  ],
  [
    `"AccessDenied" in str(event.values())`,
    "any(items(@), &(contains([1], 'AccessDenied') || type([1]) == 'number' && contains(to_string([1]), 'AccessDenied')))",
  ],
  [
    `event["userIdentity.arn"].endswith("/" + event.get("userIdentity.userName", ""))`,
    `type("userIdentity.userName") == 'string' && ends_with("userIdentity.arn", join('', ['/', "userIdentity.userName"])) || !exists("userIdentity.userName") && ends_with("userIdentity.arn", '/')`,
  ],
  [
    `"Denied" in " ".join([event.get("errorCode", ""), event.get("errorMessage", "")])`,
    "type(errorCode) == 'string' && type(errorMessage) == 'string' && contains(join('', [errorCode, ' ', errorMessage]), 'Denied') || !exists(errorMessage) && type(errorCode) == 'string' && contains(join('', [errorCode, ' ']), 'Denied') || !exists(errorCode) && type(errorMessage) == 'string' && contains(join('', [' ', errorMessage]), 'Denied')",
  ],
  [
    `event["eventName"].title() in ("Consolelogin", "consolelogin")`,
    "type(eventName) == 'string' && lower(eventName) == 'consolelogin'",
  ],
  [`event["eventName"].swapcase() == "cREATEuSER"`, "eventName == 'CreateUser'"],
  [
    `event["userIdentity.arn"][event["userIdentity.arn"].rfind("/") + 1:] == "bob"`,
    `contains("userIdentity.arn", '/') && split("userIdentity.arn", '/')[-1] == 'bob' || type("userIdentity.arn") == 'string' && !contains("userIdentity.arn", '/') && "userIdentity.arn"[0:] == 'bob'`,
  ],
  [`event.setdefault("errorCode", "") == "A"`, "errorCode == 'A'"],
  [`event["eventName"].__eq__("A")`, "eventName == 'A'"],
  [`event["eventName"] in dict(A=1, B=2)`, "contains(['A', 'B'], eventName)"],
  [`event["eventName"] in ["A"] * 2`, "eventName == 'A'"],
  [
    `len([k for k in event if k.startswith("resources.")]) > 3`,
    "length(items(@)[?contains(['string', 'number', 'boolean'], type([1])) && starts_with([0], 'resources.')]) > `3`",
  ],
  [
    `"0.0.0.0/0" in [v for k, v in event.items() if "cidr" in k]`,
    "any(items(@), &(contains([0], 'cidr') && [1] == '0.0.0.0/0'))",
  ],
  [`"a" not in (v for v in event.values())`, "!(any(items(@), &([1] == 'a')))"],
  [
    `any(["Admin" in v for k, v in event.items() if k.endswith("Arn")])`,
    "!(any(items(@), &(ends_with([0], 'Arn') && contains(['number', 'boolean'], type([1]))))) && any(items(@), &(ends_with([0], 'Arn') && contains([1], 'Admin')))",
  ],
  [
    `any("Admin" in v for k, v in event.items() if k.endswith("Arn"))`,
    "any(items(@)[?ends_with([0], 'Arn') && contains([1], 'Admin') || ends_with([0], 'Arn') && contains(['number', 'boolean'], type([1]))] | [:1], &(ends_with([0], 'Arn') && contains([1], 'Admin')))",
  ],
  [`any([event.get(k) == "*" for k in list(event.keys())])`, "any(items(@), &([1] == '*'))"],
  [
    `list(filter(event["eventName"].startswith, ["A", "B"])) != []`,
    "starts_with(eventName, 'A') || starts_with(eventName, 'B')",
  ],
  [`event.get("errorCode") != ""`, "!(exists(errorCode) && length(errorCode) == `0`)"],
  [`["A", "B"].index(event["eventName"]) == 1`, "eventName == 'B'"],
  [`dict(zip(["A", "B"], [1, 2])).get(event["eventName"]) == 2`, "eventName == 'B'"],
  [
    `event.get("errorCode") is not "" and event["eventName"] == "A"`,
    "!(exists(errorCode) && length(errorCode) == `0`) && eventName == 'A'",
  ],
  [`event.get("requestParameters.a") is 0`, '"requestParameters.a" == `0`'],
  [
    `event.get("userIdentity", {}).get("type", "A") == "A" and event["eventName"] == "B"`,
    "eventName == 'B'",
  ],
  [
    `event["eventID"].replace("-", "").isalnum()`,
    "type(eventID) == 'string' && trim(replace(eventID, '-', ''), 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789') == '' && replace(eventID, '-', '') != ''",
  ],
  [`event["awsRegion"][:3] == "us-"`, "awsRegion[:3] == 'us-'"].map((it, at) =>
    at === 0 ? it : "type(awsRegion) == 'string' && awsRegion[:3] == 'us-'",
  ) as [string, string],
];

for (const [python, match] of RULES) {
  translateRuleSuite(`translates ${python}`, () => {
    const translated = translateRule(python);
    assert.is(translated.verdict === "same" ? translated.match : translated.reason, match);
  });
}

for (const python of [
  `event["eventName"] = "A"`,
  `re.search("A", event["eventName"])`,
  `any(x in event["eventName"] for x in ["A"])`,
  `event["eventName"] == "A" and event["sourceIPAddress"]`,
  `event.get("requestParameters", {}).get("bucketName") == "a"`,
  `event.get("eventName", default="") == "A"`,
  `event.get("readOnly") == "false"`,
  `event["userName"] == "a"`,
  `event["eventSource"] == "iam"`,
  `event.get(["eventName"]) == "A" or event["eventName"] == "A"`,
  `["eventName"] in event or event["eventName"] == "A"`,
  `"userIdentity" in event and event["userIdentity"]["type"] == "Root"`,
  `event["resources"][0]["ARN"] == "a"`,
  `event.eventName == "A"`,
  `lambda event: event["eventName"] == "A"`,
  `event["eventName"][0] == "Create"`,
]) {
  translateRuleSuite(`says of ${python} that it never matched`, () => {
    assert.is(translateRule(python).verdict, "never");
  });
}

for (const python of [
  `"requestParameters" in event and event["eventName"] == "A"`,
  `__import__("re").search("A", event["eventName"]) is not None`,
  `event.get("requestParameters.a", "").isupper()`,
  `event.get("requestParameters.a", "").rsplit("::", 1)[0] == "a"`,
  `"eventName" in str(event)`,
  `"True" in str(event)`,
  `event.get("requestParameters.a", 0) % 2 != 0`,
  `{event["eventName"], "B"} < {"A", "B"}`,
  `event["eventName"].casefold() == event["eventSource"].casefold()`,
  `event["eventName"].casefold() == "ſ"`,
  `event["eventName"].casefold()[2:] == "a"`,
  `"{0}".format(event["eventName"], event["eventSource"]) == "A"`,
  `any(map(lambda p, n=event["eventName"]: n.startswith(p), ["A"]))`,
  `event.pop("errorCode", "") == "A" and "errorCode" in event`,
  `event.setdefault("errorCode", "") == "A" and "A" in event.values()`,
  `event["userAgent"].title() == "A"`,
  `event["userAgent"].replace("é", "e").isalnum()`,
  `event["eventName"] is "DeleteTrail"`,
  `event["eventName"].lower() is "a"`,
  `any([v.startswith("a") for v in event.values()])`,
  `event.get("requestParameters", {}).get("a", "b") == "b"`,
  `event["eventName"][event["eventName"].rfind("ab") + 2:] == "A"`,
]) {
  translateRuleSuite(`writes no rule for ${python}`, () => {
    assert.is(translateRule(python).verdict, "cannot");
  });
}

translateRuleSuite(
  "asks of which kind a field is before it joins it, though what follows says it, too",
  () => {
    const field = `event["requestParameters.a"]`;
    const translated = translateRule(
      `${field}.rfind("b") >= 1 if "{0}-{0}".format(${field}) == "b-b" else event["eventName"] == "A"`,
    );
    if (translated.verdict !== "same") throw new Error(translated.reason);
    const record = { eventName: "A", requestParameters: { a: 1 } };
    assert.is(pythonMatches(translated.node, record), true);
    assert.is(ruleMatcher(translated.match)(record), true);
  },
);

const KEYS = ["eventName", "errorCode", "requestParameters.a", "requestParameters.b"] as const;
const TEXTS = ["", "A", "Ab", "b", "a.b"] as const;
const key = fc.constantFrom(...KEYS).map((it) => JSON.stringify(it));
const literal = fc.oneof(
  fc.constantFrom(...TEXTS).map((it) => JSON.stringify(it)),
  fc.constantFrom("0", "1", "2", "True", "False", "None"),
);
const read = fc.oneof(
  key.map((it) => `event[${it}]`),
  key.map((it) => `event.get(${it})`),
  fc.tuple(key, literal).map(([it, value]) => `event.get(${it}, ${value})`),
);
const text = fc.constantFrom(...TEXTS).map((it) => JSON.stringify(it));
const { expression } = fc.letrec<{ expression: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    fc.tuple(read, fc.constantFrom("==", "!=", "<", ">="), literal).map((it) => it.join(" ")),
    fc.tuple(read, fc.constantFrom("==", "!="), read).map((it) => it.join(" ")),
    fc
      .tuple(read, fc.constantFrom("in", "not in"), fc.array(literal, { maxLength: 3 }))
      .map(([a, by, list]) => `${a} ${by} [${list}]`),
    fc
      .tuple(read, fc.constantFrom("startswith", "endswith"), text)
      .map(([a, by, it]) => `${a}.${by}(${it})`),
    fc.tuple(text, fc.constantFrom("in", "not in"), read).map((it) => it.join(" ")),
    fc.tuple(key, fc.constantFrom("in", "not in")).map((it) => `${it.join(" ")} event`),
    read.map((it) => `${it} is None`),
    read.map((it) => `${it}.lower() == "a"`),
    read.map((it) => `${it}.split(".")[0] == "a"`),
    read.map((it) => `len(${it}) > 1`),
    fc
      .tuple(read, fc.constantFrom("[:1]", "[1:]", "[-1:]", "[:-1]", "[0:2]"), text)
      .map(([it, slice, part]) => `${it}.split(".")${slice} == [${part}]`),
    fc.tuple(read, text).map(([it, part]) => `".".join(${it}.split(".")[:1]) == ${part}`),
    read.map((it) => `${it}.isdigit()`),
    fc
      .tuple(read, fc.constantFrom("[0]", "[-1]", "[1]"), text)
      .map(([it, at, part]) => `${it}.rsplit(".", 1)${at} == ${part}`),
    fc
      .tuple(read, fc.integer({ min: 0, max: 2 }), text)
      .map(([it, at, part]) => `${it}.rpartition(".")[${at}] == ${part}`),
    fc
      .tuple(read, read, text, fc.constantFrom("!= set()", "== set()"))
      .map(([a, b, it, is]) => `{${a}, ${b}} & {${it}, "A"} ${is}`),
    fc.tuple(read, text).map(([a, it]) => `bool({${a}} - {${it}, "A"})`),
    fc
      .tuple(read, text, fc.constantFrom("== 1", ">= 2", "< 1"))
      .map(([a, it, by]) => `len({${a}, "b"} & {${it}, "x"}) ${by}`),
    text.map((it) => `any([event[k] == ${it} for k in event if k.startswith("request")])`),
    fc
      .tuple(
        fc.constantFrom("any", "all"),
        fc.constantFrom(["(", ")"], ["([", "])"]),
        fc.constantFrom("v.startswith", "v.endswith", "v.__contains__"),
        text,
      )
      .map(
        ([by, [from, to], asked, it]) =>
          `${by}${from}${asked}(${it}) for k, v in event.items() if k.startswith("requestParameters.")${to}`,
      ),
    text.map((it) => `${it} in [v for k, v in event.items() if "." in k]`),
    fc.tuple(read, text).map(([a, it]) => `["Ab", ${it}, "b"].index(${a}) >= 1`),
    fc.tuple(read, fc.constantFrom('""', "0", "1", '"A"', '"Ab"')).map((it) => it.join(" is ")),
    fc
      .tuple(read, fc.constantFrom("==", "!="), text)
      .map(([it, by, part]) => `${it}.casefold() ${by} ${part}`),
    read.map((it) => `"{0}-{0}".format(${it}) == "b-b"`),
    text.map((part) => `sum(1 for v in event.values() if v == ${part}) > 0`),
    fc
      .tuple(
        read,
        fc.constantFrom("* 2", "% 2", "/ 2", "// 2", "- 1"),
        fc.constantFrom("==", "<", ">="),
        fc.constantFrom("0", "1", "2"),
      )
      .map((it) => it.join(" ")),
    read.map((it) => `-${it} < 0`),
    read.map((it) => `abs(${it}) == 1`),
    read.map((it) => `float(${it}) >= 1.5`),
    fc.tuple(read, literal).map(([a, b]) => `max(${a}, ${b}) == 2`),
    fc.tuple(read, literal).map(([a, b]) => `min([${a}, ${b}]) == ${b}`),
    fc
      .tuple(read, fc.constantFrom("int", "float", "str", "bool", "(int, str)"))
      .map(([it, name]) => `isinstance(${it}, ${name})`),
    fc
      .tuple(
        read,
        fc.constantFrom("==", "is not", "!="),
        fc.constantFrom("int", "float", "str", "bool", "type(None)"),
      )
      .map(([it, by, name]) => `type(${it}) ${by} ${name}`),
    fc.tuple(read, literal).map(([it, value]) => `(lambda x: x == ${value})(${it})`),
    fc
      .tuple(read, literal, read, literal)
      .map(([a, x, b, y]) => `sum([${a} == ${x}, ${b} == ${y}]) >= 1`),
    fc.tuple(read, literal).map(([a, b]) => `[${b}, "A"].count(${a}) > 0`),
    fc.tuple(read, text).map(([a, b]) => `{${a}} <= {${b}, "A"}`),
    fc.tuple(read, text).map(([a, b]) => `not {${a}, "b"}.isdisjoint({${b}})`),
    fc
      .tuple(
        read,
        fc.constantFrom("startswith", "endswith"),
        text,
        fc.constantFrom("1", "-1", "0, 1"),
      )
      .map(([a, by, it, bounds]) => `${a}.${by}(${it}, ${bounds})`),
    fc
      .tuple(read, fc.integer({ min: 0, max: 2 }))
      .map(([a, at]) => `${a}.partition(".")[${at}] == "b"`),
    read.map((it) => `${it}.replace("b", "", 1) == "A"`),
    read.map((it) => `${it}.rfind("b") >= 1`),
    read.map((it) => `${it}.split(".") == ["a", "b"]`),
    fc
      .tuple(fc.constantFrom("any", "all"), read)
      .map(([by, it]) => `${by}(p == "b" for p in ${it}.split("."))`),
    fc
      .tuple(fc.constantFrom("any", "all"), text)
      .map(([by, it]) => `${by}(${it} in str(v) for v in event.values())`),
    read,
  ),
  expression: fc.oneof(
    { maxDepth: 2 },
    tie("atom"),
    tie("expression").map((it) => `not (${it})`),
    fc
      .tuple(tie("expression"), fc.constantFrom("and", "or"), tie("expression"))
      .map((it) => `(${it.join(" ")})`),
    fc
      .tuple(tie("expression"), tie("expression"), tie("expression"))
      .map(([a, b, c]) => `(${a} if ${b} else ${c})`),
  ),
}));
const leaf = fc.option(
  fc.constantFrom<string | number | boolean>(
    ...["", "A", "Ab", "b", "a.b", "a", "ab.b", "2", "1.5", "50%"],
    ...[0, 1, 2, -1, 1.5, true, false],
  ),
  { nil: undefined },
);
const record = fc
  .record({ a: leaf, b: leaf, errorCode: fc.constantFrom(undefined, "", "A", "Ab") })
  .map(({ a, b, errorCode }) => ({
    eventName: "Ab",
    ...(errorCode !== undefined && { errorCode }),
    requestParameters: { ...(a !== undefined && { a }), ...(b !== undefined && { b }) },
  }));

translateRuleSuite("writes no rule that differs from Python on any record", () => {
  let written = 0;
  fc.assert(
    fc.property(expression, fc.array(record, { minLength: 8, maxLength: 8 }), (python, records) => {
      const translated = translateRule(python);
      if (translated.verdict === "never") return;
      if (translated.verdict === "cannot") return;
      written++;
      const matches = ruleMatcher(translated.match);
      for (const it of records) {
        assert.is(
          matches(it),
          pythonMatches(translated.node, it),
          `${python}\n${translated.match}\n${JSON.stringify(it)}`,
        );
      }
    }),
    { numRuns: 250, endOnFailure: true },
  );
  assert.ok(written > 40, `${written} were written`);
});

translateRuleSuite.run();
