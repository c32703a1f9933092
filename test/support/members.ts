import type { Member } from "../../src/core/thread/member.ts";
import type { Random } from "./random.ts";

/** A member with nothing odd. */
export function memberWith(fields: Partial<Member> = {}): Member {
  return {
    identity: "e-1#111122223333",
    recordedAt: 1_000,
    time: 500,
    ruleIds: ["rule"],
    severity: "high",
    outcome: "succeeded",
    actor: "ada",
    account: "111122223333",
    region: "us-east-1",
    address: "192.0.2.10",
    eventName: "StopLogging",
    resources: ["arn:aws:cloudtrail:us-east-1:111122223333:trail/main"],
    ...fields,
  };
}

/** Members of which many share a value and many have one of their own. */
export function randomMembers(random: Random, count: number): Member[] {
  const one = (prefix: string, of: number) => `${prefix}${random.below(of)}`;
  return Array.from({ length: count }, (_, index) =>
    memberWith({
      identity: `e-${index}`,
      time: random.below(50),
      ruleIds: random.some(["r-a", "r-b", "r-c"], 1 + random.below(3)),
      severity: random.of(["info", "low", "medium", "high", "critical"]),
      outcome: random.of(["succeeded", "failed", "refused"]),
      actor: one("actor-", 9),
      session: one("session-", 40),
      account: one("11112222333", 10),
      region: one("eu-west-", 4),
      address: one("192.0.2.", 200),
      eventName: one("Call", 30),
      resources: Array.from({ length: random.below(4) }, () => one("thing-", 4 * count)),
      ...(random.chance(0.3) && {
        errorCode: one("Error", 5),
        callerAccount: one("44445555666", 10),
      }),
    }),
  );
}
