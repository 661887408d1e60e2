import type { ActionFunctionArgs } from "@remix-run/node";
import { requireWebhook } from "../shopify/shop-webhook-request.server.ts";
import { receiveShopWebhook } from "../webhooks/receive-shop-webhook.server.ts";

export async function action({ request }: ActionFunctionArgs) {
  const delivery = await requireWebhook(request);
  await receiveShopWebhook(delivery);
  return new Response(null, { status: 200 });
}

export function loader() {
  return new Response(null, { status: 405, headers: { Allow: "POST" } });
}
