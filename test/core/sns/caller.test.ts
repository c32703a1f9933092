import { suite } from "uvu";
import * as assert from "uvu/assert";
import { snsAddendum, snsCaller } from "../../../src/core/sns/caller.ts";
import { alertWith } from "../../support/alerts.ts";

const callers = suite("snsCaller()");

callers("has a null for each thing the event does not say", () => {
  const { caller: _, ...older } = alertWith();
  for (const alert of [alertWith({ caller: {} }), older]) {
    assert.equal(snsCaller(alert), {
      principal_id: null,
      access_key_id: null,
      source_identity: null,
      on_behalf_of: null,
      identity_store: null,
      identity_provider: null,
      mfa: null,
      session_start: null,
      session_age_seconds: null,
      assumed_root: false,
      from_console: false,
      instance_metadata: null,
      vpc_endpoint_id: null,
      vpc_endpoint_account_id: null,
    });
  }
});

callers("has each thing the event says under a name of its own", () => {
  const caller = {
    principalId: "principal",
    accessKeyId: "key",
    sourceIdentity: "source",
    person: "person",
    identityStore: "store",
    provider: "provider",
    mfa: false,
    sessionStart: 0,
    sessionAge: 0,
    assumedRoot: true,
    fromConsole: true,
    instanceMetadata: "2.0",
    vpcEndpoint: "vpce-1",
    vpcEndpointAccount: "444455556666",
  } as const;
  assert.equal(snsCaller(alertWith({ caller })), {
    principal_id: "principal",
    access_key_id: "key",
    source_identity: "source",
    on_behalf_of: "person",
    identity_store: "store",
    identity_provider: "provider",
    mfa: false,
    session_start: "1970-01-01 00:00:00+00:00",
    session_age_seconds: 0,
    assumed_root: true,
    from_console: true,
    instance_metadata: "2.0",
    vpc_endpoint_id: "vpce-1",
    vpc_endpoint_account_id: "444455556666",
  });
});

callers.run();

const addenda = suite("snsAddendum()");

addenda("is null for a record that came as ever", () => {
  assert.is(snsAddendum(alertWith()), null);
});

addenda("says why, which fields and in whose place", () => {
  assert.equal(snsAddendum(alertWith({ addendum: { reason: "DELIVERY_DELAY" } })), {
    reason: "DELIVERY_DELAY",
    updated_fields: null,
    original_event_id: null,
  });
  const addendum = { reason: "UPDATED_DATA", updatedFields: "a, b", originalEventId: "e" };
  assert.equal(snsAddendum(alertWith({ addendum })), {
    reason: "UPDATED_DATA",
    updated_fields: "a, b",
    original_event_id: "e",
  });
});

addenda.run();
