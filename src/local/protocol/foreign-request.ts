import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a request names this machine as the one it is for. A page of another site that has its
 * own name lead here (DNS rebinding) names that.
 */
export function isOwnHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? "");
}

/**
 * Whether a web page had its browser make a request: programs send no `Origin`. What somebody types
 * into the address line is no page's.
 *
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function isOfPage(headers: IncomingHttpHeaders): boolean {
  const site = headers["sec-fetch-site"];
  return headers.origin !== undefined || (site !== undefined && site !== "none");
}
