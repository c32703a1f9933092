import { readdirSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Desk } from "../../../src/local/desk/desk.ts";
import type { Message } from "../../../src/local/desk/slack/message.ts";
import { startTestDesk } from "../../support/desk-client.ts";

let desk: Desk;

async function open(): Promise<void> {
  let now = 1_700_000_000_000;
  desk = await startTestDesk({
    now: () => {
      now += 1000;
      return now;
    },
  });
  for (let i = 0; i < 250; i++) desk.say("C0SEC", `message ${i}`, { user: "U0ADA" });
}

const close = (): Promise<void> => desk.close();

const page = suite("page API");
page.before(open);
page.after(close);

page("lists the channels with how much stands in them", async () => {
  const { channels, seq, app } = await ask("workspace");
  assert.equal(channels.slice(0, 2), [
    {
      id: "C0SEC",
      name: "security-alerts",
      topic: "Everything of high severity",
      archived: false,
      posts: 250,
    },
    { id: "C0DEV", name: "dev-alerts", topic: "", archived: false, posts: 0 },
  ]);
  assert.equal([seq, app], [250, "trailbridge"]);
});

page("gives the end of a channel, then what came before", async () => {
  const end = await ask("history?channel=C0SEC");
  assert.equal(ends(end), ["message 150", "message 249", true, false]);
  const before = await ask(`history?channel=C0SEC&before=${end.messages[0].ts}`);
  assert.equal(ends(before), ["message 50", "message 149", true, true]);
});

page("gives what stands around a message, so that a permalink finds its place", async () => {
  const ts = desk.messages("C0SEC")[70]?.ts;
  const around = await ask(`history?channel=C0SEC&around=${ts}`);
  assert.equal(ends(around), ["message 50", "message 149", true, true]);
  const last = desk.messages("C0SEC").at(-1)?.ts;
  assert.equal(ends(await ask(`history?channel=C0SEC&around=${last}`)), [
    "message 150",
    "message 249",
    true,
    false,
  ]);
});

page("gives a thread by its parent or any reply", async () => {
  const parent = desk.say("C0DEV", "parent", { user: "U0ADA" });
  const reply = desk.say("C0DEV", "reply", { user: "U0ADA", threadTs: parent.ts });
  for (const ts of [parent.ts, reply.ts]) {
    const thread = await ask(`thread?channel=C0DEV&ts=${ts}`);
    assert.is(thread.parent.ts, parent.ts);
    assert.equal(
      thread.replies.map((message: Message) => message.ts),
      [reply.ts],
    );
  }
});

page("finds messages that hold every word, newest first, whatever the case", async () => {
  const { hits, total } = await ask("search?q=MESSAGE%201");
  assert.is(total, [...Array(250).keys()].filter((i) => `${i}`.includes("1")).length);
  assert.is(hits[0].message.text, "message 241");
  assert.is((await ask("search?q=message%20nowhere")).total, 0);
});

page("has nothing else", async () => {
  for (const path of [
    "desk/other",
    "desk/toString",
    "page-files.ts",
    "../desk.ts",
    "%2e%2e/desk.ts",
  ]) {
    assert.is((await fetch(desk.url + path)).status, 404, path);
  }
  assert.is((await fetch(`${desk.url}desk/history?channel=C0NONE`)).status, 404);
});

page.run();

const files = suite("page files");
files.before(open);
files.after(close);

files("come with a policy that lets no foreign or inline code run", async () => {
  const answer = await fetch(desk.url);
  assert.is(answer.status, 200);
  const policy = answer.headers.get("content-security-policy") ?? "";
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self';/);
  assert.not.match(policy, /unsafe/);
});

files(
  "need no script, style or style attribute in the markup, which the policy would stop",
  async () => {
    const html = await (await fetch(desk.url)).text();
    assert.not.match(html, /<script(?![^>]* src=)|<style| style=| on\w+=/);
  },
);

files("are all asked for at once: none waits until another has named it", async () => {
  const html = await (await fetch(desk.url)).text();
  const folder = new URL("../../../src/local/desk/page/", import.meta.url);
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const name of names.filter((it) => it.includes("."))) {
    if (name !== "index.html") assert.ok(html.includes(`="/${name}"`), name);
  }
});

files.run();

const feed = suite("live feed");
feed.before(open);
feed.after(close);

feed("says first which desk it is, so that a page outliving its desk can tell", async () => {
  const { desk: id } = await ask("workspace");
  const reader = await listen("desk/events?after=249");
  assert.match(await reader.first(), new RegExp(`event: desk\ndata: "${id}"\n\n`));
  reader.stop();
});

feed("sends what a reader missed, then what comes", async () => {
  const reader = await listen("desk/events?after=248");
  desk.say("C0SEC", "live", { user: "U0ADA" });
  const events = await reader.take(3);
  assert.equal(
    events.map(({ seq, message }) => [seq, message.text]),
    [
      [249, "message 248"],
      [250, "message 249"],
      [251, "live"],
    ],
  );
  assert.is(events[2]?.posts, 251);
  reader.stop();
});

feed("goes on where a broken reader stopped", async () => {
  const reader = await listen("desk/events?after=0", { "last-event-id": "250" });
  assert.is((await reader.take(1))[0]?.message.text, "live");
  reader.stop();
});

feed("sends a reply with its parent as it now is", async () => {
  const parent = desk.say("C0DEV", "parent", { user: "U0ADA" });
  const reader = await listen("desk/events?after=252");
  desk.say("C0DEV", "reply", { user: "U0ADA", threadTs: parent.ts });
  const [event] = await reader.take(1);
  assert.is(event?.parent?.reply_count, 1);
  reader.stop();
});

feed("is not for a site that calls itself 127.0.0.1", async () => {
  // fetch() would not send another Host, so ask by hand.
  const { request } = await import("node:http");
  for (const path of ["/", "/desk/events", "/desk/workspace"]) {
    const status = await new Promise((resolve, reject) => {
      const options = { headers: { host: "evil.example" } };
      request(new URL(path, desk.url), options, (answer) => {
        answer.destroy();
        resolve(answer.statusCode);
      })
        .on("error", reject)
        .end();
    });
    assert.is(status, 421, path);
  }
});

feed.run();

// biome-ignore lint/suspicious/noExplicitAny: the page's own JSON, looked at piece by piece
async function ask(what: string): Promise<any> {
  return (await fetch(`${desk.url}desk/${what}`)).json();
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function ends({ messages, earlier, later }: any): unknown[] {
  return [messages[0].text, messages.at(-1).text, earlier, later];
}

interface FeedEvent {
  readonly seq: number;
  readonly message: Message;
  readonly parent?: Message;
  readonly posts: number;
}

async function listen(path: string, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  const answer = await fetch(desk.url + path, { headers, signal: abort.signal });
  const events: FeedEvent[] = [];
  const chunks = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  return {
    async first(): Promise<string> {
      let text = "";
      while (!text.includes("\n\n")) text += (await chunks?.read())?.value ?? "\n\n";
      return text;
    },
    async take(count: number): Promise<FeedEvent[]> {
      while (events.length < count) {
        const { value = "", done } = (await chunks?.read()) ?? { done: true };
        if (done) throw new Error("the feed ended");
        const parts = (rest + value).split("\n\n");
        rest = parts.pop() ?? "";
        for (const part of parts) {
          const data = /^data: (.*)$/m.exec(part)?.[1];
          if (data !== undefined && !part.includes("event: desk")) events.push(JSON.parse(data));
        }
      }
      return events.slice(0, count);
    },
    stop: () => abort.abort(),
  };
}
