import type { Mutation } from "./mutations.ts";

/** Why something that is taken out is not seen on the local stack, by what it is. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/ dynamodb:DeleteItem$/, "a mark that is settled is deleted when its window ends, hours later"],
  [/organizationputs/, "other accounts of the organisation use it; the local stack runs none"],
  [/TopicKey\S*#0 statement$/, "administrators change the key by it; the local stack has none"],
  [
    /StreamS3Destination\S* statement$/,
    "Firehose logs its own errors by it; the local stream has none",
  ],
  [
    /NotifierCriticalPolicy\S* (statement|sqs:SendMessage)$/,
    "the landing zone's bucket sends events of its own up to version 3.3 only; here removals come as data events",
  ],
];

/** Why a mutation is not seen; `undefined` if nobody has said so: it is excess, or the traffic is too small. */
export function reasonFor({ statement, mutation }: Mutation): string | undefined {
  const text = `${statement} ${mutation}`;
  return REASONS.find(([pattern]) => pattern.test(text))?.[1];
}
