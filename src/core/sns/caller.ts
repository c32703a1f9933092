import type { Alert } from "../alert/alert.ts";
import { offsetTime } from "./offset-time.ts";

/** What the event says of its caller beside the name; null for what it does not say. */
export function snsCaller({ caller = {} }: Alert): Readonly<Record<string, unknown>> {
  return {
    principal_id: caller.principalId ?? null,
    access_key_id: caller.accessKeyId ?? null,
    source_identity: caller.sourceIdentity ?? null,
    on_behalf_of: caller.person ?? null,
    identity_store: caller.identityStore ?? null,
    identity_provider: caller.provider ?? null,
    mfa: caller.mfa ?? null,
    session_start: caller.sessionStart === undefined ? null : offsetTime(caller.sessionStart),
    session_age_seconds: caller.sessionAge ?? null,
    assumed_root: caller.assumedRoot ?? false,
    from_console: caller.fromConsole ?? false,
    instance_metadata: caller.instanceMetadata ?? null,
    vpc_endpoint_id: caller.vpcEndpoint ?? null,
    vpc_endpoint_account_id: caller.vpcEndpointAccount ?? null,
  };
}

/** Why the record came late or again; null for what came as ever. */
export function snsAddendum({ addendum }: Alert): Readonly<Record<string, unknown>> | null {
  if (addendum === undefined) return null;
  return {
    reason: addendum.reason,
    updated_fields: addendum.updatedFields ?? null,
    original_event_id: addendum.originalEventId ?? null,
  };
}
