import type { Secrets, Topics } from "../../ports.ts";

/** Reads secrets by what is made when the first is asked for. */
export function lateSecrets(make: () => Promise<Secrets>): Secrets {
  const secrets = madeOnce(make);
  return { get: async (...asked) => (await secrets()).get(...asked) };
}

/** Publishes on topics by what is made for the first message. */
export function lateTopics(make: () => Promise<Topics>): Topics {
  const topics = madeOnce(make);
  return { publish: async (...asked) => (await topics()).publish(...asked) };
}

function madeOnce<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
