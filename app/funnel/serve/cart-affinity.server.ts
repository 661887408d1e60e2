import { type ShopReader, shopReader } from "../../database/pool.server.ts";
import type { Calibration } from "../affinity/base-probability.ts";
import { type PopularOrders, type Recipes, readyToRank } from "../affinity/cart-ranker.ts";
import { type ProductIds, productNumber } from "../affinity/product-numbers.ts";
import { type CartAffinity, EMPTY_ROW, NO_AFFINITY, type ServedAffinity, type ServedRow, serveCart } from "../affinity/serve-cart.ts";
import { answerTogether } from "./answer-together.ts";
import { BoundedCache } from "./bounded-cache.ts";

export type { AffinityCandidate, CartAffinity } from "../affinity/serve-cart.ts";

// A version never changes, so what is kept is right for as long as it is kept.
const models = new BoundedCache<ServedAffinity>(64 * 2 ** 20);
const rows = new BoundedCache<ServedRow>(32 * 2 ** 20);
/** A new version is read once, however many shoppers wait for it. */
const underWay = new Map<string, Promise<ServedAffinity | null>>();

/**
 * What the shop's orders say of a cart with these products, by its affinity of this version, or by the present one where that is gone
 * meanwhile. Without a query when all has been asked before; with one for the products that have not. Products the
 * shop has never sold say nothing.
 */
export async function cartAffinity(db: ShopReader, version: number, productIds: readonly string[]): Promise<CartAffinity> {
  const asked = await cartOf(db, version, productIds);
  if (asked) return asked;
  const shop = await db.row<{ version: number }>("select affinity_version as version from shops where id = $1", [db.shopId]);
  return (shop && shop.version !== version && (await cartOf(db, shop.version, productIds))) || NO_AFFINITY;
}

/** Null: there is no such version. */
async function cartOf(db: ShopReader, version: number, productIds: readonly string[]): Promise<CartAffinity | null> {
  if (version < 1) return null;
  const model = models.get(`${db.shopId}:${version}`) ?? (await theModel(db, version));
  if (!model) return null;
  const cart = [...new Set(productIds.map((id) => productNumber(model.ids, id)))].filter((product) => product >= 0);
  const found = new Map<number, ServedRow>();
  const missing: number[] = [];
  for (const product of cart) {
    const row = rows.get(`${db.shopId}:${version}:${product}`);
    if (row) found.set(product, row);
    else missing.push(product);
  }
  if (missing.length > 0) {
    const read = await rowsOf(db.shopId, { model, missing });
    if (!read) return null;
    for (const [product, row] of read) {
      found.set(product, row);
      rows.set(`${db.shopId}:${version}:${product}`, row, bytesOf(row));
    }
  }
  return serveCart(model, found, cart);
}

function theModel(db: ShopReader, version: number): Promise<ServedAffinity | null> {
  const name = `${db.shopId}:${version}`;
  const reading = underWay.get(name) ?? readModel(db, version).finally(() => underWay.delete(name));
  underWay.set(name, reading);
  return reading;
}

interface ModelRow {
  orderTotal: number;
  recipes: Recipes;
  calibration: Calibration;
  ids: Buffer;
  orders: Buffer;
  popularity: Buffer;
  repeatDays: Buffer;
  small: Buffer;
  large: Buffer | null;
}

async function readModel(db: ShopReader, version: number): Promise<ServedAffinity | null> {
  const row = await db.row<ModelRow>(
    `select orders as "orderTotal", recipes, calibration, product_ids as ids, product_orders as orders, product_popularity as popularity,
       product_repeat_days as "repeatDays", popular_small as small, popular_large as large
     from affinity_models where shop_id = $1 and version = $2`,
    [db.shopId, version],
  );
  if (!row) return null;
  const ids = new Float64Array(own(row.ids));
  const facts = { products: ids.length, popularity: new Float64Array(own(row.popularity)), orders: new Int32Array(own(row.orders)) };
  const small = new Int32Array(own(row.small));
  const popular: PopularOrders = { small, large: row.large ? new Int32Array(own(row.large)) : small };
  const { orderTotal, recipes, calibration } = row;
  const repeatDays = new Float32Array(own(row.repeatDays));
  const model = {
    version,
    orderTotal,
    recipes,
    calibration,
    ids,
    ...namesOf(ids, models.get(`${db.shopId}:${version - 1}`)),
    facts,
    repeatDays,
    ready: readyToRank(facts, popular),
  };
  // ids, names both ways, popularity, orders, repeat days, two orders by popularity, and the scratch space of ranking
  models.set(`${db.shopId}:${version}`, model, 1000 + ids.length * (8 + 40 + 60 + 8 + 4 + 4 + 4 + 4 + 13));
  return model;
}

/** Those of the version before where products are the same, as they mostly are: they come to a hundred thousand texts, found one by one. */
function namesOf(ids: ProductIds, before: ServedAffinity | undefined): Pick<ServedAffinity, "names" | "numbers"> {
  const same = before?.ids.length === ids.length && before.ids.every((id, product) => id === ids[product]);
  return same ? { names: before.names, numbers: before.numbers } : { names: new Array<string>(ids.length), numbers: new Map() };
}

/** Aligned, and of no pool: small buffers of the driver share one. */
function own(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

interface NeighboursRow {
  product: string | null;
  others: string;
  scores: string;
  together: string;
  easeIds: string | null;
  easeScores: string | null;
}

interface Asked {
  readonly model: ServedAffinity;
  readonly missing: readonly number[];
}

/** After a swap every cart asks anew: one statement reads for all who wait. */
const rowsOf = answerTogether(
  async (shopId, asks: readonly Asked[]): Promise<(Map<number, ServedRow> | null)[]> => {
    const read = new Map<ServedAffinity, Map<number, ServedRow> | null>();
    for (const model of new Set(asks.map((asked) => asked.model))) {
      const missing = asks.flatMap((asked) => (asked.model === model ? asked.missing : []));
      read.set(model, await readRows(shopReader(shopId), model, [...new Set(missing)]));
    }
    return asks.map(({ model }) => read.get(model) ?? null);
  },
  { atOnce: 1, most: 32 },
);

/** Null: the version is gone. One statement sees all of a version or nothing. */
async function readRows(
  db: ShopReader,
  { version, ids }: ServedAffinity,
  products: readonly number[],
): Promise<Map<number, ServedRow> | null> {
  const read = await db.rows<NeighboursRow>(
    `select c.product_id as product, c.other_ids::text as others, c.scores::text as scores, c.together::text as together,
             c.ease_ids::text as "easeIds", c.ease_scores::text as "easeScores"
           from affinity_models m
           left join co_purchases c on c.shop_id = $1 and c.version = $2 and c.product_id = any($3::bigint[])
           where m.shop_id = $1 and m.version = $2`,
    [db.shopId, version, products.map((product) => ids[product])],
    "affinity: rows",
  );
  if (read.length === 0) return null;
  const found = new Map<number, ServedRow>(products.map((product) => [product, EMPTY_ROW]));
  for (const row of read) if (row.product !== null) found.set(productNumber(ids, row.product), servedRow(ids, row));
  return found;
}

function servedRow(ids: ProductIds, row: NeighboursRow): ServedRow {
  const neighbours = (others: string | null, scores: string | null) => {
    const names = elements(others);
    return {
      others: numbersOf(names, (id) => productNumber(ids, id), new Int32Array(names.length)),
      scores: numbersOf(elements(scores), Number, new Float32Array(names.length)),
      from: 0,
      to: names.length,
    };
  };
  const together = elements(row.together);
  return {
    engine: neighbours(row.others, row.scores),
    together: numbersOf(together, Number, new Uint16Array(together.length)),
    ease: neighbours(row.easeIds, row.easeScores),
  };
}

/** A typed array's own `from` goes through an iterator: after a swap these are hundreds of thousands. */
function numbersOf<Numbers extends Int32Array | Float32Array | Uint16Array>(
  texts: readonly string[],
  number: (text: string) => number,
  into: Numbers,
): Numbers {
  for (let at = 0; at < texts.length; at++) into[at] = number(texts[at] as string);
  return into;
}

/** Of PostgreSQL's text of an array of numbers. */
function elements(text: string | null): string[] {
  return text === null || text === "{}" ? [] : text.slice(1, -1).split(",");
}

function bytesOf({ engine, ease }: ServedRow): number {
  return 600 + 10 * engine.to + 8 * ease.to;
}
