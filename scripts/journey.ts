import { inShop } from "../app/database/pool.server.ts";
import type { OfferDraft } from "../app/funnel/offers/offer.ts";
import { publishOffer } from "../app/funnel/offers/offer-status.server.ts";
import { saveOffer } from "../app/funnel/offers/offers.server.ts";
import { formatDecimal } from "../app/money/money.ts";
import type { NoOfferView, OfferResponse, OfferView } from "../extensions/contract/index.ts";
import { type DemoPlan, planDemo } from "./demo-offers.ts";
import { Shopper } from "./shopper.ts";
import type { Stack } from "./stack.ts";

interface Met {
  offered: boolean;
  accepted: boolean;
  /** why it was not offered */
  reason?: string;
  product?: string;
  price: string | null;
  discountedPrice: string | null;
}

interface Journey {
  readonly tripwire: Met;
  readonly maximizer: Met;
  /** null when the shop sells nothing that a shopper could put into the cart and pay */
  readonly order: { name: string; total: string; attributedDecisions: number } | null;
  /** the shopper's historic CLV in profit, as the database held it before the order and after it */
  readonly clvBefore: string | null;
  readonly clvAfter: string | null;
}

/** Publishes a tripwire and a profit maximizer and sends a first-time shopper through the store; waits until the order is attributed. */
export async function runJourney(
  stack: Stack,
  shopId: number,
  say: (text: string) => void,
): Promise<{ journey: Journey; seconds: number }> {
  const began = Date.now();
  const plan = await planDemo(shopId);
  const journey = plan ? await shop(stack, shopId, plan, say) : nothingToSell(say);
  return { journey, seconds: Math.round((Date.now() - began) / 100) / 10 };
}

async function shop(stack: Stack, shopId: number, plan: DemoPlan, say: (text: string) => void): Promise<Journey> {
  await publish(shopId, plan.tripwire, say);
  if (plan.maximizer) await publish(shopId, plan.maximizer, say);
  else
    say(
      "  no profit maximizer: besides the core product and the tripwire the shop sells nothing that leaves the wanted margin at 10% less",
    );

  const { shopper, tripwire, maximizer } = await firstShopperShown(stack, plan, say);
  const newest = await newestOrderId(shopId);
  const before = await valuesByCustomer(shopId);
  await shopper.checkOut(`first-time-${Date.now()}@example.com`);
  const wanted = [tripwire, maximizer].filter((met) => met.accepted).length;
  const order = await untilAttributed(shopId, wanted, newest);
  say(`  order ${order.name} is in, ${order.attributed} ${order.attributed === 1 ? "decision" : "decisions"} attributed`);
  const money = (amount: number) => formatDecimal(amount, order.currency);
  return {
    tripwire: await result(shopId, tripwire, money),
    maximizer: await result(shopId, maximizer, money),
    order: { name: order.name, total: money(order.total), attributedDecisions: order.attributed },
    clvBefore: money(order.customer_id === null ? 0 : (before.get(order.customer_id) ?? 0)),
    clvAfter: order.clv === null ? null : money(order.clv),
  };
}

/** Some shoppers are held out, so that it is known what offers earn; this journey is of one who is not. */
const MOST_SHOPPERS = 60;

async function firstShopperShown(stack: Stack, plan: DemoPlan, say: (text: string) => void) {
  let last: { shopper: Shopper; tripwire: Meeting; maximizer: Meeting } | undefined;
  for (let met = 0; met < MOST_SHOPPERS; met++) {
    const isLast = met === MOST_SHOPPERS - 1;
    const shopper = new Shopper(stack.storeUrl);
    if (met === 0) {
      const page = await shopper.page(`/products/${plan.core.handle}`);
      if (!page.includes("data-crescendo")) throw new Error("The product page does not carry the offer block.");
    }
    const tripwire = await meet(shopper, await shopper.offer("product", plan.core.productId));
    if (passedOver(tripwire) && !isLast) continue;
    await shopper.add(plan.core.variantId);
    const maximizer = await meet(shopper, await shopper.offer("cart"));
    last = { shopper, tripwire, maximizer };
    if (passedOver(maximizer)) continue;
    if (met > 0) say(`  ${met} shoppers before were held out, or doing nothing was chosen for them`);
    break;
  }
  if (!last) throw new Error(`Of ${MOST_SHOPPERS} shoppers none was shown the tripwire.`);
  say(`  the shopper ${describe("tripwire", last.tripwire)}`);
  say(`  the shopper ${describe("profit maximizer", last.maximizer)}`);
  return last;
}

/** Chance, not the offer, kept it from this shopper. */
function passedOver({ reason }: Meeting): boolean {
  return reason === "holdout" || reason === "no_profitable_offer";
}

/** A shop of free articles and gift cards alone: neither is offered, and there is nothing to put into a cart for money. */
function nothingToSell(say: (text: string) => void): Journey {
  say("  no journey: no active product with a price was ever ordered; free articles and gift cards are never offered");
  const none: Met = { offered: false, accepted: false, reason: "nothing_to_offer", price: null, discountedPrice: null };
  return { tripwire: none, maximizer: none, order: null, clvBefore: null, clvAfter: null };
}

/** What the shopper met, with the prices of the line as the order has it. */
async function result(shopId: number, met: Meeting, money: (amount: number) => string): Promise<Met> {
  const line = met.view
    ? await inShop(shopId, (db) =>
        db.row<{ price: number; paid: number }>(
          "select unit_price::float8 as price, (unit_price * quantity - discount)::float8 / quantity as paid from order_lines where decision_id = $1",
          [met.view?.decisionId],
        ),
      )
    : undefined;
  return {
    offered: met.offered,
    accepted: met.accepted,
    ...(met.reason ? { reason: met.reason } : {}),
    ...(met.view ? { product: met.view.product.title } : {}),
    price: line ? money(line.price) : null,
    discountedPrice: line ? money(line.paid) : null,
  };
}

async function publish(shopId: number, draft: OfferDraft, say: (text: string) => void): Promise<void> {
  const saved = await saveOffer(shopId, null, draft);
  if (saved.kind !== "saved") throw new Error(`The offer "${draft.name}" was not accepted: ${JSON.stringify(saved)}`);
  const published = await publishOffer(shopId, saved.id);
  if (published.kind !== "published") throw new Error(`The offer "${draft.name}" was not published: ${JSON.stringify(published)}`);
  say(`  published "${draft.name}"`);
}

interface Meeting {
  offered: boolean;
  accepted: boolean;
  reason?: NoOfferView["reason"];
  view?: OfferView;
}

async function meet(shopper: Shopper, answer: OfferResponse): Promise<Meeting> {
  if (answer.kind === "none") return { offered: false, accepted: false, reason: answer.reason };
  await shopper.sees(answer);
  await shopper.accepts(answer);
  return { offered: true, accepted: true, view: answer };
}

function describe(stage: string, met: { offered: boolean; reason?: string; view?: OfferView }): string {
  if (!met.view) return `was shown no ${stage} (${met.reason})`;
  return `accepted the ${stage}: ${met.view.product.title}, ${met.view.discountedPrice.formatted} instead of ${met.view.price.formatted}`;
}

async function newestOrderId(shopId: number): Promise<string> {
  const row = await inShop(shopId, (db) =>
    db.row<{ id: string }>("select coalesce(max(id), 0)::text as id from orders where shop_id = $1", [shopId]),
  );
  return row?.id ?? "0";
}

/** What every customer is worth now: who the shopper is, is known only once the order is in. */
async function valuesByCustomer(shopId: number): Promise<Map<string, number>> {
  const rows = await inShop(shopId, (db) =>
    db.rows<{ customer_id: string; profit: number }>(
      "select customer_id, profit::float8 as profit from customer_values where shop_id = $1",
      [shopId],
    ),
  );
  return new Map(rows.map((row) => [row.customer_id, row.profit]));
}

/** The order that came after `newest`, once as many of its lines are attributed as offers were accepted and its customer is valued. */
async function untilAttributed(shopId: number, wanted: number, newest: string) {
  for (let waited = 0; waited < 30_000; waited += 200) {
    const order = await inShop(shopId, (db) =>
      db.row<{ name: string; customer_id: string | null; total: number; currency: string; attributed: number; clv: number | null }>(
        `select o.name, o.customer_id, o.total::float8 as total, s.currency, v.profit::float8 as clv,
                (select count(*)::int from attributions a where a.shop_id = o.shop_id and a.order_id = o.id) as attributed
         from orders o join shops s on s.id = o.shop_id
         left join customer_values v on v.shop_id = o.shop_id and v.customer_id = o.customer_id
         where o.shop_id = $1 and o.id > $2::bigint order by o.id limit 1`,
        [shopId, newest],
      ),
    );
    if (order && order.attributed >= wanted && order.clv !== null) return order;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("The shopper's order was not attributed within 30 seconds.");
}
