import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Credentials of a function's role, from where Lambda puts them: the environment. In a bundled
 * handler it stands in for `@aws-sdk/credential-provider-node`, whose other places (files, sign-ins,
 * an instance's metadata) a function does not have.
 *
 * @throws {CredentialsProviderError} From the provider, if the environment has none.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function defaultProvider(): ReturnType<typeof fromEnv> {
  return fromEnv();
}
