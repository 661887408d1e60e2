import { inShop } from "../app/database/pool.server.ts";
import { getExperiment, listExperiments } from "../app/experiments/experiments.server.ts";
import { lookAtExperiments } from "../app/experiments/look-at-experiments.server.ts";
import { startProof } from "../app/experiments/proof.server.ts";
import { publishOffer } from "../app/funnel/offers/offer-status.server.ts";
import { saveOffer } from "../app/funnel/offers/offers.server.ts";
import { type Random, seededRandom } from "../app/value/models/seeded-random.ts";
import { Shopper } from "./shopper.ts";
import { CHECKS_OUT, type StreamProduct, type StreamTruth, streamOffer, streamTruths, trueIncrement } from "./shopper-truth.ts";

export interface StreamReport {
  readonly offerId: number;
  readonly experimentId: number;
  readonly name: string;
  /** what the shoppers were made to do, minor units per visitor */
  readonly truth: number;
  readonly shoppers: number;
  readonly shown: number;
  readonly heldOut: number;
  readonly nothing: number;
  readonly accepted: number;
  readonly orders: number;
  /** what the experiment says of it, minor units per visitor; null while it says nothing */
  readonly verdict: string;
  readonly measured: { readonly expected: number; readonly ci: readonly [number, number] } | null;
  /** what a dashboard would show: profit of the sales that took the offer */
  readonly attributed: number;
}

interface Stream {
  readonly shoppers: number;
  /** so many more of them may come, a hundred at a time, while an experiment is undecided: its interval holds at every look */
  readonly more?: number;
  readonly seed: number;
  say(text: string): void;
}

const AT_ONCE = 4;
const SAY_EVERY = 100;

/**
 * Publishes two offers and sends shoppers through the store who answer them by chances that the app is not told: the same requests,
 * cart, checkout and webhooks as any shopper's. Returns once every order has arrived.
 */
export async function streamShoppers(storeUrl: string, shopId: number, { shoppers, more = 0, seed, say }: Stream): Promise<StreamReport[]> {
  const truths = streamTruths(await sellableProducts(shopId));
  const running: Running[] = [];
  for (const truth of truths) running.push({ truth, ...(await publish(shopId, truth)) });
  const random = seededRandom(seed);
  let sent = 0;
  for (let upTo = shoppers; ; upTo = Math.min(upTo + SAY_EVERY, shoppers + more)) {
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (sent < upTo) {
          const number = ++sent;
          const report = running[number % running.length] as Running;
          await visit(new Shopper(storeUrl), { ...report, number, random });
          if (number % SAY_EVERY === 0) say(`  ${number} of ${upTo} shoppers`);
        }
      }),
    );
    await untilArrived(
      shopId,
      running.reduce((sum, { counts }) => sum + counts.orders, 0),
    );
    await lookAtExperiments(shopId);
    const reports = await Promise.all(running.map((report) => conclude(shopId, report)));
    if (upTo >= shoppers + more || reports.every(({ verdict }) => verdict === "earns" || verdict === "loses")) return reports;
  }
}

interface Running {
  readonly truth: StreamTruth;
  readonly offerId: number;
  readonly experimentId: number;
  readonly counts: ReturnType<typeof noCounts>;
}

async function conclude(shopId: number, { truth, offerId, experimentId, counts }: Running): Promise<StreamReport> {
  const effect = (await getExperiment(shopId, experimentId))?.look?.effects[0];
  const earned = await inShop(shopId, (db) =>
    db.row<{ profit: number }>("select coalesce(sum(profit), 0)::float8 as profit from attributions where shop_id = $1 and offer_id = $2", [
      shopId,
      offerId,
    ]),
  );
  return {
    offerId,
    experimentId,
    name: truth.name,
    truth: trueIncrement(truth),
    ...counts,
    verdict: effect?.verdict.kind ?? "not_looked",
    measured: effect?.incremental ?? null,
    attributed: earned?.profit ?? 0,
  };
}

function noCounts() {
  return { shoppers: 0, shown: 0, heldOut: 0, nothing: 0, accepted: 0, orders: 0 };
}

/** One shopper: puts the anchor into the cart, meets the offer there or does not, and may or may not pay. */
async function visit(
  shopper: Shopper,
  { truth, counts, number, random }: { truth: StreamTruth; counts: ReturnType<typeof noCounts>; number: number; random: Random },
): Promise<void> {
  // drawn first, so that shoppers are the same whoever is shown what
  const [takes, wants, pays] = [random() < truth.accepts, random() < truth.buysAnyway, random() < CHECKS_OUT];
  counts.shoppers++;
  await shopper.add(truth.anchor.variantId);
  const answer = await shopper.offer("cart");
  if (answer.kind === "offer") {
    counts.shown++;
    await shopper.sees(answer);
    if (takes) {
      counts.accepted++;
      await shopper.accepts(answer);
    }
  } else {
    if (answer.reason === "holdout") {
      counts.heldOut++;
      await shopper.sees(answer);
    } else counts.nothing++;
    if (wants) await shopper.add(truth.offered.variantId);
  }
  if (!pays) return;
  await shopper.checkOut(`shopper-${number}-${Date.now()}@example.com`);
  counts.orders++;
}

async function publish(shopId: number, truth: StreamTruth) {
  const saved = await saveOffer(shopId, null, streamOffer(truth));
  if (saved.kind !== "saved") throw new Error(`The offer "${truth.name}" was not accepted: ${JSON.stringify(saved)}`);
  const published = await publishOffer(shopId, saved.id);
  if (published.kind !== "published") throw new Error(`The offer "${truth.name}" was not published: ${JSON.stringify(published)}`);
  const experimentId = await prove(shopId, saved.id);
  return { offerId: saved.id, experimentId, counts: noCounts() };
}

/** Half of the shoppers miss the offer, as a merchant would have it who wants to know soon. */
async function prove(shopId: number, offerId: number): Promise<number> {
  const holdout = (await listExperiments(shopId)).find((one) => one.kind === "offer_holdout" && one.offerId === offerId);
  if (!holdout) throw new Error(`Offer ${offerId} has no holdout.`);
  const outcome = await startProof(shopId, holdout.id, { liftBp: 2_000 });
  if (outcome.kind !== "started") throw new Error(`The proof of offer ${offerId} did not start: ${JSON.stringify(outcome)}`);
  return holdout.id;
}

/** The products that sell most, with one variant that can be bought. */
async function sellableProducts(shopId: number): Promise<StreamProduct[]> {
  return inShop(shopId, (db) =>
    db.rows<StreamProduct>(
      `with sold as materialized (
         select product_id, count(distinct order_id) as orders from order_lines where shop_id = $1 and product_id is not null group by product_id
       )
       select p.id as "productId", v.id as "variantId", p.title, v.price::float8 as price,
         coalesce(c.amount, round(v.price * s.assumed_cost_bp / 10000.0))::float8 as "unitCost"
       from sold join products p on p.shop_id = $1 and p.id = sold.product_id and lower(p.status) = 'active' and p.deleted_at is null and not p.is_gift_card
       join shops s on s.id = $1
       join lateral (
         select id, price from variants where shop_id = $1 and product_id = p.id and available_for_sale and price > 0 order by id limit 1
       ) v on true
       left join lateral (
         select amount from unit_costs where shop_id = $1 and variant_id = v.id and valid_from <= now() order by valid_from desc limit 1
       ) c on true
       order by sold.orders desc, p.id limit 60`,
      [shopId],
    ),
  );
}

/** Every order of the stream is in the facts and its accepted lines are in the ledger. */
async function untilArrived(shopId: number, orders: number): Promise<void> {
  const began = new Date(Date.now() - 24 * 3600 * 1000);
  for (let waited = 0; waited < 120_000; waited += 500) {
    const row = await inShop(shopId, (db) =>
      db.row<{ arrived: number; waiting: number }>(
        `select count(*)::int as arrived,
           (select count(*)::int from order_lines l where l.shop_id = $1 and l.decision_id is not null
              and not exists (select from attributions a where a.shop_id = $1 and a.order_id = l.order_id and a.line_id = l.id)) as waiting
         from orders where shop_id = $1 and visitor is not null and created_at > $2`,
        [shopId, began],
      ),
    );
    if (row && row.arrived >= orders && row.waiting === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("Not every order of the stream arrived within two minutes.");
}
