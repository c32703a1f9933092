import type { Mark } from "../../src/core/thread/mark.ts";
import type { Member } from "../../src/core/thread/member.ts";
import type { WindowHead } from "../../src/core/thread/window.ts";
import type { AlertRecords, RecordPlace } from "../../src/ports.ts";

/** Records in memory, with the port's semantics. */
export interface MemoryRecords {
  readonly records: AlertRecords;
  readonly heads: WindowHead[];
  readonly claims: Map<string, RecordPlace>;
  /** Members by window and identity. */
  readonly members: Map<string, Member>;
  readonly marks: Map<string, Omit<Mark, "as" | "storm">>;
  /** Has every call reject. */
  fail: boolean;
}

/** Makes an empty one. */
export function memoryRecords(): MemoryRecords {
  const current = new Map<string, WindowHead>();
  const answer = async <T>(value: () => T): Promise<T> => {
    await Promise.resolve();
    if (made.fail) throw new Error("table is down");
    return value();
  };
  const made: MemoryRecords = {
    heads: [],
    claims: new Map(),
    members: new Map(),
    marks: new Map(),
    fail: false,
    records: {
      currentWindow: (channel, thread, now) =>
        answer(() => {
          const found = current.get(`${channel} ${thread}`);
          return found !== undefined && found.closesAt > now ? found : undefined;
        }),
      openWindow: (head, now) =>
        answer(() => {
          const key = `${head.channel} ${head.threadKey}`;
          const found = current.get(key);
          if (found !== undefined && found.closesAt > now) return found;
          current.set(key, head);
          made.heads.push(head);
          return head;
        }),
      claimed: (channel, identity) => answer(() => made.claims.get(`${channel} ${identity}`)),
      claim: (channel, identity, place) =>
        answer(() => {
          const key = `${channel} ${identity}`;
          const found = made.claims.get(key);
          if (found === undefined) made.claims.set(key, place);
          return { isNew: found === undefined, ...(found ?? place) };
        }),
      addMembers: (window, members) =>
        answer(() => {
          for (const { member } of members)
            made.members.set(`${window} ${member.identity}`, member);
        }),
      widen: () => answer(() => {}),
      mark: (channel, mark) => answer(() => void made.marks.set(`${channel} ${mark.window}`, mark)),
      register: () => answer(() => {}),
    },
  };
  return made;
}
