import type { LoaderFunctionArgs } from "@remix-run/node";
import { setDocumentHeaders } from "../shopify/document-headers.ts";
import { shopify } from "../shopify/shopify-app.server.ts";

/** The library's page that asks App Bridge for a session token and comes back with it. No component: it answers itself. */
export async function loader({ request }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  if (url.pathname === "/auth/session-token") {
    try {
      await shopify().authenticate.admin(request);
    } catch (answer) {
      // The library would let any host named in the query frame its page.
      if (answer instanceof Response) setDocumentHeaders(answer.headers, url);
      throw answer;
    }
  }
  return new Response(null, { status: 404 });
}
