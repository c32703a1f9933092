import { once } from "node:events";
import type { Writable } from "node:stream";
import { constants, crc32, deflateRawSync } from "node:zlib";
import { ordinaryRecords } from "./records.ts";

/** Bytes of text that are compressed once, and then repeated. */
const BLOCK_BYTES = 10_000_000;

/**
 * Writes a log file of ordinary records whose text has so many millions of bytes, without ever
 * having it as a whole: deflate's blocks stand one after the other, so one is made and repeated.
 */
export async function pourBigFile(millions: number, to: Writable): Promise<void> {
  const block = blockOf(Math.min(BLOCK_BYTES, millions * 1e6));
  const parts = [
    piece('{"Records":['),
    ...Array.from({ length: Math.round((millions * 1e6) / block.text.length) }, () => block),
    piece('{"eventName":"Last"}]}', constants.Z_FINISH),
  ];
  const end = Buffer.alloc(8);
  let length = 0;
  let crc = 0;
  to.write(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]));
  for (const { text, deflated } of parts) {
    crc = crc32(text, crc);
    length += text.length;
    if (!to.write(deflated)) await once(to, "drain");
  }
  end.writeUInt32LE(crc, 0);
  end.writeUInt32LE(length % 2 ** 32, 4);
  to.end(end);
}

interface Piece {
  readonly text: Buffer;
  readonly deflated: Buffer;
}

/** Records, each with a comma behind it. */
function blockOf(bytes: number): Piece {
  const records = ordinaryRecords(20_000);
  const parts: string[] = [];
  for (let at = 0, left = bytes; left > 0; at++) {
    const record = `${records[at % records.length]},`;
    parts.push(record);
    left -= record.length;
  }
  return piece(parts.join(""));
}

/** A full flush, so that a block says nothing of the one before it, and ends with a byte. */
function piece(text: string, finishFlush: number = constants.Z_FULL_FLUSH): Piece {
  const bytes = Buffer.from(text);
  return { text: bytes, deflated: deflateRawSync(bytes, { finishFlush }) };
}
