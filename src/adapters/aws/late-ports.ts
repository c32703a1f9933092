import type { Secrets, Topics } from "../../ports.ts";

/** Reads secrets by what is made when the first is asked for. */
export function lateSecrets(make: () => Promise<Secrets>): Secrets {
  let made: Promise<Secrets> | undefined;
  return {
    async get(...asked) {
      made ??= make();
      return (await made).get(...asked);
    },
  };
}

/** Publishes on topics by what is made for the first message. */
export function lateTopics(make: () => Promise<Topics>): Topics {
  let made: Promise<Topics> | undefined;
  return {
    async publish(...asked) {
      made ??= make();
      return (await made).publish(...asked);
    },
  };
}
