/** A client whose calls can be counted and cut off. */
export interface Callable {
  send(command: never, ...rest: never[]): Promise<unknown>;
  readonly middlewareStack: { add(middleware: never, options: never): void };
}

/** How a function instance dies: at one of its calls, in which all it does after ends as well. */
export interface Death {
  /** Number of the call, from 0. */
  readonly at: number;
  /** Whether the service still does what the call asks for. */
  readonly after: boolean;
}

/** One function instance's calls. */
export interface Mortal {
  /** Calls begun. */
  calls: number;
  /** Has a client's calls counted, and end with the instance. */
  with<Client extends Callable>(client: Client): Client;
}

/** An instance that dies, or lives for ever. */
export function mortal(death?: Death): Mortal {
  let dead = false;
  const made: Mortal = {
    calls: 0,
    with(client) {
      const middleware =
        (next: (args: unknown) => Promise<unknown>) =>
        async (args: unknown): Promise<unknown> => {
          const call = made.calls++;
          if (dead) throw new Error("the instance is dead");
          if (call !== death?.at) return await next(args);
          dead = true;
          if (death.after) await next(args);
          throw new Error("the instance dies");
        };
      client.middlewareStack.add(middleware as never, { step: "initialize" } as never);
      return client;
    },
  };
  return made;
}
