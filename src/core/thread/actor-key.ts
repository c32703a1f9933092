import type { Alert } from "../alert/alert.ts";
import { rememberedSha256 } from "../record/sha256.ts";

/** Tells an alert's actor from any other: identity type, issuer (the role, not its session) and account. */
export function actorKeyOf({
  actor: { type, issuer, name, account },
}: Pick<Alert, "actor">): string {
  const parts = [type, issuer ?? name, account].map((part) => part ?? null);
  return rememberedSha256(JSON.stringify(parts)).slice(0, 40);
}
