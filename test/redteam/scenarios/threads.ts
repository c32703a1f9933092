import { setTimeout } from "node:timers/promises";
import { stopLogging } from "../record.ts";
import { type Scenario, verdictOf } from "../scenario.ts";

const NOISY_THREAD: Scenario = {
  id: "1.1-noisy-thread",
  title: "stops a trail of one's own twenty times, then the organisation's",
  whole: true,
  run: (product) =>
    product.deployed("", async (running) => {
      const own = Array.from({ length: 21 }, () => stopLogging("mine"));
      await running.put(own);
      await running.idle();
      await running.put([stopLogging("organisation")]);
      await running.idle();
      // Two edits of one message are some seconds apart.
      const isTold = () =>
        running.slack().some(({ replies }) => replies.some((it) => it.includes("organisation")));
      for (let tries = 0; tries < 40 && !isTold(); tries++) await setTimeout(1_000);
      return verdictOf({ "a reply that notifies names the organisation's trail": isTold() });
    }),
};

export const SCENARIOS: readonly Scenario[] = [NOISY_THREAD];
