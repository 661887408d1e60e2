import express from "express";
import type { Store } from "../../store/store.ts";
import { gid, StoreError } from "../../store/store.ts";
import { seededRandom } from "../seeded-random.ts";
import { BadRequest, bodyFields } from "./body-fields.ts";
import { placeRandomOrder } from "./random-order.ts";

/** The control API's changes to orders, customers and variants. */
export function createResourceRoutes(storeOf: (request: express.Request) => Store): express.Router {
  const router = express.Router();
  let random = seededRandom(1);
  router.post("/orders", (request, response) => {
    const { customerId, variantId, quantity, count, seed } = bodyFields(request.body, {
      customerId: "number",
      variantId: "number",
      quantity: "number",
      count: "number",
      seed: "number",
    });
    if (seed !== undefined) random = seededRandom(seed);
    if (count !== undefined && (!Number.isInteger(count) || count < 1 || count > 10_000)) throw new BadRequest("count is 1 to 10,000.");
    const store = storeOf(request);
    const orders = Array.from({ length: count ?? 1 }, () => placeRandomOrder(store, random, { customerId, variantId, quantity }));
    response.status(201).json({
      orders: orders.map((order) => ({
        id: order.id,
        gid: gid("Order", order.id),
        name: order.name,
        customerId: order.customerId,
        total: order.total,
        lines: order.lines.map(({ id, variantId: variant, quantity: units }) => ({ id, variantId: variant, quantity: units })),
      })),
    });
  });
  router.post("/orders/:id/refund", (request, response) => {
    const { amount, lines } = refundBody(request.body);
    const store = storeOf(request);
    const order = store.orders.get(Number(request.params.id));
    const left = order ? order.total - order.refunds.reduce((sum, refund) => sum + refund.amount, 0) : 0;
    const rest =
      order?.lines.filter((line) => line.currentQuantity > 0).map((line) => ({ lineId: line.id, quantity: line.currentQuantity })) ?? [];
    response
      .status(201)
      .json(store.refundOrder(Number(request.params.id), { amount: amount ?? left, lines: lines ?? (amount === undefined ? rest : []) }));
  });
  router.post("/orders/:id/cancel", (request, response) => response.json(storeOf(request).cancelOrder(Number(request.params.id))));
  router.post("/orders/:id/edit", (request, response) => {
    const { lineId, quantity } = bodyFields(request.body, { lineId: "number", quantity: "number" });
    if (lineId === undefined || quantity === undefined) throw new BadRequest("Send {lineId, quantity}.");
    response.json(storeOf(request).editOrder(Number(request.params.id), { lineId, quantity }));
  });
  router.delete("/orders/:id", (request, response) => {
    storeOf(request).deleteOrder(Number(request.params.id));
    response.status(204).end();
  });
  router.delete("/customers/:id", (request, response) => {
    storeOf(request).deleteCustomer(Number(request.params.id));
    response.status(204).end();
  });
  router.post("/customers/:id/merge", (request, response) => {
    const { into } = bodyFields(request.body, { into: "number" });
    if (into === undefined) throw new BadRequest("Send {into}.");
    response.json(storeOf(request).mergeCustomers(into, Number(request.params.id)));
  });
  router.post("/variants/:id", (request, response) => {
    const change = bodyFields(request.body, { price: "number", unitCost: "number", inventoryQuantity: "number" });
    response.json(changeVariant(storeOf(request), Number(request.params.id), change));
  });
  return router;
}

function refundBody(body: unknown): { amount: number | undefined; lines: { lineId: number; quantity: number }[] | undefined } {
  const { lines, ...rest } = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const { amount } = bodyFields(rest, { amount: "number" });
  if (lines === undefined) return { amount, lines: undefined };
  if (!Array.isArray(lines)) throw new BadRequest('"lines" should be a list of {lineId, quantity}.');
  return {
    amount,
    lines: lines.map((line) => {
      const { lineId, quantity } = bodyFields(line, { lineId: "number", quantity: "number" });
      if (lineId === undefined || quantity === undefined) throw new BadRequest('"lines" should be a list of {lineId, quantity}.');
      return { lineId, quantity };
    }),
  };
}

function changeVariant(
  store: Store,
  id: number,
  change: { price: number | undefined; unitCost: number | undefined; inventoryQuantity: number | undefined },
) {
  const variant = store.variants.get(id);
  const product = variant && store.products.get(variant.productId);
  if (!variant || !product) throw new StoreError(`There is no variant ${id}.`);
  if (change.price !== undefined) variant.price = change.price;
  if (change.unitCost !== undefined) variant.unitCost = change.unitCost;
  if (change.inventoryQuantity !== undefined) variant.inventoryQuantity = change.inventoryQuantity;
  variant.updatedAt = store.now();
  if (change.unitCost !== undefined) store.emit("inventory_items/update", variant.inventoryItemId);
  product.updatedAt = store.now();
  store.emit("products/update", product.id);
  return variant;
}
