import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as a stub received it. */
export interface StubRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a stub answers; `hang` never does, `stall` never ends. */
export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly hang?: boolean;
  readonly stall?: boolean;
}

/** An HTTP server on 127.0.0.1 that answers as told and remembers what came. */
export interface HttpStub {
  readonly url: string;
  readonly requests: StubRequest[];
  answer: (request: StubRequest) => StubAnswer;
  close(): Promise<void>;
}

/** Starts a stub on a free port. */
export async function httpStub(): Promise<HttpStub> {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const request = {
      path: incoming.url ?? "",
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString(),
    };
    stub.requests.push(request);
    const { status = 200, headers = {}, body = "", hang, stall } = stub.answer(request);
    if (hang) return;
    outgoing.writeHead(status, headers);
    if (stall) outgoing.write(body);
    else outgoing.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stub: HttpStub = {
    url: `http://127.0.0.1:${port}`,
    requests: [],
    answer: () => ({}),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stub;
}
