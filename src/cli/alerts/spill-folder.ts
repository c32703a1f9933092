import { makeTempFolder, type TempFolder } from "../../adapters/temp-folder.ts";

/** A temporary folder that is made when something is to be put there. */
export class SpillFolder {
  #folder: TempFolder | undefined;

  /** Its path; makes it. */
  readonly path = (): string => {
    this.#folder ??= makeTempFolder("judge");
    return this.#folder.path;
  };

  remove(): void {
    this.#folder?.remove();
  }
}
