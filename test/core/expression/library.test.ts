import { isDeepStrictEqual } from "node:util";
import {
  registerFunction,
  search,
  TYPE_ANY,
  TYPE_ARRAY,
  TYPE_STRING,
} from "@jmespath-community/jmespath";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { toEvaluator } from "../../../src/core/expression/evaluate.ts";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { OddElements } from "../../../src/core/expression/odd-elements.ts";
import { parseExpression } from "../../../src/core/expression/parse.ts";
import { toTree } from "../../../src/core/expression/tree.ts";
import { Budget } from "../../../src/core/function/budget.ts";
import { expression } from "../../support/expression-arbitrary.ts";
import { number, text } from "../../support/record-arbitrary.ts";

const test = suite("expressions");

// The library's own looks for a list in a list by identity, which its == does not.
registerFunction(
  "contains",
  ([subject, searched]) => {
    if (Array.isArray(subject))
      return subject.some((item) => isDeepStrictEqual(plain(item), plain(searched)));
    return typeof searched === "string" ? String(subject).includes(searched) : null;
  },
  [{ types: [TYPE_STRING, TYPE_ARRAY] }, { types: [TYPE_ANY] }],
  { override: true },
);

/** Of CloudTrail's shape and without surprises: no dotted keys, no lists where there is one value. */
const record = fc.record(
  {
    eventName: text,
    errorCode: fc.option(text),
    readOnly: fc.boolean(),
    userIdentity: fc.record({ type: text, arn: text }, { requiredKeys: [] }),
    requestParameters: fc.record(
      {
        name: text,
        count: number,
        tags: fc.array(text, { maxLength: 3 }),
        items: fc.array(fc.record({ id: text }), { maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
    resources: fc.array(fc.record({ ARN: text }), { maxLength: 2 }),
    a: fc.record({ b: text }, { requiredKeys: [] }),
  },
  { requiredKeys: [], noNullPrototype: true },
);

test("give what the library's interpreter gives where it does not throw", () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.array(expression, { minLength: 8, maxLength: 8 }), record, (texts, value) => {
      const view = viewOfRecord(value);
      for (const it of texts) {
        const theirs = interpret(it, view.whole);
        if (theirs === undefined) continue;
        const tree = toTree(parseExpression(it).root, []);
        assert.equal(
          plain(
            toEvaluator(tree)(null, {
              view,
              budget: new Budget(),
              odd: new OddElements(),
              variables: undefined,
            }),
          ),
          plain(theirs),
          it,
        );
        compared++;
      }
    }),
    { numRuns: 1_500 },
  );
  assert.ok(compared > 5_000, `compared ${compared}`);
});

test.run();

/** Undefined where the library throws, or is known to differ: inherited fields. */
function interpret(it: string, whole: object): unknown {
  if (/toString|constructor|\[\]|\{|\["Get"\]/.test(it)) return undefined;
  try {
    return search({ ...whole } as never, it);
  } catch {
    return undefined;
  }
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
