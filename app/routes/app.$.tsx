import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireShop } from "../shopify/require-shop.server.ts";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

/** An address inside the app that names no page: said in the merchant's words, with a way back. */
export async function loader({ request }: LoaderFunctionArgs): Promise<never> {
  await requireShop(request);
  throw new Response(null, { status: 404 });
}

export default function NoSuchPage() {
  return null;
}
