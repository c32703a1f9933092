import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

/** What two clients that are to do the same are compared by: what they send, and what they make of answers. */

/** A request as a client hands it to its HTTP handler. */
export interface Seen {
  readonly hostname: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** A request without what differs from one to the next: times, and what is made of them. */
export function asSent({ headers, body, ...request }: Seen) {
  const { "amz-sdk-invocation-id": _, "x-amz-date": __, authorization = "", ...others } = headers;
  const signed = authorization.replace(/\d{8}\//, "").replace(/Signature=.*/, "");
  return {
    ...request,
    headers: { ...others, signed },
    body: new TextDecoder().decode(body),
  };
}

/** The same of a request as it came, on a port of its own. */
export function lasting(request: string): string {
  return request
    .replace(/(amz-sdk-invocation-id|x-amz-date): .*\r\n/g, "")
    .replace(/127\.0\.0\.1:\d+/, "here")
    .replace(/\d{8}\/(.*)Signature=\w+/, "$1")
    .split("\r\n")
    .sort()
    .join("\n");
}

/** An outcome by everything that whoever called can see of it. */
export async function outcomeOf(answer: Promise<unknown>) {
  try {
    const { $metadata: _, ...output } = (await answer) as { $metadata?: unknown };
    return { output };
  } catch (error) {
    const { name, message, code, $fault, $metadata, $retryable, $response } = error as never;
    const response = $response as { statusCode: number } | undefined;
    const { totalRetryDelay: _, ...metadata } = ($metadata ?? {}) as Record<string, unknown>;
    const kinds = (error as object).constructor.name;
    const text = String(message).replace(/:\d{4,5}|\d+ ms/g, "");
    return { name, text, code, $fault, metadata, $retryable, status: response?.statusCode, kinds };
  }
}

/** Has the process another environment for a while; undefined takes a variable away. */
export async function withEnv<T>(
  variables: Readonly<Record<string, string | undefined>>,
  act: () => Promise<T>,
): Promise<T> {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  const set = (pairs: readonly (readonly [string, string | undefined])[]) => {
    for (const [name, value] of pairs) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  set(Object.entries(variables));
  try {
    return await act();
  } finally {
    set(before);
  }
}

/** An answer as it is on the wire. */
export function answerOf(status: number, body: string, headers: Readonly<Record<string, string>>) {
  const all = { "content-length": String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Status\r\n${lines.join("")}\r\n${body}`;
}

/**
 * A server that sees requests and gives answers as they are on the wire: `hang` gives none, one that
 * begins with `stall` does not go on, `keep` before one keeps its connection.
 */
export async function rawServer(next: () => string) {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => undefined);
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
      const [head = "", body] = text.split("\r\n\r\n");
      if (body === undefined) return;
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (Buffer.byteLength(body) < length) return;
      requests.push(text);
      text = "";
      const answer = next();
      if (answer === "hang") return;
      if (answer.startsWith("stall")) socket.write(answer.slice(5));
      else if (answer.startsWith("keep")) socket.write(answer.slice(4));
      else socket.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    /** Connections there were, and how many of them are open. */
    connections: () => ({
      all: connections,
      open: [...sockets].filter(({ destroyed }) => !destroyed).length,
    }),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a client of the SDK takes to meet a day, beside its own settings. */
export interface DaySettings {
  readonly endpoint: string;
  readonly maxAttempts: number;
  readonly requestHandler: Readonly<Record<string, number | boolean>>;
}

interface DayClient {
  readonly config: { readonly systemClockOffset: number; region(): Promise<string> };
  destroy(): void;
}

/**
 * What a client makes of a day, and what the service saw of it.
 *
 * @param answers What the service answers, the last one for good.
 * @param callsOf The calls that the client makes, one after the other.
 */
export async function dayOf<Client extends DayClient>(
  answers: readonly string[],
  maxAttempts: number,
  clientOf: (settings: DaySettings) => Client,
  callsOf: (client: Client) => readonly (() => Promise<unknown>)[],
) {
  let asked = 0;
  // Where nothing keeps silent none is waited for in vain, however busy the machine.
  const patience = answers.some((answer) => /^(hang|stall)/.test(answer)) ? 400 : 10_000;
  const service = await rawServer(() => answers[Math.min(asked++, answers.length - 1)] ?? "");
  const client = clientOf({
    endpoint: service.url,
    maxAttempts,
    requestHandler: {
      requestTimeout: patience,
      connectionTimeout: 10_000,
      socketTimeout: patience,
      throwOnRequestTimeout: true,
    },
  });
  const outcomes: unknown[] = [];
  for (const call of callsOf(client)) outcomes.push(await outcomeOf(call()));
  const offset = Math.round(client.config.systemClockOffset / 10_000);
  const region = await client.config.region();
  client.destroy();
  await service.close();
  return { outcomes, requests: service.requests.map(lasting), offset, region };
}
