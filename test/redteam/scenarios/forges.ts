import { iamUser, stopLogging } from "../record.ts";
import { type Scenario, verdictOf } from "../scenario.ts";

/** A record that is put in to be seen, so that silence is not mistaken for safety. */
const CONTROL: Scenario = {
  id: "0.0-control",
  title:
    "stops the organisation's trail, and hides nothing: what the other scenarios look for is there to be found",
  run: (product) =>
    product.deployed("", async (running) => {
      await running.put([stopLogging("organisation", { userIdentity: iamUser("control") })]);
      await running.idle();
      const slack = running.slack();
      return verdictOf({
        "a message of its own": slack.length === 1,
        "names the caller": slack.some(({ parent }) => parent.includes("control")),
        "is published to the topic": running.topic().length === 1,
        "is on the bus": running.events().some(({ event }) => event.source === "trailbridge"),
      });
    }),
};

export const SCENARIOS: readonly Scenario[] = [CONTROL];
