import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lateSecrets, lateTopics } from "../../../src/adapters/aws/late-ports.ts";
import { rejects } from "../../support/rejects.ts";

const secrets = suite("lateSecrets()");

secrets("makes what reads secrets once, when the first is asked for", async () => {
  let made = 0;
  const late = lateSecrets(async () => {
    made++;
    return { get: async (id, options) => `${id} ${options?.fresh}` };
  });
  assert.is(made, 0);
  assert.equal(await Promise.all([late.get("a"), late.get("b", { fresh: true })]), [
    "a undefined",
    "b true",
  ]);
  assert.is(made, 1);
});

secrets.run();

const topics = suite("lateTopics()");

topics("rejects as what publishes does", async () => {
  const late = lateTopics(async () => ({
    async publish() {
      throw new Error("no such topic");
    },
  }));
  assert.is((await rejects(late.publish("t", MESSAGE), Error)).message, "no such topic");
});

topics("makes what publishes once, for the first message", async () => {
  const got: unknown[] = [];
  const late = lateTopics(async () => {
    got.push("made");
    return { publish: async (...of) => void got.push(of) };
  });
  assert.equal(got, []);
  await late.publish("t", MESSAGE);
  await late.publish("u", MESSAGE);
  assert.equal(got, ["made", ["t", MESSAGE], ["u", MESSAGE]]);
});

topics.run();

const MESSAGE = { subject: "s", body: "{}", attributes: {} };
