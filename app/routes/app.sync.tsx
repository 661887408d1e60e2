import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { syncProgress } from "../orders/sync-progress.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";

/** What Home asks again and again while orders come in. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  return json(await syncProgress(shopId));
}
