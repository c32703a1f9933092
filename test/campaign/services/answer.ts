/** An HTTP answer, as the SDK's request handlers give one. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

const ENCODER = new TextEncoder();

/** An answer of the JSON protocols. */
export function jsonAnswer(content: unknown, statusCode = 200): Answer {
  return { statusCode, headers: {}, body: ENCODER.encode(JSON.stringify(content)) };
}

/** An error of the JSON protocols. */
export function jsonError(code: string, message: string, more: object = {}): Answer {
  const isServers = /^Internal|Unavailable/.test(code);
  return jsonAnswer({ __type: code, message, ...more }, isServers ? 500 : 400);
}

/** An answer in XML. */
export function xmlAnswer(xml: string, statusCode = 200): Answer {
  return { statusCode, headers: { "content-type": "text/xml" }, body: ENCODER.encode(xml) };
}

/** What a service refuses. */
export class ServiceError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
