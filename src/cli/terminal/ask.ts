import { type Io, UsageError } from "../command.ts";

/** A question to the person at the terminal. */
export interface Question {
  readonly text: string;
  /** The answer that an empty line stands for. */
  readonly otherwise?: string;
  /** What is wrong with an answer; undefined if nothing. */
  wrong(answer: string): string | undefined;
}

/** Asks questions one after another, each again until its answer is right. */
export function createAsk(io: Io): (question: Question) => Promise<string> {
  const lines = linesOf(io.stdin);
  return async ({ text, otherwise, wrong }) => {
    for (;;) {
      io.err(`${text}${otherwise === undefined ? "" : ` [${otherwise}]`}: `);
      const { value, done } = await lines.next();
      if (done) {
        io.err("\n");
        throw new UsageError(`there is no answer to "${text}"`);
      }
      const answer = value.trim() || (otherwise ?? "");
      const problem = wrong(answer);
      if (problem === undefined) return answer;
      io.err(`  ${problem}\n`);
    }
  };
}

async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of input) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
  return undefined;
}
