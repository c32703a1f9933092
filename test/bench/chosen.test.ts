import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ChoiceError, chosenByName } from "./chosen.ts";

const test = suite("chosenByName()");

const ITEMS = ["judge-matched", "judge-unmatched", "memory", "splitter-http"].map((name) => ({
  name,
}));
const namesOf = (...words: string[]) => chosenByName(words, ITEMS).map(({ name }) => name);

for (const [word, said] of [
  ["jugde", /"jugde" .*: did you mean judge-matched, judge-unmatched\?/],
  ["memroy", /: did you mean memory\?/],
  ["http", /: did you mean splitter-http\?/],
  ["quite another thing", /must begin so\. Figures: judge-matched, judge-unmatched, memory/],
  ["", /must begin so\. Figures:/],
] as const) {
  test(`refuses "${word}", and says what there is`, () => {
    assert.throws(
      () => namesOf("memory", word),
      (error: unknown) => error instanceof ChoiceError && said.test(error.message),
    );
  });
}

test("takes what begins with any word, each once and in its order", () => {
  assert.equal(namesOf("memory", "judge", "judge-m"), [
    "judge-matched",
    "judge-unmatched",
    "memory",
  ]);
});

test("takes all where nothing is asked for", () => assert.is(namesOf().length, 4));

test.run();
