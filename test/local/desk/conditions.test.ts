import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type Conditions,
  FaultOrderError,
  readFaultOrder,
} from "../../../src/local/desk/conditions.ts";
import type { Desk } from "../../../src/local/desk/desk.ts";
import { startTestDesk } from "../../support/desk-client.ts";

const reading = suite("readFaultOrder()");

for (const [what, text, why] of [
  ["no JSON", "{", /it must be a JSON object/],
  ["a list", "[]", /it must be a JSON object/],
  ["no kind", "{}", /"kind" must be one of none, server-error/],
  ["an unknown kind", '{"kind":"fire"}', /"kind" must be one of/],
  ["an unknown call", '{"kind":"hang","on":"chat.delete"}', /"on" must be one of api.test/],
  ["a call by an inherited name", '{"kind":"hang","on":"constructor"}', /"on" must be one of/],
  ["no time", '{"kind":"late-answer","seconds":0}', /"seconds" must be a whole number from 1/],
  ["text for a time", '{"kind":"ratelimited","retryAfter":"5"}', /"retryAfter" must be a whole/],
  ["for ever", '{"kind":"late-answer","seconds":3601}', /from 1 to 3600/],
  ["a count", '{"kind":"hang","times":3}', /it takes no "times"/],
] as const) {
  reading(`refuses ${what}`, () => {
    try {
      readFaultOrder(text);
      assert.unreachable();
    } catch (error) {
      assert.instance(error, FaultOrderError);
      assert.match((error as Error).message, why);
    }
  });
}

reading("reads what to order, and what to take back", () => {
  assert.equal(readFaultOrder('{"kind":"ratelimited","on":"chat.update","retryAfter":5}'), {
    kind: "ratelimited",
    on: "chat.update",
    retryAfter: 5,
  });
  assert.equal(readFaultOrder('{"kind":"none"}'), { kind: "none" });
});

reading.run();

const asking = suite("the desk's conditions over HTTP");

let desk: Desk;
asking.before(async () => {
  desk = await startTestDesk();
});
asking.after(() => desk.close());

const order = (body: object, headers: Record<string, string> = {}, method = "POST") =>
  fetch(`${desk.url}desk/faults`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(method === "POST" && { body: JSON.stringify(body) }),
  });

asking("are changed by no other site and no form", async () => {
  const hang = { kind: "hang" };
  const text = { "content-type": "text/plain" };
  assert.is((await order(hang, { origin: "http://example.com" })).status, 403);
  assert.is((await order(hang, { origin: "null" })).status, 403);
  assert.is((await order(hang, text)).status, 403);
  assert.is((await order(hang, {}, "GET")).status, 403);
  assert.equal(desk.faults.standing(), []);
});

asking("say what is wrong with an order", async () => {
  const answer = await order({ kind: "fire" });
  assert.is(answer.status, 400);
  assert.match(await answer.text(), /Cannot order a fault: .*kind/);
});

asking("hold a fault until it is taken back", async () => {
  const late = { kind: "late-answer", on: "webhook", seconds: 3 };
  const answer = await order(late, { origin: new URL(desk.url).origin });
  assert.equal(((await answer.json()) as Conditions).faults, [late]);
  const asked = await fetch(`${desk.url}desk/conditions`);
  assert.equal(((await asked.json()) as Conditions).faults, [late]);
  await order({ kind: "none", on: "webhook" });
  assert.equal(desk.faults.standing(), []);
});

asking.run();
