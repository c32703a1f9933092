import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { CallOutcome } from "../../../src/core/record/outcome.ts";
import type { Member } from "../../../src/core/thread/member.ts";
import {
  NONE_SEEN,
  newsOf,
  newsOfTally,
  type Seen,
  seenWith,
} from "../../../src/core/thread/news.ts";
import { SINGULAR, TALLY_FIELDS, type Tally, tallyOf } from "../../../src/core/thread/tally.ts";
import { randomMembers } from "../../support/members.ts";
import { createRandom } from "../../support/random.ts";

/** One event for each value that was counted. */
function membersOf(tally: Tally): readonly Member[] {
  const [outcome = "succeeded"] = tally.outcomes.keys();
  const bare: Member = {
    identity: "",
    recordedAt: tally.firstSeen,
    time: tally.firstSeen,
    ruleIds: [],
    severity: tally.severity,
    outcome: outcome as CallOutcome,
    resources: [],
  };
  return TALLY_FIELDS.flatMap((field) =>
    [...tally[field].keys()].map((value): Member => {
      const identity = `${field} ${value}`;
      const isList = field === "resources" || field === "ruleIds";
      return {
        ...bare,
        identity,
        ...(isList ? { [field]: [value] } : { [SINGULAR[field]]: value }),
      };
    }),
  );
}

const test = suite("newsOfTally()");

test("is none of nothing", () => {
  assert.equal(newsOfTally(tallyOf([]), NONE_SEEN), { named: {}, left: {}, beyond: {} });
});

test("is what the news of one event for each counted value is, whatever was seen", () => {
  let named = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const members = randomMembers(createRandom(seed), seed * 3);
    const tally = tallyOf(members);
    const part = newsOf(members.slice(0, seed), NONE_SEEN);
    const seens: readonly Seen[] = [NONE_SEEN, seenWith(NONE_SEEN, part)];
    for (const seen of seens) {
      const expected = newsOf(membersOf(tally), seen);
      assert.equal(newsOfTally(tally, seen), expected);
      named += Object.keys(expected.named).length;
    }
  }
  assert.ok(named > 300, "there is news");
});

test.run();
