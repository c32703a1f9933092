import type { FromSchema } from "../schema-type.ts";
import type { FORWARDER_SCHEMA, RECEIVER_SCHEMA } from "./schema.ts";

/** Settings of the stack in the log bucket's account, checked and with every default filled in. */
export type ForwarderSettings = FromSchema<typeof FORWARDER_SCHEMA>;

/** Settings of a receiving stack, checked and with every default filled in. */
export type ReceiverSettings = FromSchema<typeof RECEIVER_SCHEMA>;
