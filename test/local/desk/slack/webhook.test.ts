import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Desk } from "../../../../src/local/desk/desk.ts";
import { startTestDesk } from "../../../support/desk-client.ts";

const test = suite("incoming webhook");

let desk: Desk;
test.before(async () => {
  desk = await startTestDesk();
});
test.after(() => desk.close());

async function send(
  url: string,
  body: string | URLSearchParams,
): Promise<[status: number, text: string]> {
  const answer = await fetch(url, { method: "POST", body });
  return [answer.status, await answer.text()];
}

const WRONG: [what: string, body: string, answer: [number, string]][] = [
  ["no JSON", "{", [400, "invalid_payload"]],
  ["JSON that is no object", "[]", [400, "invalid_payload"]],
  ["nothing to say", "{}", [400, "no_text"]],
  ["wrong blocks", '{"blocks":[{"type":"x"}]}', [400, "invalid_blocks"]],
];

for (const [what, body, answer] of WRONG) {
  test(`refuses ${what}`, async () =>
    assert.equal(await send(desk.webhookUrl("security"), body), answer));
}

test("refuses an address that is none", async () => {
  const url = new URL("/services/T0DESK/B0SEC/guess", desk.url).href;
  assert.equal(await send(url, '{"text":"x"}'), [404, "no_service"]);
});

test("refuses a channel that is archived", async () => {
  assert.equal(await send(desk.webhookUrl("old"), '{"text":"x"}'), [410, "channel_is_archived"]);
});

test("posts to its own channel, whatever the payload says, and answers ok", async () => {
  const payload = JSON.stringify({ text: "hello", channel: "C0DEV" });
  assert.equal(await send(desk.webhookUrl("C0SEC"), payload), [200, "ok"]);
  const kept = desk.messages("C0SEC").at(-1);
  assert.is(kept?.text, "hello");
  assert.is(kept?.user, undefined);
});

test("takes the payload as a form field too", async () => {
  const form = new URLSearchParams({ payload: '{"text":"from a form"}' });
  assert.equal(await send(desk.webhookUrl("security"), form), [200, "ok"]);
  assert.is(desk.messages("C0SEC").at(-1)?.text, "from a form");
});

test.run();
