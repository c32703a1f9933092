import type { DeskMemory } from "./desk/desk.ts";
import type { Message } from "./desk/slack/message.ts";
import type { RoomCounts } from "./desk/slack/room.ts";
import type { StateFolder } from "./state/state-folder.ts";

/** What the desk of a state remembers. */
export function deskMemory({ kept, journal }: StateFolder): DeskMemory {
  const counts = [...kept.counts].filter(([of]) => of.startsWith(CHANNEL));
  return {
    said: [...kept.said].flatMap(([channel, said]) =>
      [...said.values()].map(({ message, isPost }) => ({
        channel,
        message: message as Message,
        isPost,
      })),
    ),
    counts: new Map(counts.map(([of, it]) => [of.slice(CHANNEL.length), it as RoomCounts])),
    posted: (channel, said) => journal.append({ k: "said", channel, said }),
    edited: (channel, message) => journal.append({ k: "edited", channel, message }),
    counted: (channel, it) => journal.append({ k: "counted", of: CHANNEL + channel, counts: it }),
    atomic: (work) => journal.atomic(work),
  };
}

const CHANNEL = "channel ";
