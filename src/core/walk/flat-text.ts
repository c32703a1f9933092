import type { KeyStep } from "./learned-keys.ts";

/** Writes a flat event, without its braces, while a record's text is walked over. */
export class FlatText {
  #text = "";
  #flat = "";
  /** Begin and end of a piece of the record's text that is to follow as it is. */
  #pieceFrom = 0;
  #pieceEnd = NO_PIECE;

  /** @param text What the record stands in. */
  begin(text: string): void {
    this.#text = text;
    this.#flat = "";
    this.#pieceEnd = NO_PIECE;
  }

  /** Takes a leaf whose value stands between two positions of the text, as JSON writes it. */
  leaf(step: KeyStep, from: number, end: number): void {
    if (step.isOfRecord) this.#takeInPiece(from - step.bytes.length, end);
    else this.take(step, this.#text.slice(from, end));
  }

  /** Takes a leaf with its value as JSON writes it. */
  take({ path, next }: KeyStep, literal: string): void {
    this.#takePiece();
    this.#flat += (this.#flat.length === 0 ? path : next) + literal;
  }

  end(): string {
    this.#takePiece();
    return this.#flat;
  }

  /** Of fields of the record itself the path is the key: neighbours, half of all leaves, are taken in one piece. */
  #takeInPiece(from: number, end: number): void {
    if (this.#pieceEnd !== from - 1) {
      this.#takePiece();
      this.#pieceFrom = from;
    }
    this.#pieceEnd = end;
  }

  #takePiece(): void {
    if (this.#pieceEnd === NO_PIECE) return;
    // What is not the first has a comma before it.
    const from = this.#flat.length === 0 ? this.#pieceFrom : this.#pieceFrom - 1;
    this.#flat += this.#text.slice(from, this.#pieceEnd);
    this.#pieceEnd = NO_PIECE;
  }
}

const NO_PIECE = -1;
