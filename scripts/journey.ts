import { inShop } from "../app/database/pool.server.ts";
import type { OfferDraft } from "../app/funnel/offer.ts";
import { publishOffer } from "../app/funnel/offer-status.server.ts";
import { saveOffer } from "../app/funnel/offers.server.ts";
import { formatDecimal } from "../app/money/money.ts";
import type { NoOfferView, OfferResponse, OfferView } from "../extensions/contract/index.ts";
import { planDemo } from "./demo-offers.ts";
import { Shopper } from "./shopper.ts";
import type { Stack } from "./stack.ts";

interface Met {
  offered: boolean;
  accepted: boolean;
  reason?: string;
  product?: string;
  price: string | null;
  discountedPrice: string | null;
}

/** Publishes a tripwire and a profit maximizer and sends a first-time shopper through the store; waits until the order is attributed. */
export async function runJourney(
  stack: Stack,
  shopId: number,
  say: (text: string) => void,
): Promise<{ journey: Record<string, unknown>; seconds: number }> {
  const began = Date.now();
  const plan = await planDemo(shopId);
  if (!plan) throw new Error("The shop sells nothing that could be offered: it has no active product with a price that was ever ordered.");
  await publish(shopId, plan.tripwire, say);
  if (plan.maximizer) await publish(shopId, plan.maximizer, say);

  const shopper = new Shopper(stack.storeUrl);
  const page = await shopper.page(`/products/${plan.core.handle}`);
  if (!page.includes("data-crescendo")) throw new Error("The product page does not carry the offer block.");
  const tripwire = await meet(shopper, await shopper.offer("product", plan.core.productId));
  say(`  the shopper ${describe("tripwire", tripwire)}`);
  await shopper.add(plan.core.variantId);
  const maximizer = await meet(shopper, await shopper.offer("cart"));
  say(`  the shopper ${describe("profit maximizer", maximizer)}`);
  const prices = { tripwire: await priceOf(shopper, tripwire.view), maximizer: await priceOf(shopper, maximizer.view) };
  await shopper.checkOut(`first-time-${Date.now()}@example.com`);
  const wanted = [tripwire, maximizer].filter((met) => met.accepted).length;
  const order = await untilAttributed(shopId, wanted, began);
  say(`  order ${order.name} is in, ${order.attributed} decisions attributed`);
  const money = (amount: number | null) => (amount === null ? null : formatDecimal(amount, order.currency));
  const result = (met: Awaited<ReturnType<typeof meet>>, at: { price: number; discountedPrice: number } | null): Met => ({
    offered: met.offered,
    accepted: met.accepted,
    ...(met.reason ? { reason: met.reason } : {}),
    ...(met.view ? { product: met.view.product.title } : {}),
    price: money(at?.price ?? null),
    discountedPrice: money(at?.discountedPrice ?? null),
  });
  return {
    journey: {
      tripwire: result(tripwire, prices.tripwire),
      maximizer: result(maximizer, prices.maximizer),
      order: { name: order.name, total: money(order.total), attributedDecisions: order.attributed },
      clvBefore: money(0),
      clvAfter: money(order.clv),
    },
    seconds: Math.round((Date.now() - began) / 100) / 10,
  };
}

async function publish(shopId: number, draft: OfferDraft, say: (text: string) => void): Promise<void> {
  const saved = await saveOffer(shopId, null, draft);
  if (saved.kind !== "saved") throw new Error(`The offer "${draft.name}" was not accepted: ${JSON.stringify(saved)}`);
  const published = await publishOffer(shopId, saved.id);
  if (published.kind !== "published") throw new Error(`The offer "${draft.name}" was not published: ${JSON.stringify(published)}`);
  say(`  published "${draft.name}"`);
}

async function meet(
  shopper: Shopper,
  answer: OfferResponse,
): Promise<{ offered: boolean; accepted: boolean; reason?: NoOfferView["reason"]; view?: OfferView }> {
  if (answer.kind === "none") return { offered: false, accepted: false, reason: answer.reason };
  await shopper.sees(answer);
  await shopper.accepts(answer);
  return { offered: true, accepted: true, view: answer };
}

function describe(stage: string, met: { offered: boolean; reason?: string; view?: OfferView }): string {
  if (!met.view) return `was shown no ${stage} (${met.reason})`;
  return `accepted the ${stage}: ${met.view.product.title}, ${met.view.discountedPrice.formatted} instead of ${met.view.price.formatted}`;
}

function priceOf(shopper: Shopper, view: OfferView | undefined) {
  return view ? shopper.priceOf(view) : null;
}

/** The newest order since `began`, once as many of its lines are attributed as offers were accepted and its customer is valued. */
async function untilAttributed(shopId: number, wanted: number, began: number) {
  for (let waited = 0; waited < 30_000; waited += 200) {
    const order = await inShop(shopId, (db) =>
      db.row<{ name: string; total: number; currency: string; attributed: number; clv: number | null }>(
        `select o.name, o.total::float8 as total, s.currency, v.profit::float8 as clv,
                (select count(*)::int from attributions a where a.shop_id = o.shop_id and a.order_id = o.id) as attributed
         from orders o join shops s on s.id = o.shop_id
         left join customer_values v on v.shop_id = o.shop_id and v.customer_id = o.customer_id
         where o.processed_at >= to_timestamp($1::float8 / 1000) order by o.processed_at desc limit 1`,
        [began],
      ),
    );
    if (order && order.attributed >= wanted && order.clv !== null) return order;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("The shopper's order was not attributed within 30 seconds.");
}
