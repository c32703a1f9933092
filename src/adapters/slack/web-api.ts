/**
 * What {@linkcode loadSlackClient} loads of Slack's client. Of a CommonJS package that is loaded late by
 * itself, esbuild gives a file no names.
 */
export {
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
} from "@slack/web-api";
