import { z } from "zod";
import { visibleOrdersFrom } from "../shopify/visible-orders.ts";
import type { Ask } from "./ask.server.ts";
import type { ShopifyRecord } from "./map-order.ts";
import { ORDER_LINES_PAGE, ORDERS_BY_ID } from "./order-reads.graphql.ts";
import { Rights, VISIBLE_ORDERS } from "./visible-orders.graphql.ts";

/** So few that the query stays within Shopify's cost limit also if every node were counted in full. */
export const ORDERS_AT_ONCE = 10;

const Connection = z.object({
  nodes: z.array(z.looseObject({})),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});
const Orders = z.object({
  currentAppInstallation: Rights,
  nodes: z.array(z.looseObject({ updatedAt: z.string(), id: z.string(), lineItems: Connection }).nullable()),
});
const Page = z.object({ order: z.object({ updatedAt: z.string(), lineItems: Connection }).nullable() });

export interface FetchedOrders {
  readonly orders: { order: ShopifyRecord; lines: ShopifyRecord[] }[];
  /** ids that Shopify does not show: deleted, or out of what we may see */
  readonly missing: string[];
  /** where the orders began that the app had the right to see as it asked; null: it saw all */
  readonly visibleFrom: Date | null;
}

/** Up to ORDERS_AT_ONCE orders with all their lines, each as it was at one moment. Throws ShopifyError. */
export async function fetchOrders(ask: Ask, ids: readonly string[]): Promise<FetchedOrders> {
  const { nodes, currentAppInstallation } = await ask(ORDERS_BY_ID, { ids: ids.map((id) => `gid://shopify/Order/${id}`) }, Orders);
  let visibleFrom = visibleFromOf(currentAppInstallation);
  const orders: FetchedOrders["orders"] = [];
  const missing: string[] = [];
  for (const [at, id] of ids.entries()) {
    const order = nodes[at];
    if (!order) missing.push(id);
    else {
      const lines = await remainingLines(ask, order);
      if (lines) orders.push({ order, lines });
      else {
        // It changed between two pages: read again from the start, alone.
        const again = await fetchOrders(ask, [id]);
        orders.push(...again.orders);
        missing.push(...again.missing);
        visibleFrom = laterOf(visibleFrom, again.visibleFrom);
      }
    }
  }
  return { orders, missing, visibleFrom };
}

/** How far back the app may see at this moment. Throws ShopifyError. */
export async function readVisibleFrom(ask: Ask): Promise<Date | null> {
  return visibleFromOf((await ask(VISIBLE_ORDERS, {}, z.object({ currentAppInstallation: Rights }))).currentAppInstallation);
}

function visibleFromOf(rights: z.infer<typeof Rights>): Date | null {
  return visibleOrdersFrom(
    rights.accessScopes.map((scope) => scope.handle),
    new Date(),
  );
}

function laterOf(one: Date | null, other: Date | null): Date | null {
  return one && other ? (one > other ? one : other) : (one ?? other);
}

/** null when the order changed while its pages were read. */
async function remainingLines(
  ask: Ask,
  order: { id: string; updatedAt: string; lineItems: z.infer<typeof Connection> },
): Promise<ShopifyRecord[] | null> {
  const lines: ShopifyRecord[] = [...order.lineItems.nodes];
  let { pageInfo } = order.lineItems;
  while (pageInfo.hasNextPage) {
    const page = await ask(ORDER_LINES_PAGE, { id: order.id, after: pageInfo.endCursor }, Page);
    if (page.order?.updatedAt !== order.updatedAt) return null;
    lines.push(...page.order.lineItems.nodes);
    pageInfo = page.order.lineItems.pageInfo;
  }
  return lines;
}
