import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { publishCheck } from "../funnel/publish/publish-check.server.ts";
import { idIn } from "../read-form.ts";
import { requireShop } from "../shopify/require-shop.server.ts";

/** What to know before an offer is published, for the editor. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await requireShop(request);
  const id = idIn(params.id);
  const findings = id === null ? null : await publishCheck(shop, id, new Date());
  // Returned, not thrown: an offer that was just deleted must not put an error in the place of the page.
  return json({ findings }, { status: findings ? 200 : 404 });
}
