/**
 * In a bundled handler it stands in for `@smithy/core/event-streams`: answers that come as a stream of
 * messages, of which S3's client brings the whole of the protocol. No handler asks for any.
 */
export function resolveEventStreamSerdeConfig<T>(config: T): T {
  return config;
}

/** Is asked for by a client that reads event streams, and by no other. */
export function eventStreamSerdeProvider(): never {
  throw new Error(
    "Cannot read an event stream as the bundle must hold what reads one: it is left out",
  );
}

/** The same by its other name, where a protocol comes upon such an answer. */
export { eventStreamSerdeProvider as EventStreamSerde };
