import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import { boundary } from "@shopify/shopify-app-remix/server";

/**
 * The answers that the Shopify library throws: pages that take the merchant through sign-in, which must run as they
 * are. The library's own boundary knows them by their class's name, which a minified build changes.
 */
export function AnswerBoundary() {
  const error = useRouteError();
  if (!isRouteErrorResponse(error)) return boundary.error(error);
  const html = typeof error.data === "string" && error.data ? error.data : error.statusText;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: only this server's own answers come here
  return <div dangerouslySetInnerHTML={{ __html: html }} />;
}
