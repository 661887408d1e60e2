import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { requireShop } from "../shopify/require-shop.server.ts";
import { fitProgress } from "../value/fit-progress.server.ts";

/** What the Value page asks again and again while a forecast is made. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  return json(await fitProgress(shopId));
}
