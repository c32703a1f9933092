/** A request, as the SDK's signer and HTTP handler take it. */
export interface SdkRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An answer, as the SDK's HTTP handler gives it. */
export interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What an HTTP exchange of the SDK comes to. */
export interface SdkExchange {
  readonly response: SdkResponse;
}

/** How the SDK signs; its signer learns the service's clock from answers. */
interface SdkSigning {
  readonly signer: {
    sign(request: SdkRequest, identity: unknown, properties: object): Promise<SdkRequest>;
    successHandler(response: SdkResponse, properties: object): void;
  };
  readonly identity: unknown;
  readonly httpAuthOption: { readonly signingProperties: { readonly config: SigningSettings } };
}

/** What its signer asks a client's settings for, and keeps there. */
interface SigningSettings {
  /** Makes what signs by a scheme of an endpoint. */
  signer(scheme: unknown): Promise<unknown>;
  systemClockOffset: number;
}

type Next = (args: { readonly request: SdkRequest }) => Promise<unknown>;

interface SdkStack {
  clone(): SdkStack;
  add(
    middleware: (
      next: Next,
      context: { readonly __smithy_context: { readonly selectedHttpAuthScheme: SdkSigning } },
    ) => Next,
    options: { readonly step: "build" | "deserialize"; readonly priority: "low" },
  ): void;
}

/**
 * A client of the SDK by the parts that its plugins are made of. Its own types of them are in
 * packages that come with it.
 */
export interface SdkClient {
  readonly config: {
    /** Tells the Region; S3's client has another in its place while it follows a bucket elsewhere. */
    readonly region: unknown;
    readonly requestHandler: { handle(request: SdkRequest): Promise<SdkExchange> };
    maxAttempts(): Promise<number>;
    streamCollector(body: unknown): Promise<Uint8Array>;
  };
  readonly middlewareStack: SdkStack;
}

/** A command of the SDK's by its parts. */
export interface SdkCommand<Output> {
  resolveMiddleware(
    stack: SdkStack,
    config: SdkClient["config"],
    options: undefined,
  ): (command: unknown) => Promise<{ readonly output: Output }>;
}

/** What the SDK puts into the requests of an operation, and how it signs them. */
export interface LearnedCall {
  readonly request: SdkRequest;
  readonly signing: SdkSigning;
}

/**
 * Has the SDK make a command's request and keeps it, before the part of the SDK that signs, sends and
 * tries again has it.
 *
 * @throws What the SDK finds up to there: no credentials, no Region.
 */
export async function learnCall(
  { config, middlewareStack }: SdkClient,
  command: SdkCommand<unknown>,
): Promise<LearnedCall> {
  let learned: LearnedCall | undefined;
  const attempts = await config.maxAttempts();
  const stack = middlewareStack.clone();
  stack.add(
    (_next, { __smithy_context: chosen }) =>
      async ({ request }) => {
        const headers = { ...request.headers, "amz-sdk-request": `attempt=1; max=${attempts}` };
        const signing = withOneSigner(chosen.selectedHttpAuthScheme);
        learned = { request: { ...request, headers }, signing };
        return { output: { $metadata: {} }, response: {} };
      },
    { step: "build", priority: "low" },
  );
  await command.resolveMiddleware(stack, config, undefined)(command);
  if (learned === undefined) throw new Error("The SDK has made no request to learn from");
  return learned;
}

/**
 * The SDK makes a signer for each request, of a copy of all settings. For requests of one endpoint it
 * is the same: it asks for credentials each time, and is told the clock's.
 */
function withOneSigner(signing: SdkSigning): SdkSigning {
  const { signingProperties } = signing.httpAuthOption;
  const settings = signingProperties.config;
  let made: Promise<unknown> | undefined;
  const config: SigningSettings = Object.create(settings, {
    signer: {
      value(scheme: unknown) {
        made ??= settings.signer(scheme);
        return made;
      },
    },
    systemClockOffset: {
      get: () => settings.systemClockOffset,
      set(offset: number) {
        settings.systemClockOffset = offset;
      },
    },
  });
  return { ...signing, httpAuthOption: { signingProperties: { ...signingProperties, config } } };
}

/**
 * Has the SDK make a call.
 *
 * @param first What became of its first request, if that went out already: the SDK does with it what
 * it does with its own, and sends what further requests it takes.
 */
export async function callBySdk<Output>(
  { config, middlewareStack }: SdkClient,
  command: SdkCommand<Output>,
  first?: () => Promise<SdkExchange>,
): Promise<Output> {
  const stack = middlewareStack.clone();
  let told = first;
  stack.add(
    (next) => (args) => {
      const exchange = told?.();
      told = undefined;
      return exchange ?? next(args);
    },
    { step: "deserialize", priority: "low" },
  );
  const { output } = await command.resolveMiddleware(stack, config, undefined)(command);
  return output;
}
