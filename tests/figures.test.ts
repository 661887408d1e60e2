import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inShop } from "../app/database/pool.server.ts";
import { runFirstSync, startFirstSync } from "../app/orders/first-sync.server.ts";
import { rebuildValues } from "../app/value/rebuild-values.server.ts";
import { storeValue } from "../app/value/store-value.server.ts";
import { loadStock } from "../dev-store/src/stock/load-stock.ts";
import { readFigures } from "../scripts/read-figures.ts";
import { type MadeOrder, makeExport } from "./orders-export-maker.ts";
import { startLocalAdmin } from "./sync/local-admin.ts";
import { insertShop, ownDatabase } from "./test-database.ts";

ownDatabase();
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "figures-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test.each([
  { seed: 1, currency: "USD", digits: 2, layout: "oldest first" },
  { seed: 2, currency: "EUR", digits: 2, layout: "newest first" },
  { seed: 3, currency: "VND", digits: 0, layout: "interleaved" },
  { seed: 4, currency: "KWD", digits: 3, layout: "filled down" },
  { seed: 5, currency: "JPY", digits: 0, layout: "windows" },
  { seed: 6, currency: "HUF", digits: 2, layout: "shuffled columns without Id" },
  { seed: 7, currency: "GBP", digits: 2, orders: 1, layout: "oldest first" },
] as const)("the figures of an orders export are those of its rows: $currency, $layout", async (plan) => {
  const { csv, orders, badOrders } = makeExport(plan);
  const file = join(folder, `orders-${plan.seed}.csv`);
  await writeFile(file, csv);
  const { store, report } = await loadStock({
    kind: "orders_export",
    file,
    margin: 0.55,
    setAsideFile: `${file}.set-aside.csv`,
    domain: "a.myshopify.com",
  });
  expect(report.setAsideOrders, JSON.stringify(report.setAsideReasons)).toBe(badOrders);

  const shopId = await syncedShop(store);
  const figures = await readFigures(shopId);
  const wanted = figuresOf(orders, plan.digits);
  expect(figures).toMatchObject({ ...wanted.exact, currency: plan.currency });
  expect(figures.apf).toBeCloseTo(wanted.apf, 5);
  expect(figures.meanLifespanDays).toBeCloseTo(wanted.meanLifespanDays, 5);
  expect((figures.top as { net: string }[]).map(({ net }) => net)).toEqual(wanted.top);

  // what the app shows leaves gift cards out, and the customers' rows add up to the same
  const value = await storeValue(shopId);
  expect(BigInt(value.grossRevenue + value.giftCards)).toBe(sum(counted(orders).map(({ subtotal }) => subtotal)));
  expect(BigInt(value.giftCards)).toBe(sum(counted(orders).map(({ giftCards }) => giftCards)));
  // of money given back only what was paid for goods comes off it
  expect(BigInt(value.refunds)).toBe(sum(counted(orders).map(refundOfGoods)));
  const rows = await inShop(shopId, (db) =>
    db.row<{ revenue: string; orders: number }>(
      "select coalesce(sum(revenue), 0)::text as revenue, coalesce(sum(orders), 0)::int as orders from customer_values where shop_id = $1",
      [shopId],
    ),
  );
  expect(rows).toEqual({ revenue: String(value.identifiedRevenue), orders: value.identifiedOrders });
});

async function syncedShop(store: Awaited<ReturnType<typeof loadStock>>["store"]): Promise<number> {
  const admin = await startLocalAdmin(store);
  try {
    const shopId = await insertShop({ currency: store.shop.currency });
    const { runId } = await inShop(shopId, (db) => startFirstSync(db));
    for (let round = 0; round < 200; round++) {
      const outcome = await runFirstSync({ shopId, runId }, admin.shop(shopId));
      if (outcome === "done") break;
      expect(outcome).toBe("waiting");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await rebuildValues(shopId);
    return shopId;
  } finally {
    await admin.close();
  }
}

/** Written against the definitions, with whole numbers only; it shares nothing with what it checks. */
function figuresOf(all: readonly MadeOrder[], digits: number) {
  const orders = counted(all);
  const identified = orders.filter(({ customer }) => customer !== null);
  const customers = new Map<string | null, MadeOrder[]>();
  for (const order of identified) customers.set(order.customer, [...(customers.get(order.customer) ?? []), order]);
  const of = (each: (order: MadeOrder) => bigint, among = orders) => sum(among.map(each));
  const gross = of((order) => order.subtotal);
  const refunds = of((order) => order.refunded);
  const text = (amount: bigint) => decimal(amount, digits);
  const mean = (amount: bigint, among: number) => text(among === 0 ? 0n : halfAwayFromZero(amount, BigInt(among)));
  const lifespans = [...customers.values()].map((own) => Math.max(...own.map(({ at }) => at)) - Math.min(...own.map(({ at }) => at)));
  const nets = [...customers.values()]
    .map((own) => of((order) => order.subtotal - order.refunded, own))
    .sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  return {
    exact: {
      orders: orders.length,
      lines: orders.reduce((lines, order) => lines + order.lines, 0),
      customers: customers.size,
      identifiedOrders: identified.length,
      grossRevenue: text(gross),
      refunds: text(refunds),
      aov: mean(gross, orders.length),
      netAov: mean(gross - refunds, orders.length),
      customerValue: mean(
        of((order) => order.subtotal, identified),
        customers.size,
      ),
      repeatCustomers: [...customers.values()].filter(({ length }) => length > 1).length,
    },
    apf: customers.size === 0 ? 0 : identified.length / customers.size,
    meanLifespanDays: customers.size === 0 ? 0 : lifespans.reduce((a, b) => a + b, 0) / 86_400_000 / customers.size,
    top: nets.slice(0, 5).map(text),
  };
}

function counted(orders: readonly MadeOrder[]): MadeOrder[] {
  return orders.filter(({ cancelled }) => !cancelled);
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

/** An export does not tell which units went back, unless all did. */
function refundOfGoods({ subtotal, giftCards, total, refunded }: MadeOrder): bigint {
  if (refunded === 0n) return 0n;
  return halfAwayFromZero(refunded * (subtotal - giftCards), total);
}

function halfAwayFromZero(amount: bigint, among: bigint): bigint {
  const size = ((amount < 0n ? -amount : amount) * 2n + among) / (2n * among);
  return amount < 0n ? -size : size;
}

function decimal(amount: bigint, digits: number): string {
  const size = String(amount < 0n ? -amount : amount).padStart(digits + 1, "0");
  const point = size.length - digits;
  return `${amount < 0n ? "-" : ""}${size.slice(0, point)}${digits === 0 ? "" : `.${size.slice(point)}`}`;
}
