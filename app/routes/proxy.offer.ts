import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerOffer } from "../funnel/serve/answer-offer.server.ts";

/** GET /apps/crescendo/offer on the shop's own domain, signed by Shopify. In production server.ts answers before it comes to this. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  const { body, ...init } = await answerOffer(new URL(request.url).searchParams, request.headers.get("x-forwarded-for"));
  return new Response(body, init);
}
