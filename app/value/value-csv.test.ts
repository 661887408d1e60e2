import { beforeAll, expect, test } from "vitest";
import { madeOrders, sellOrders } from "../../tests/sold-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { insertValueShop, NOW } from "../../tests/value-shop.ts";
import { inShop } from "../database/pool.server.ts";
import { customerForecasts } from "./customer-forecast.server.ts";
import { fitValues } from "./fit-values.server.ts";
import { rebuildValues } from "./rebuild-values.server.ts";
import { updateValues } from "./update-values.server.ts";
import { valueCsv } from "./value-csv.server.ts";
import { valueOverview } from "./value-overview.server.ts";

ownDatabase();
let shopId: number;

beforeAll(async () => {
  ({ shopId } = await insertValueShop());
});

test("the export has every customer with the database's figures, and no cell a spreadsheet would run", async () => {
  let text = "";
  for await (const piece of valueCsv(shopId)) text += piece;
  const [header, ...lines] = text.trimEnd().split("\r\n");
  const columns = header?.split(",") ?? [];
  const rows = lines.map((line) => Object.fromEntries(line.split(",").map((cell, at) => [columns[at] ?? "", cell])));
  const overview = await valueOverview(shopId);
  expect(rows).toHaveLength(overview.historicClv.customers);
  const cents = (column: string) => rows.reduce((sum, row) => sum + Math.round(Number(row[column] ?? 0) * 100), 0);
  expect(cents("gross_revenue")).toBe(overview.historicClv.total.gross);
  expect(cents("net_revenue")).toBe(overview.historicClv.total.net);
  expect(cents("profit")).toBe(overview.historicClv.total.profit);
  expect(Math.abs(cents("clv_12m_net") - (overview.forecast?.clv.net.mean ?? 0))).toBeLessThanOrEqual(rows.length / 2);
  expect(Math.abs(cents("clv_12m_gross") - (overview.forecast?.clv.gross.mean ?? 0))).toBeLessThanOrEqual(rows.length / 2);
  const forecasts = await customerForecasts(
    shopId,
    rows.map((row) => row.customer_id ?? ""),
  );
  for (const row of rows) {
    const forecast = forecasts.get(row.customer_id ?? "");
    expect(row.p_alive).toBe(forecast?.pAlive?.toFixed(4) ?? "");
    expect(row.p_order_12m).toBe(forecast?.pOrder.toFixed(4) ?? "");
    expect(row.as_of).toBe(forecast ? "2026-06-30" : "");
    expect([row.rfm_recency, row.rfm_frequency, row.rfm_money].every((score) => Number(score) >= 1 && Number(score) <= 5)).toBe(true);
    if (forecast) expect(Number(row.clv_12m_net_low)).toBeLessThanOrEqual(Number(row.clv_12m_net_high));
  }
  expect(lines.every((line) => line.split(",").every((cell) => !/^[=+@]|^-(?!\d)/.test(cell)))).toBe(true);
});

test("an order of today changes no forecast in the export before the night, so that its sum stays the headline", async () => {
  const own = await insertShop();
  await sellOrders(own, madeOrders({ customers: 60, days: 300, until: "2026-06-30", seed: 8 }));
  await rebuildValues(own);
  await fitValues(own, { now: NOW });
  const forecastCells = async () => {
    let text = "";
    for await (const piece of valueCsv(own)) text += piece;
    const [header = "", ...lines] = text.trimEnd().split("\r\n");
    const from = header.split(",").indexOf("rfm_recency");
    return lines.map((line) => line.split(",").slice(from).join(","));
  };
  const night = await forecastCells();
  await sellOrders(own, [{ id: 50_000, customer: 7, at: "2026-07-01T08:00:00Z", subtotal: 9_000 }]);
  await inShop(own, (db) => updateValues(db, { orderIds: ["50000"] }));
  expect(await forecastCells()).toEqual(night);
});
