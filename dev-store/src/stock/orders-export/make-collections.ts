import { currencyDigits } from "../../admin-api/money.ts";
import type { Product } from "../../store/model.ts";
import type { Store } from "../../store/store.ts";
import { addCollection } from "../add-collection.ts";
import { HandleMaker } from "../handle-maker.ts";
import type { VariantHistory } from "./rebuild-catalogue.ts";

const DAY = 86_400_000;
const BEST_SELLERS = 24;
const NEW_FOR = 60 * DAY;
const MOST_NEW = 48;
const MOST_VENDORS = 12;

/**
 * An export has no collections, so a few are made that a shopper can browse: best sellers, what was first sold in the last
 * 60 days of the file, three price bands at round prices near the terciles, and one a vendor when there are several.
 * `soldByVariant` has the sales history of every variant by its id.
 */
export function makeCollections(store: Store, soldByVariant: ReadonlyMap<number, VariantHistory>, lastOrderAt: number): void {
  const handles = new HandleMaker();
  const products = [...store.products.values()].map((product) => describe(store, product, soldByVariant));
  const add = (title: string, chosen: readonly { product: Product }[]) =>
    addCollection(
      store,
      handles.make(title),
      title,
      chosen.map(({ product }) => product.id),
      lastOrderAt,
    );

  const bySales = products.toSorted((a, b) => b.sales - a.sales || a.product.id - b.product.id);
  add("Best sellers", bySales.slice(0, BEST_SELLERS));
  const fresh = bySales.filter(({ product }) => product.createdAt > lastOrderAt - NEW_FOR);
  if (fresh.length < products.length) add("New", fresh.slice(0, MOST_NEW));

  const priced = bySales.filter(({ price }) => price > 0);
  const prices = priced.map(({ price }) => price).sort((a, b) => a - b);
  const low = roundPrice(prices[Math.floor(prices.length / 3)] ?? 0, store.shop.currency);
  const high = roundPrice(prices[Math.floor((prices.length * 2) / 3)] ?? 0, store.shop.currency);
  const text = (minor: number) => priceText(minor, store.shop.currency);
  if (low > 0 && high > low) {
    add(
      `Under ${text(low)}`,
      priced.filter(({ price }) => price < low),
    );
    add(
      `${text(low)} to ${text(high)}`,
      priced.filter(({ price }) => price >= low && price <= high),
    );
    add(
      `Over ${text(high)}`,
      priced.filter(({ price }) => price > high),
    );
  }
  const vendors = new Map<string, typeof bySales>();
  for (const item of bySales) {
    const { vendor } = item.product;
    if (vendor === "") continue;
    const group = vendors.get(vendor);
    if (group) group.push(item);
    else vendors.set(vendor, [item]);
  }
  if (vendors.size > 1) {
    const largest = [...vendors].sort(([, a], [, b]) => b.length - a.length).slice(0, MOST_VENDORS);
    for (const [vendor, chosen] of largest) add(vendor, chosen);
  }
}

function describe(store: Store, product: Product, soldByVariant: ReadonlyMap<number, VariantHistory>) {
  const sold = product.variantIds.flatMap((id) => soldByVariant.get(id) ?? []);
  const prices = product.variantIds.flatMap((id) => store.variants.get(id)?.price ?? []);
  return { product, sales: sold.reduce((sum, { sales }) => sum + sales, 0), price: Math.min(...prices) };
}

/** The nearest of 1, 2, 3, 5 x 10^n whole units of currency, in minor units. */
function roundPrice(minor: number, currency: string): number {
  const unit = 10 ** currencyDigits(currency);
  const whole = Math.max(1, minor / unit);
  const power = 10 ** Math.floor(Math.log10(whole));
  const steps = [1, 2, 3, 5, 10].map((step) => step * power);
  return steps.reduce((best, step) => (Math.abs(step - whole) < Math.abs(best - whole) ? step : best)) * unit;
}

function priceText(minor: number, currency: string): string {
  const whole = minor / 10 ** currencyDigits(currency);
  return new Intl.NumberFormat("en", { style: "currency", currency, maximumFractionDigits: 0 }).format(whole);
}
