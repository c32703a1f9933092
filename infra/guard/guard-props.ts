/** Who beside the product may touch what its resources hold. */
export interface GuardProps {
  /**
   * ARNs of the roles and users that may work by hand with what the bus, queues, topics and table
   * hold: redrive dead letters, put a test event, look into the table. `*` and `?` are wildcards behind
   * the beginning of a name. Nobody else may, whatever their own policies allow.
   *
   * @default - none
   */
  readonly operators?: readonly string[];
}
