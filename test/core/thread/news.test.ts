import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Member } from "../../../src/core/thread/member.ts";
import {
  BINDING_KINDS,
  isNews,
  MAX_SEEN,
  type NewsKind,
  NONE_SEEN,
  newsOf,
  PLAIN_KINDS,
  parentNews,
  type Seen,
  seenWith,
} from "../../../src/core/thread/news.ts";
import { tallyOf, valuesOf } from "../../../src/core/thread/tally.ts";
import { memberWith, randomMembers } from "../../support/members.ts";
import { createRandom } from "../../support/random.ts";

const KINDS: readonly NewsKind[] = [...BINDING_KINDS, ...PLAIN_KINDS];

function valuesOfKind(members: readonly Member[], kind: NewsKind): Set<string> {
  return new Set(
    members.flatMap((it) => (kind === "severities" ? [it.severity] : valuesOf(it, kind))),
  );
}

const test = suite("newsOf()");

test("is none where everything was named", () => {
  const members = [memberWith()];
  const seen = seenWith(NONE_SEEN, newsOf(members, NONE_SEEN));
  assert.equal(newsOf(members, seen), { named: {}, left: {}, beyond: {} });
  assert.not.ok(isNews(newsOf(members, seen)));
});

for (const [kind, change] of Object.entries({
  resources: { resources: ["other"] },
  ruleIds: { ruleIds: ["rule", "other"] },
  severities: { severity: "critical" },
  outcomes: { outcome: "refused" },
  errorCodes: { errorCode: "Throttled" },
  accounts: { account: "444455556666" },
  callerAccounts: { callerAccount: "444455556666" },
} satisfies Record<(typeof BINDING_KINDS)[number], Partial<Member>>)) {
  test(`must name what is new of ${kind}`, () => {
    const seen = seenWith(NONE_SEEN, newsOf([memberWith()], NONE_SEEN));
    const news = newsOf([memberWith(), memberWith({ identity: "2", ...change })], seen);
    assert.equal(Object.keys(news.named), [kind]);
    assert.is(news.named[kind as NewsKind]?.length, 1);
    assert.ok(isNews(news));
  });
}

for (const [kind, change] of Object.entries({
  actors: { actor: "bob" },
  sessions: { session: "s" },
  addresses: { address: "192.0.2.11" },
  regions: { region: "eu-west-1" },
  eventNames: { eventName: "DeleteTrail" },
} satisfies Record<(typeof PLAIN_KINDS)[number], Partial<Member>>)) {
  test(`says what is new of ${kind}, which needs no message of its own`, () => {
    const seen = seenWith(NONE_SEEN, newsOf([memberWith()], NONE_SEEN));
    const news = newsOf([memberWith({ identity: "2", ...change })], seen);
    assert.equal(Object.keys(news.named), [kind]);
    assert.not.ok(isNews(news));
  });
}

test("names in the order of the events' time, in whatever order they come", () => {
  const random = createRandom(3);
  for (let run = 0; run < 20; run++) {
    const members = randomMembers(random, 30);
    const news = newsOf(members, NONE_SEEN);
    assert.equal(newsOf(random.some(members, members.length), NONE_SEEN), news);
    const first = (value: string) =>
      Math.min(...members.filter((it) => it.resources.includes(value)).map(({ time }) => time));
    const times = (news.named.resources ?? []).map(first);
    assert.ok(times.length > 5);
    assert.equal(
      times,
      [...times].sort((a, b) => a - b),
    );
  }
});

test("names every value once, whatever batches they come in, or says that it is beyond", () => {
  const random = createRandom(4);
  let leftOver = 0;
  for (let run = 0; run < 12; run++) {
    const members = randomMembers(random, 5 + random.below(200));
    const named = new Map<NewsKind, string[]>(KINDS.map((kind) => [kind, []]));
    let seen: Seen = NONE_SEEN;
    let come = 0;
    for (let posts = 0; come < members.length || posts > 0; ) {
      come = Math.min(members.length, come + 1 + random.below(60));
      const window = members.slice(0, come);
      const news = newsOf(window, seen);
      for (const kind of KINDS) named.get(kind)?.push(...(news.named[kind] ?? []));
      seen = JSON.parse(JSON.stringify(seenWith(seen, news)));
      const after = newsOf(window, seen);
      for (const kind of KINDS) {
        assert.is(after.beyond[kind], news.beyond[kind], kind);
        const known = named.get(kind) ?? [];
        assert.is(new Set(known).size, known.length, `${kind} are named once`);
        const all = valuesOfKind(window, kind);
        const told = known.length + (news.left[kind] ?? 0) + (news.beyond[kind] ?? 0);
        assert.is(told, all.size, `${kind}: none is lost`);
        leftOver += news.left[kind] ?? 0;
      }
      posts = KINDS.some((kind) => after.named[kind] !== undefined) ? 1 : 0;
    }
    const { beyond } = newsOf(members, seen);
    for (const kind of KINDS) {
      const all = valuesOfKind(members, kind);
      assert.ok(named.get(kind)?.every((value) => all.has(value)));
      assert.is(named.get(kind)?.length, all.size - (beyond[kind] ?? 0));
    }
  }
  assert.ok(leftOver > 100, "some messages had no room for everything");
});

test("never takes for named what it cannot remember, and says how many those are", () => {
  const members = Array.from({ length: MAX_SEEN + 50 }, (_, index) =>
    memberWith({ identity: `e-${index}`, time: index, resources: [`thing-${index}`] }),
  );
  let seen: Seen = NONE_SEEN;
  const named: string[] = [];
  for (let posts = 0; posts < MAX_SEEN; posts++) {
    const news = newsOf(members, seen);
    assert.is(news.beyond.resources, 50);
    if (news.named.resources === undefined) break;
    named.push(...news.named.resources);
    seen = seenWith(seen, news);
  }
  assert.is(named.length, MAX_SEEN);
  assert.is(new Set(named).size, MAX_SEEN);
  assert.ok(JSON.stringify(seen).length < 200_000);
});

for (const [kind, most, change] of [
  ["ruleIds", 10, (i: number) => ({ ruleIds: [`r${i}`] })],
  ["errorCodes", 10, (i: number) => ({ errorCode: `E${i}` })],
  ["accounts", 20, (i: number) => ({ account: `a${i}` })],
  ["callerAccounts", 20, (i: number) => ({ callerAccount: `a${i}` })],
  ["resources", 100, (i: number) => ({ resources: [`t${i}`] })],
  ["actors", 30, (i: number) => ({ actor: `u${i}` })],
  ["sessions", 5, (i: number) => ({ session: `s${i}` })],
  ["addresses", 5, (i: number) => ({ address: `192.0.2.${i}` })],
  ["regions", 5, (i: number) => ({ region: `r-${i}` })],
  ["eventNames", 5, (i: number) => ({ eventName: `N${i}` })],
] as const) {
  test(`names ${most} ${kind} in one message, the others are news of the next`, () => {
    const members = Array.from({ length: most + 3 }, (_, i) =>
      memberWith({ identity: `e-${i}`, time: i, ...change(i) }),
    );
    const news = newsOf(members, NONE_SEEN);
    assert.is(news.named[kind]?.length, most);
    assert.is(news.left[kind], 3);
    assert.is(news.beyond[kind], undefined);
    assert.is(newsOf(members, seenWith(NONE_SEEN, news)).named[kind]?.length, 3);
  });
}

test("names of events of one time what is first by identity, then by its own text", () => {
  const members = [
    memberWith({ identity: "e-2", time: 5, resources: ["z", "a"] }),
    memberWith({ identity: "e-1", time: 5, resources: ["m"] }),
    memberWith({ identity: "e-3", time: 4, resources: ["y"] }),
  ];
  assert.equal(newsOf(members, NONE_SEEN).named.resources, ["y", "m", "a", "z"]);
});

test("remembers 400 values of a kind that is neither resources nor accounts", () => {
  for (const [kind, most] of [
    ["errorCodes", 400],
    ["accounts", MAX_SEEN],
    ["resources", MAX_SEEN],
  ] as const) {
    const values = Array.from({ length: MAX_SEEN + 9 }, (_, i) => `v${i}`);
    const seen = seenWith(NONE_SEEN, { named: { [kind]: values }, left: {}, beyond: {} });
    assert.is(seen[kind]?.length, most, kind);
    const member = memberWith({ errorCode: "new", account: "new", resources: ["new"] });
    assert.is(newsOf([member], seen).beyond[kind], 1, kind);
    assert.is(newsOf([member], seen).named[kind], undefined, kind);
  }
});

test("counts an escaped sign as seven of the room's units", () => {
  const named = (text: string) =>
    newsOf(
      Array.from({ length: 5 }, (_, i) =>
        memberWith({ identity: `${i}`, time: i, region: `${text}${i}` }),
      ),
      NONE_SEEN,
    ).named.regions?.length;
  assert.is(named("a".repeat(93)), 5, "5 × (93 + 1 + 6) are 500 units");
  assert.is(named("a".repeat(94)), 4);
  assert.is(named("&".repeat(13) + "a".repeat(2)), 5);
  assert.is(named("&".repeat(13) + "a".repeat(3)), 4);
});

test("has room for one value of every kind, however long and odd they are", () => {
  const odd = (id: string) => `${id}${"\u202e".repeat(250)}`;
  const news = newsOf(
    [memberWith({ resources: [odd("a"), odd("b"), odd("c")], errorCode: odd("d") })],
    NONE_SEEN,
  );
  assert.equal(news.named.errorCodes, [odd("d")]);
  assert.equal(news.named.resources?.length, 2);
  assert.is(news.left.resources, 1);
});

test.run();

const parents = suite("parentNews()");

parents("names the subject's own values first, then the most frequent", () => {
  const subject = memberWith({ time: 9, address: "192.0.2.1", resources: ["mine"] });
  const others = ["a", "b", "b", "c", "d", "e", "f"].map((name, index) =>
    memberWith({ identity: `e-${index}`, address: `192.0.2.${name}`, resources: [name] }),
  );
  const { named, left } = parentNews(subject, tallyOf([...others, subject]));
  assert.equal(named.resources, ["mine", "b", "a"]);
  assert.equal(named.addresses?.slice(0, 2), ["192.0.2.1", "192.0.2.b"]);
  assert.equal([named.severities, named.accounts], [["high"], ["111122223333"]]);
  assert.equal(left, {});
});

parents("leaves the others news of a reply", () => {
  const members = ["a", "b", "c", "d", "e", "f", "g"].map((name, index) =>
    memberWith({ identity: `e-${index}`, resources: [name] }),
  );
  const [subject = memberWith()] = members;
  const seen = seenWith(NONE_SEEN, parentNews(subject, tallyOf(members)));
  assert.equal(newsOf(members, seen).named, { resources: ["d", "e", "f", "g"] });
});

parents("stay an item of the table, whatever a thread is made of", () => {
  const values = Array.from({ length: 2_500 }, (_, i) => `value ${i}`);
  const named = Object.fromEntries(
    [...BINDING_KINDS, ...PLAIN_KINDS].map((kind) => [kind, values]),
  );
  const text = JSON.stringify(seenWith(NONE_SEEN, { named, left: {}, beyond: {} }));
  assert.ok(text.length < 230_000, `${text.length} bytes`);
});

parents.run();
