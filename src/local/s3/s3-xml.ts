import { escapeXml } from "../protocol/http-message.ts";

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** A whole XML answer of S3. */
export function xmlDocument(root: string, parts: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">${parts.join("")}</${root}>`;
}

/** An error as S3 writes it. */
export function errorXml(code: string, message: string, resource: string): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeXml(code)}</Code>` +
    `<Message>${escapeXml(message)}</Message><Resource>${escapeXml(resource)}</Resource>` +
    `<RequestId>LOCAL</RequestId></Error>`
  );
}

/** Texts of all elements of that name, in order; elements of S3 requests have no attributes. */
export function elementTexts(xml: string, name: string): string[] {
  const elements = xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"));
  return [...elements].map(([, text = ""]) => unescapeXml(text));
}

/**
 * A key as S3 writes it in notifications and encoded listings: `+` for a space, slashes as
 * they are.
 */
export function encodeKey(key: string): string {
  // A lone surrogate has no UTF-8 form; encodeURIComponent would throw on it.
  return encodeURIComponent(Buffer.from(key).toString())
    .replace(/[!'()]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+")
    .replaceAll("%2F", "/");
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

function unescapeXml(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return ENTITIES[name] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return String.fromCodePoint(code);
  });
}
