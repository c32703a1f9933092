import type { VirtualTime } from "../../../src/backtest/virtual-time.ts";
import type { Random } from "../../support/random.ts";
import { Instance } from "../network/instance.ts";

/** A function's code in one instance. */
export type Handler = (event: unknown, context: FunctionContext) => Promise<unknown>;

/** What Lambda tells a handler of its invocation. */
export interface FunctionContext {
  readonly invokedFunctionArn: string;
  getRemainingTimeInMillis(): number;
}

/** How an invocation ended. */
export type Outcome =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly reason: string };

/** What a function is made of. */
export interface FunctionOptions {
  readonly name: string;
  readonly timeoutSeconds: number;
  /** Starts the code in a new instance. */
  readonly compose: (instance: Instance) => Promise<Handler>;
  /** Whether an instance is there as soon as it is needed. */
  readonly startsAtOnce?: boolean;
  /** Share of invocations after which Lambda takes the instance away. */
  readonly recycled?: number;
}

interface Warm {
  readonly instance: Instance;
  readonly handler: Handler;
}

/** A Lambda function: instances that are begun when needed, kept warm, and die. */
export class LambdaFunction {
  readonly options: FunctionOptions;
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #idle: Warm[] = [];
  #count = 0;
  /** Invocations under way. */
  running = 0;
  invocations = 0;
  /** Milliseconds of them all; code takes no virtual time, so it is what they waited. */
  milliseconds = 0;
  timeouts = 0;
  /** Every failure's reason, counted. */
  readonly failures: Record<string, number> = {};

  constructor(options: FunctionOptions, time: VirtualTime, random: Random) {
    this.options = options;
    this.#time = time;
    this.#random = random;
  }

  get arn(): string {
    return `arn:aws:lambda:us-east-1:111122223333:function:${this.options.name}`;
  }

  /** Invokes it and waits for its end, whatever that is. */
  async invoke(event: unknown): Promise<Outcome> {
    this.invocations++;
    this.running++;
    try {
      const warm = this.#warm() ?? (await this.#start());
      const began = this.#time.now();
      const outcome = await this.#run(warm, event);
      this.milliseconds += this.#time.now() - began;
      if (!outcome.ok) this.failures[outcome.reason] = (this.failures[outcome.reason] ?? 0) + 1;
      if (warm.instance.alive && !this.#random.chance(this.options.recycled ?? 0.01)) {
        this.#idle.push(warm);
      } else warm.instance.kill();
      return outcome;
    } finally {
      this.running--;
    }
  }

  /** Invokes it as an asynchronous event: two more attempts, a minute and two minutes later. */
  async invokeAsynchronously(event: unknown): Promise<Outcome> {
    for (const minutes of [1, 2]) {
      const outcome = await this.invoke(event);
      if (outcome.ok) return outcome;
      await this.#time.sleep(minutes * 60_000);
    }
    return await this.invoke(event);
  }

  /** An instance that waits; one may have died since, by a call that outlived its invocation. */
  #warm(): Warm | undefined {
    let warm = this.#idle.pop();
    while (warm?.instance.alive === false) warm = this.#idle.pop();
    return warm;
  }

  async #start(): Promise<Warm> {
    const { name, compose, startsAtOnce = false } = this.options;
    const instance = new Instance(`${name}-${++this.#count}`);
    if (!startsAtOnce) await this.#time.sleep(150 + this.#random.below(450));
    return { instance, handler: await compose(instance) };
  }

  #run({ instance, handler }: Warm, event: unknown): Promise<Outcome> {
    const end = this.#time.now() + this.options.timeoutSeconds * 1_000;
    return new Promise((resolve) => {
      const settle = (outcome: Outcome) => {
        timer.cancel();
        instance.onDeath(undefined);
        resolve(outcome);
      };
      const timer = this.#time.after(this.options.timeoutSeconds * 1_000, () => {
        this.timeouts++;
        instance.kill();
      });
      instance.onDeath(() => settle({ ok: false, reason: "death" }));
      const context = {
        invokedFunctionArn: this.arn,
        getRemainingTimeInMillis: () => Math.max(0, end - this.#time.now()),
      };
      handler(event, context).then(
        (payload) => settle({ ok: true, payload: JSON.parse(JSON.stringify(payload ?? null)) }),
        (error: unknown) => settle({ ok: false, reason: String(error).slice(0, 200) }),
      );
    });
  }
}
