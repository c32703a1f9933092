import type { TerraformValue } from "./value.ts";

/** A map whose values are made when they are asked for. */
export class LazyMap extends Map<string, TerraformValue> {
  readonly #make: (name: string) => TerraformValue | undefined;

  constructor(make: (name: string) => TerraformValue | undefined) {
    super();
    this.#make = make;
  }

  override get(name: string): TerraformValue | undefined {
    return this.#make(name);
  }
}
