/** A function instance as the outside sees it: it calls, and at any moment it may be no more. */
export class Instance {
  readonly name: string;
  /** Whether it posted a message and has written nothing down since. */
  hasPosted = false;
  #alive = true;
  #onDeath: (() => void) | undefined;

  constructor(name: string) {
    this.name = name;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** The instance is gone: nothing it awaits ever comes back, nothing it begins has any effect. */
  kill(): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#onDeath?.();
  }

  /** Whom its death concerns; one at a time, the invocation under way. */
  onDeath(run: (() => void) | undefined): void {
    this.#onDeath = run;
  }
}

/**
 * A promise that is never kept. One for each that waits: a promise holds on to all who wait for it,
 * and what they remember of worlds long ended would fill the memory.
 */
export function never(): Promise<never> {
  return new Promise(() => {});
}
