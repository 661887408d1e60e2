import type { Variant } from "../../store/model.ts";
import { GOES_WITH, type ProductKind } from "./catalogue-data.ts";
import type { Shelf } from "./fill-catalogue.ts";
import type { PlannedOrder } from "./plan-orders.ts";
import type { RandomSource } from "./random-source.ts";

/** Shares of what an order is made for, by how often the buyer has ordered. */
const FIRST_ORDER: readonly (readonly [ProductKind, number])[] = [
  ["taster", 0.3],
  ["coffee", 0.38],
  ["brewer", 0.16],
  ["accessory", 0.07],
  ["grinder", 0.04],
  ["treat", 0.03],
  ["gift_card", 0.02],
];
const LATER_ORDER: readonly (readonly [ProductKind, number])[] = [
  ["coffee", 0.76],
  ["accessory", 0.09],
  ["treat", 0.05],
  ["brewer", 0.05],
  ["grinder", 0.03],
  ["taster", 0.01],
  ["gift_card", 0.01],
];

export interface BasketLine {
  shelf: Shelf;
  variant: Variant;
  quantity: number;
}

/** What is bought: a main product after the buyer's taste, sometimes a second, and what goes with them. */
export function fillBasket(random: RandomSource, shelves: ReadonlyMap<string, Shelf>, order: PlannedOrder): BasketLine[] {
  const taste = order.buyer?.taste ?? (random.chance(0.55) ? "filter" : "espresso");
  const basket = new Map<string, BasketLine>();
  const add = (shelf: Shelf | undefined) => {
    if (!shelf || shelf.product.createdAt > order.at || basket.has(shelf.entry.key)) return;
    const variant = shelf.variants[variantIndex(random, shelf)];
    if (variant) basket.set(shelf.entry.key, { shelf, variant, quantity: quantityOf(random, shelf.entry.kind) });
  };
  const mains = order.nth === 0 ? 1 : 1 + Number(random.chance(0.42)) + Number(random.chance(0.12));
  for (let main = 0; main < mains; main++) {
    const [kind] = random.weighted(order.nth === 0 ? FIRST_ORDER : LATER_ORDER, ([, share]) => share);
    const offered = [...shelves.values()].filter(({ entry, product }) => entry.kind === kind && product.createdAt <= order.at);
    if (offered.length > 0)
      add(random.weighted(offered, ({ entry }) => entry.appeal * (entry.taste === "any" ? 0.8 : entry.taste === taste ? 1 : 0.12)));
  }
  // The range of the first days is small; there is always the house blend.
  if (basket.size === 0) add(shelves.get("first-light"));
  for (const key of [...basket.keys()]) {
    for (const [companion, chance] of GOES_WITH[key] ?? []) if (random.chance(chance)) add(shelves.get(companion));
  }
  return [...basket.values()];
}

function variantIndex(random: RandomSource, shelf: Shelf): number {
  return random.weighted([...shelf.entry.variants.keys()], (index) => shelf.entry.variants[index]?.[3] ?? 0);
}

function quantityOf(random: RandomSource, kind: ProductKind): number {
  if (kind === "coffee") return 1 + Number(random.chance(0.3)) + Number(random.chance(0.08));
  if (kind === "accessory" || kind === "treat") return 1 + Number(random.chance(0.15));
  return 1;
}
