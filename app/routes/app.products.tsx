import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { productCards, searchProducts } from "../orders/product-cards.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";

const MOST = 200;

/** Products for the offer editor, by numbers (`ids`) or by words of their title (`q`). */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  const parameters = new URL(request.url).searchParams;
  const ids = (parameters.get("ids") ?? "").split(",").filter((id) => /^[1-9]\d{0,18}$/.test(id));
  if (ids.length > 0) return json({ products: await productCards(shopId, ids.slice(0, MOST)) });
  const words = (parameters.get("q") ?? "").trim().slice(0, 100);
  return json({ products: words ? await searchProducts(shopId, words) : [] });
}
