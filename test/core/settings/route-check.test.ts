import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Route } from "../../../src/core/alert/route.ts";
import { taggedRoutes } from "../../../src/core/settings/config.ts";
import {
  checkRoutes,
  routeTagProblems,
  unknownRouteRules,
  unreachableRoutes,
} from "../../../src/core/settings/route-check.ts";

const TOPIC = "arn:aws:sns:eu-central-1:111122223333:pager";
const ONE = "444455556666";
const TWO = "777788889999";

const reach = suite("unreachableRoutes()");

const dead: [name: string, routes: Route[], message: RegExp][] = [
  [
    "a narrower route behind a wider one",
    [
      { accounts: [ONE], slackChannel: "C1" },
      { accounts: [ONE], severities: ["critical"], slackChannel: "C2" },
    ],
    /^Cannot use routes\[1\] as .* routes\[0\] before it takes every alert .*put routes\[1\] first, or set continue: true in routes\[0\]$/,
  ],
  [
    "the same route again",
    [
      { rules: ["a"], snsTopicArn: TOPIC },
      { rules: ["a"], snsTopicArn: TOPIC },
    ],
    /routes\[1\]/,
  ],
  [
    "a route that two together leave nothing",
    [
      { accounts: [ONE], slackChannel: "C1" },
      { accounts: [TWO], slackChannel: "C2" },
      { accounts: [TWO, ONE], rules: ["a"], slackChannel: "C3" },
    ],
    /routes\[2\] as .* routes\[0\] and routes\[1\] before it take every alert/,
  ],
  [
    "a route behind all severities",
    [
      { severities: ["info", "low", "medium", "high", "critical"], slackChannel: "C1" },
      { rules: ["a"], slackWebhookSecretId: "hook" },
    ],
    /routes\[1\]/,
  ],
  [
    "a channel, where the topic beside it is reached",
    [
      { accounts: [ONE], slackChannel: "C1" },
      { accounts: [ONE], severities: ["critical"], slackChannel: "C2", snsTopicArn: TOPIC },
    ],
    /routes\[1\]\.slackChannel as .* routes\[0\]/,
  ],
];

for (const [name, routes, message] of dead) {
  reach(`finds ${name}`, () => {
    const problems = unreachableRoutes(routes);
    assert.is(problems.length, 1);
    assert.match(problems[0]?.message ?? "", message);
    assert.is(problems[0]?.field[0], "routes");
  });
}

reach(
  "names the target that is not reached, the routes that take its alerts in order, and why",
  () => {
    assert.equal(
      unreachableRoutes([
        { accounts: [TWO], slackChannel: "C1" },
        { rules: ["x"], snsTopicArn: TOPIC },
        { rules: ["a"], slackChannel: "C2" },
        { accounts: [ONE], slackWebhookSecretId: "hook" },
        { accounts: [ONE, TWO], snsTopicArn: TOPIC, slackWebhookSecretId: "hook" },
        { rules: ["x"], accounts: [ONE], slackChannel: "C3", snsTopicArn: TOPIC },
      ]),
      [
        {
          field: ["routes", 4, "slackWebhookSecretId"],
          message:
            "Cannot use routes[4].slackWebhookSecretId as an alert must be able to reach it: routes[0], routes[2] and routes[3] before it take every alert that fits; put routes[4] first, or set continue: true in routes[0], routes[2] and routes[3]",
        },
        {
          field: ["routes", 5],
          message:
            "Cannot use routes[5] as an alert must be able to reach it: routes[1] and routes[3] before it take every alert that fits; put routes[5] first, or set continue: true in routes[1] and routes[3]",
        },
      ],
    );
  },
);

reach("lists three routes that take everything together", () => {
  const [problem] = unreachableRoutes([
    { severities: ["critical"], slackChannel: "C1" },
    { severities: ["high", "medium"], slackChannel: "C2" },
    { severities: ["low", "info"], slackChannel: "C3" },
    { rules: ["a"], slackChannel: "C4" },
  ]);
  assert.match(problem?.message ?? "", / routes\[0\], routes\[1\] and routes\[2\] before it take /);
});

const alive: [name: string, routes: Route[]][] = [
  [
    "a wider route behind a narrower one",
    [
      { accounts: [ONE], severities: ["critical"], slackChannel: "C1" },
      { accounts: [ONE], slackChannel: "C2" },
    ],
  ],
  [
    "a topic behind a channel",
    [
      { accounts: [ONE], slackChannel: "C1" },
      { accounts: [ONE], severities: ["critical"], snsTopicArn: TOPIC },
    ],
  ],
  [
    "a route behind one that continues",
    [
      { severities: ["critical"], slackChannel: "C1", continue: true },
      { severities: ["critical"], slackChannel: "C2" },
    ],
  ],
  [
    "routes of several accounts, rules or severities, each of its own",
    [
      { accounts: [ONE], slackChannel: "C1" },
      { accounts: [TWO], slackChannel: "C2" },
      { rules: ["a"], slackChannel: "C3" },
      { rules: ["b", "a"], slackChannel: "C4" },
      { severities: ["low", "info"], slackChannel: "C5" },
    ],
  ],
  [
    "a route for events of no account behind routes for all that are named",
    [
      { accounts: [ONE, TWO], slackChannel: "C1" },
      { severities: ["critical"], slackChannel: "C2" },
    ],
  ],
  [
    "a route of one account and one rule where earlier ones take another half each",
    [
      { accounts: [ONE], rules: ["b"], slackChannel: "C1" },
      { accounts: [TWO], rules: ["a"], slackChannel: "C2" },
      { accounts: [ONE], rules: ["a", "b"], slackChannel: "C3" },
    ],
  ],
];

for (const [name, routes] of alive) {
  reach(`leaves alone ${name}`, () => {
    assert.equal(unreachableRoutes(routes), []);
  });
}

reach.run();

const rules = suite("unknownRouteRules()");

const messageOf = (id: string) =>
  unknownRouteRules(
    [{ rules: ["root-activity", id] }],
    ["root-activity", "access-denied"],
    ["self-code"],
  )[0]?.message ?? "";

rules("names the rule that is meant", () => {
  assert.match(
    messageOf("root-activty"),
    /^Cannot use routes\[0\]\.rules\[1\] as there must be a rule with this id: "root-activty" is none; did you mean "root-activity"\?$/,
  );
});

rules("says of a rule that resembles none that there is none", () => {
  assert.match(messageOf("something-of-our-own"), /"something-of-our-own" is none$/);
});

rules("says of a disabled rule that it is", () => {
  assert.match(messageOf("self-code"), /"self-code" is disabled \(setting rules\.disable\)/);
});

rules("says of tracked events that there are none", () => {
  assert.match(
    messageOf("events-to-track"),
    /only with rules\.eventsToTrack, which names no event/,
  );
});

rules("has nothing to say of rules that are there", () => {
  assert.equal(unknownRouteRules([{ rules: ["a"] }, { accounts: [ONE] }], ["a"]), []);
});

rules.run();

const check = suite("checkRoutes()");

const RULES = { rules: [{ id: "a" }], ignoreRules: [] } as never;

check("tells rules that are not there and routes that nothing reaches, together", () => {
  const routes = [
    { rules: ["a", "off"], slackChannel: "C1" },
    { rules: ["a"], slackChannel: "C2" },
  ];
  assert.throws(
    () => checkRoutes(routes, RULES, ["off"]),
    (error: Error) =>
      /^.*"off" is disabled \(setting rules\.disable\)\nCannot use routes\[1\] as an alert must be able to reach it: .*$/.test(
        error.message,
      ),
  );
});

check("takes routes of rules that are there", () => {
  checkRoutes([{ rules: ["a"], slackChannel: "C1" }], RULES);
  assert.throws(
    () => checkRoutes([{ rules: ["off"], slackChannel: "C1" }], RULES),
    /"off" is none/,
  );
});

check.run();

const tags = suite("routeTagProblems()");

const ACCOUNTS = { [ONE]: { name: "shop", tags: ["production"] }, [TWO]: "sandbox" };
const tagProblems = (route: Parameters<typeof routeTagProblems>[0][number]) =>
  routeTagProblems([route], ACCOUNTS).map(({ message }) => message);

tags("refuses a tag that no account has, with the one that was meant", () => {
  assert.equal(tagProblems({ accountTags: ["prodution"], slackChannel: "C1" }), [
    'Cannot use routes[0].accountTags[0] "prodution" as an account must have this tag: none has; did you mean "production"?',
  ]);
  assert.match(
    tagProblems({ accountTags: ["x"], slackChannel: "C1" }).join(),
    /none has; give it to one: accounts: \{ id: \{ name, tags \} \}$/,
  );
});

tags("refuses tags that none of the accounts has which the route names", () => {
  const route = { accountTags: ["production"], slackChannel: "C1" };
  assert.match(
    tagProblems({ ...route, accounts: [TWO] }).join(),
    /one of routes\[0\]\.accounts must have one of these tags: none has$/,
  );
  assert.equal(tagProblems({ ...route, accounts: [ONE, TWO] }), []);
  assert.equal(tagProblems(route), []);
  assert.equal(tagProblems({ accounts: [TWO], slackChannel: "C1" }), []);
});

tags("leaves a route of unknown tags to this, and calls no other its reason", () => {
  assert.equal(
    unreachableRoutes([
      { severities: ["high"], slackChannel: "C1" },
      { accounts: [], slackChannel: "C2" },
    ]),
    [],
  );
});

tags.run();

const resolved = suite("taggedRoutes()");

resolved("has the accounts of tags, and of accounts beside them those that both mean", () => {
  const route = { accountTags: ["production"], slackChannel: "C1" };
  const of = (routes: Parameters<typeof taggedRoutes>[0]["routes"]) =>
    taggedRoutes({ routes, accounts: ACCOUNTS });
  assert.equal(of([route]), [{ accounts: [ONE], slackChannel: "C1" }]);
  assert.equal(of([{ ...route, accounts: [TWO, ONE] }]), [{ accounts: [ONE], slackChannel: "C1" }]);
  assert.equal(of([{ rules: ["a"], slackChannel: "C1" }]), [{ rules: ["a"], slackChannel: "C1" }]);
});

resolved.run();
