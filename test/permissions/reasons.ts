import type { Mutation } from "./mutations.ts";

/** Why something that is taken out is not seen on the local stack: of one statement each, and none by now. */
const REASONS: readonly (readonly [statement: RegExp, why: string])[] = [];

/** Why a mutation is not seen; `undefined` if nobody has said so: it is excess, or the traffic is too small. */
export function reasonFor({ statement, mutation }: Mutation): string | undefined {
  const text = `${statement} ${mutation}`;
  return REASONS.find(([pattern]) => pattern.test(text))?.[1];
}
