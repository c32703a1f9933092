import { suite } from "uvu";
import * as assert from "uvu/assert";
import { atMost } from "../../../src/notifier/record/at-most.ts";
import { patientRecords } from "../../../src/notifier/record/patient-records.ts";
import { memoryRecords } from "../../support/memory-records.ts";

/** Records whose calls take so long and then fail, or not. */
function made({ takes = 0, fails = true, most = 1 } = {}) {
  const { records } = memoryRecords();
  const clock = { at: 0, now: () => clock.at, sleep: async () => {} };
  const state = { calls: 0, takes, fails };
  const claimed = async () => {
    state.calls++;
    clock.at += state.takes;
    await Promise.resolve();
    if (state.fails) throw new Error("no answer");
    return undefined;
  };
  const limit = atMost(most);
  const patient = patientRecords({ ...records, claimed }, { clock, limit, deadline: 100_000 });
  const call = () =>
    patient.claimed("c", "e").then(
      () => "answer",
      (error: Error) => error.message,
    );
  return { state, clock, call };
}

const patience = suite("patientRecords()");

patience("calls nobody any more after three calls that were not answered", async () => {
  const { state, call } = made({ takes: 4_000 });
  const answers = await Promise.all(Array.from({ length: 50 }, call));
  assert.is(state.calls, 3);
  assert.equal(answers.filter((answer) => answer === "no answer").length, 3);
  assert.match(answers[49] ?? "", "it must answer: it does not");
});

patience("goes on where calls are refused at once, or answered in between", async () => {
  const refused = made({ takes: 10 });
  await Promise.all(Array.from({ length: 10 }, refused.call));
  assert.is(refused.state.calls, 10);
  const mixed = made({ takes: 2_000 });
  for (let i = 0; i < 8; i++) {
    mixed.state.fails = i % 2 === 0;
    await mixed.call();
  }
  assert.is(mixed.state.calls, 8);
});

patience("begins no call after its deadline", async () => {
  const { state, clock, call } = made({ fails: false });
  clock.at = 99_999;
  assert.is(await call(), "answer");
  clock.at = 100_000;
  assert.match(await call(), "there is none left");
  assert.is(state.calls, 1);
});

patience.run();

const limit = suite("atMost()");

limit("runs so many tasks at once and the others in their order, failed ones or not", async () => {
  const run = atMost(2);
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const results = await Promise.allSettled(
    Array.from({ length: 9 }, (_, i) =>
      run(async () => {
        most = Math.max(most, ++running);
        order.push(i);
        await Promise.resolve();
        running--;
        if (i % 3 === 0) throw new Error(String(i));
      }),
    ),
  );
  assert.is(most, 2);
  assert.equal(order, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert.is(results.filter(({ status }) => status === "rejected").length, 3);
});

limit.run();
