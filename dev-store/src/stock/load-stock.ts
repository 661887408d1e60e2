import type { Store } from "../store/store.ts";
import { generateShop } from "./generated/generate-shop.ts";
import { loadOrdersExport, type OrdersExportOptions } from "./orders-export/load-orders-export.ts";
import type { StockReport } from "./stock-report.ts";

export type { StockReport } from "./stock-report.ts";

export type StockOptions =
  | ({ kind: "orders_export" } & OrdersExportOptions)
  | {
      kind: "generated";
      seed: number;
      domain: string;
      /** how many customers the shop knows, 1,500 unless told */
      customers?: number;
      /** exactly how many orders it has had; by default what its customers bought in two years */
      orders?: number;
      /** epoch ms that counts as today, the machine's clock unless told */
      today?: number;
    };

/** The local store's first contents: a merchant's own orders export, or a shop made up from a seed. */
export async function loadStock(options: StockOptions): Promise<{ store: Store; report: StockReport }> {
  return options.kind === "orders_export" ? loadOrdersExport(options) : generateShop(options);
}
