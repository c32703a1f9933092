import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { recursionDetectionMiddleware } from "@aws-sdk/core/client";
import {
  callBySdk,
  type LearnedCall,
  learnCall,
  type SdkClient,
  type SdkCommand,
  type SdkExchange,
  type SdkRequest,
  type SdkResponse,
} from "./sdk-client.ts";

/** What an operation asks and answers. */
export interface LeanOperation<Input, Output> {
  /** The same by the SDK: what calls are learned from, and what goes on where one fails. */
  command(input: Input): SdkCommand<Output>;
  /** Inputs with the same are asked alike, but for what {@linkcode ask} adds. */
  likeOf(input: Input): string;
  /**
   * Takes from the request for one input what is of that input alone.
   *
   * @returns Undefined if that cannot be told apart: the SDK makes all requests like it.
   */
  common(request: SdkRequest, input: Input): SdkRequest | undefined;
  /** Makes the request for an input of what it has in {@linkcode common} with those like it. */
  ask(common: SdkRequest, input: Input): SdkRequest;
  /**
   * @param read Reads the answer's body.
   * @returns Rejects if that is no answer to the operation.
   */
  answer(response: SdkResponse, read: () => Promise<Uint8Array>): Promise<Output>;
}

/**
 * Makes the calls of an operation as an SDK client does, for a third of its work. Where a request
 * goes and what it says of its sender the SDK tells once; its signer signs each, its HTTP handler
 * sends it. What is left out is what the SDK does anew for each call: schemas, a serializer by the
 * character, the search for the endpoint.
 *
 * Whatever is not a plain success (an error, a redirect, a body that ends early) is given to the
 * SDK as if the request had been its own. What it makes of that, and whether it tries again, is as
 * ever. Calls that are made, or signed, in another way than most it makes itself.
 */
export function leanCall<Input, Output>(
  client: SdkClient,
  operation: LeanOperation<Input, Output>,
): (input: Input) => Promise<Output> {
  const { requestHandler, streamCollector, region } = client.config;
  let like: string | undefined;
  let learning: Promise<LearnedCall | undefined> | undefined;
  const isAtHome = () => client.config.region === region;

  function learn(input: Input): NonNullable<typeof learning> {
    const wanted = operation.likeOf(input);
    if (learning !== undefined && like === wanted) return learning;
    like = wanted;
    const begun = learnCommon(input);
    // There may be credentials the next time.
    begun.catch(() => {
      if (learning === begun) learning = undefined;
    });
    learning = begun;
    return begun;
  }

  async function learnCommon(input: Input): Promise<LearnedCall | undefined> {
    const wasAtHome = isAtHome();
    const { request, signing } = await learnCall(client, operation.command(input));
    if (!wasAtHome || !isAtHome()) {
      // It may have the Region that another call is sent on to.
      learning = undefined;
      return undefined;
    }
    const common = operation.common(withoutOnce(request), input);
    return common && { request: common, signing };
  }

  return async (input) => {
    const bySdk = (first?: () => Promise<SdkExchange>) =>
      callBySdk(client, operation.command(input), first);
    const learned = await learn(input);
    if (learned === undefined) return bySdk();
    const { signer, identity, httpAuthOption } = learned.signing;
    // The signer keeps in them what it compares with the answer.
    const properties = { ...httpAuthOption.signingProperties };
    const asked = await withTrace(operation.ask(learned.request, input));
    // Why it cannot be signed, the SDK says.
    const signed = await signer.sign(asked, identity, properties).catch(() => undefined);
    if (signed === undefined) return bySdk();
    const sent = requestHandler.handle(signed);

    const response = await sent.then(
      (exchange) => exchange.response,
      () => undefined,
    );
    if (response?.statusCode !== 200) return bySdk(() => sent);
    let bytes: Uint8Array | undefined;
    const read = async () => {
      bytes = await bytesOf(response.body, streamCollector);
      return bytes;
    };
    try {
      const output = await operation.answer(response, read);
      signer.successHandler(response, properties);
      return output;
    } catch (error) {
      const body = bytes ?? failing(error);
      return bySdk(async () => ({ response: Object.assign(response, { body }) }));
    }
  };
}

/** Headers that are of one request alone, but for those of its signature. */
const ONCE: ReadonlySet<string> = new Set([
  "baggage",
  "content-length",
  "traceparent",
  "tracestate",
  "x-amzn-trace-id",
]);

function withoutOnce(request: SdkRequest): SdkRequest {
  const lasting = Object.entries(request.headers).filter(([name]) => !ONCE.has(name.toLowerCase()));
  return { ...request, headers: Object.fromEntries(lasting) };
}

/** Gives a request what ties it to the invocation, by which Lambda finds functions that call themselves. */
async function withTrace(request: SdkRequest): Promise<SdkRequest> {
  const headers = { ...request.headers, "amz-sdk-invocation-id": randomUUID() };
  const traced = { ...request, headers };
  await traceHeaders({ request: traced, input: {} });
  return traced;
}

const traceHeaders = recursionDetectionMiddleware()(
  async () => ({ output: {}, response: undefined }) as never,
  {},
);

async function bytesOf(body: unknown, collect: (body: unknown) => Promise<Uint8Array>) {
  return body instanceof Uint8Array ? body : collect(body);
}

/** A body that cannot be read, as it could not before. */
function failing(error: unknown): Readable {
  return new Readable({
    read() {
      this.destroy(error as Error);
    },
  });
}
