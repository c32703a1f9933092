import { suite } from "uvu";
import * as assert from "uvu/assert";
import { MAX_SNS_BODY_BYTES, snsBody } from "../../../src/core/sns/body.ts";

const test = suite("snsBody()");

/** JSON text of so many bytes, quotes included. */
const bytes = (count: number) => "x".repeat(count - 2);

test("says that a value is nested too deeply, and keeps the others", () => {
  const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
  assert.is(
    snsBody({ title: "T", resources: deep }),
    '{"title":"T","resources":"nested too deeply to show"}',
  );
});

test("does not hide a fault of another kind", () => {
  const faulty = {
    toJSON() {
      throw new TypeError("no");
    },
  };
  assert.throws(() => snsBody({ faulty }), /^no$/);
});

test("is the JSON of what it is given, null for what JSON has no word for", () => {
  assert.is(
    snsBody({ title: 'T"', count: 1, none: null, lost: undefined, list: ["a"] }),
    '{"title":"T\\"","count":1,"none":null,"lost":null,"list":["a"]}',
  );
});

test("keeps what fits, 40 bytes counted for each name", () => {
  // Its two quotes are escaped where the body is a text in JSON itself.
  const fits = MAX_SNS_BODY_BYTES - 40 - 2;
  assert.is(snsBody({ resources: bytes(fits) }), JSON.stringify({ resources: bytes(fits) }));
  const cut = JSON.parse(snsBody({ resources: bytes(fits + 1) }));
  assert.equal(cut.truncated, ["resources"]);
  assert.is(cut.resources, `"${"x".repeat(999)}…`);
});

test("counts bytes, not characters", () => {
  assert.equal(JSON.parse(snsBody({ resources: "ä".repeat(125_000) })).truncated, ["resources"]);
});

for (const name of [
  "request_parameters",
  "response_elements",
  "additional_details",
  "insight_details",
  "service_event_details",
  "resources",
  "error_message",
]) {
  test(`cuts ${name}, where it is the largest, and no other`, () => {
    const body = {
      title: bytes(1_000),
      request_parameters: "a",
      resources: "b",
      [name]: bytes(250_000),
    };
    const cut = JSON.parse(snsBody(body));
    assert.equal(cut.truncated, [name]);
    assert.is(cut.title.length, 998);
    assert.is(cut[name].length, 1_001);
  });
}

test("cuts the largest first, then the next, until the rest fits", () => {
  const body = {
    request_parameters: bytes(100_000),
    response_elements: bytes(240_000),
    resources: bytes(170_000),
  };
  const cut = JSON.parse(snsBody(body));
  assert.equal(cut.truncated, ["response_elements", "resources"]);
  assert.is(cut.request_parameters.length, 99_998);
});

test("cuts nothing that must be whole, whatever its size", () => {
  const cut = JSON.parse(snsBody({ title: bytes(260_000), resources: ["a"] }));
  assert.is(cut.title.length, 259_998);
  assert.is(cut.resources, '["a"]…');
});

test.run();
