/** The regular files of a tar archive, in their order. */
export function* filesOfTar(tar: Buffer): Generator<{ name: string; body: Buffer }> {
  let longName: string | undefined;
  for (let at = 0; at + 512 <= tar.length; ) {
    const text = (from: number, length: number) =>
      tar.toString("utf8", at + from, at + from + length).split("\0")[0] ?? "";
    const header = {
      name: text(0, 100),
      size: Number.parseInt(text(124, 12), 8),
      type: text(156, 1),
    };
    if (header.name === "") return;
    const body = tar.subarray(at + 512, at + 512 + header.size);
    at += 512 + Math.ceil(header.size / 512) * 512;
    const prefix = text(345, 155);
    if (header.type === "x") {
      // A pax header precedes a file whose name is over 100 characters.
      longName = /^\d+ path=(.*)$/m.exec(body.toString("utf8"))?.[1];
    } else {
      const name = prefix ? `${prefix}/${header.name}` : header.name;
      if (header.type === "0" || header.type === "") yield { name: longName ?? name, body };
      longName = undefined;
    }
  }
}
