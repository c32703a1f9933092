import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PathNode } from "../../../../src/core/entry/trim/path-node.ts";

const test = suite("PathNode");

test("is one for one path, however its keys are split, and another for another path", () => {
  const keys = fc.array(fc.constantFrom("", "a", "b", ".", "a.b", "b.", 0, "0"), { minLength: 1 });
  fc.assert(
    fc.property(fc.array(keys, { minLength: 2, maxLength: 20 }), (paths) => {
      const root = new PathNode();
      const byPath = new Map<string, PathNode>();
      const all = new Set<PathNode>();
      for (const path of paths) {
        let node = root;
        for (const key of path) node = node.step(key);
        const text = path.join(".");
        assert.is(node, byPath.get(text) ?? node, text);
        byPath.set(text, node);
        all.add(node);
      }
      assert.is(all.size, byPath.size);
    }),
    { numRuns: 1_000 },
  );
});

test.run();
