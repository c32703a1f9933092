import { request } from "node:http";
import { iamUser, logKey, stopLogging } from "../record.ts";
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

const WEB_PAGE: Scenario = {
  id: "3.6-web-page",
  title: "has the browser of someone who tries the product read real trails off the local endpoint",
  run: (product) =>
    product.deployed("", async (running) => {
      const key = logKey("real");
      await running.put([stopLogging("organisation")], key);
      const { endpointUrl } = running.local.stack;
      const { port } = new URL(endpointUrl);
      const read = (headers: Readonly<Record<string, string>>) =>
        statusOf(`${endpointUrl}/logs/${key}`, headers);
      const [rebound, page, image, program] = [
        await read({ host: `rebound.example:${port}` }),
        await read({ origin: "https://evil.example" }),
        await read({ "sec-fetch-site": "cross-site" }),
        await read({}),
      ];
      return verdictOf(
        {
          "refuses a name that was led here": rebound === 403,
          "refuses a page's origin": page === 403,
          "refuses what a page embeds": image === 403,
          "serves programs": program === 200,
        },
        `${rebound} ${page} ${image} ${program}`,
      );
    }),
};

export const SCENARIOS: readonly Scenario[] = [CONTROL, WEB_PAGE];

/** Status of a GET, with headers a browser would set. */
function statusOf(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    asked.on("error", reject);
    asked.end();
  });
}
