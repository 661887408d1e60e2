import type { LoaderFunctionArgs } from "@remix-run/node";
import { privacyExport } from "../privacy/privacy-requests.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";

/** What the app holds about one customer, as a file for the merchant to pass on. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  const held = /^[1-9]\d{0,8}$/.test(params.id ?? "") ? await privacyExport(shopId, Number(params.id)) : null;
  if (held === null) throw new Response(null, { status: 404 });
  return new Response(JSON.stringify(held, null, 2), {
    headers: { "Content-Type": "application/json; charset=utf-8", "Content-Disposition": "attachment", "Cache-Control": "no-store" },
  });
}
