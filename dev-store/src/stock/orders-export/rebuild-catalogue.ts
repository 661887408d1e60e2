import type { Product, Variant } from "../../store/model.ts";
import type { Store } from "../../store/store.ts";
import { HandleMaker } from "../handle-maker.ts";
import type { Item } from "./collect-orders.ts";

/** What the orders tell about one variant: one SKU, or one name where there is no SKU. */
export interface VariantHistory {
  sku: string;
  names: Map<string, number>;
  vendor: string;
  requiresShipping: boolean;
  /** latest price that was not zero; a gift of the same article must not make it free */
  price: number;
  compareAtPrice: number | null;
  /** orders' lines that sold it */
  sales: number;
  firstSoldAt: number;
  lastSoldAt: number;
}

/** Where an item of the export is found in the rebuilt catalogue, and what its lines are called. */
export interface Place {
  productId: number;
  variantId: number;
  title: string;
  variantTitle: string | null;
  vendor: string | null;
  isGiftCard: boolean;
}

/** Gathers the variants while orders go by from the oldest to the newest. */
export class CatalogueHistory {
  readonly variants: VariantHistory[] = [];
  /** index of the variant of each item, by the item's index; undefined until it was sold in a loaded order */
  readonly variantOfItem: number[] = [];
  readonly #byKey = new Map<string, number>();

  sold(itemIndex: number, item: Item, at: number, price: number, compareAtPrice: number | null): void {
    const history = this.#historyOf(itemIndex, item, at);
    if (price > 0) history.price = price;
    history.compareAtPrice = compareAtPrice !== null && compareAtPrice > history.price ? compareAtPrice : null;
    history.names.set(item.name, (history.names.get(item.name) ?? 0) + 1);
    if (item.vendor !== "") history.vendor = item.vendor;
    history.sales += 1;
    history.lastSoldAt = at;
  }

  #historyOf(itemIndex: number, item: Item, at: number): VariantHistory {
    let index = this.variantOfItem[itemIndex];
    if (index === undefined) {
      const key = item.sku === "" ? `name ${item.name}` : `sku ${item.sku}`;
      index = this.#byKey.get(key) ?? this.variants.length;
      this.#byKey.set(key, index);
      this.variantOfItem[itemIndex] = index;
    }
    let history = this.variants[index];
    if (!history) {
      const { sku, vendor, requiresShipping } = item;
      history = {
        sku,
        names: new Map(),
        vendor,
        requiresShipping,
        price: 0,
        compareAtPrice: null,
        sales: 0,
        firstSoldAt: at,
        lastSoldAt: at,
      };
      this.variants.push(history);
    }
    return history;
  }
}

/**
 * Puts products and variants into the store. A name such as "Crew Tee - Black / S" is read as product and variant only when
 * several variants share "Crew Tee"; alone it is a product's title with a dash in it.
 * The export knows neither stock nor cost: inventory is not tracked and no unit cost is entered, as in a shop whose merchant never did.
 * @returns where each item of the export went, by the item's index
 */
export function rebuildCatalogue(store: Store, history: CatalogueHistory, items: readonly Item[]): Map<number, Place> {
  const named = history.variants.map((variant) => ({ variant, name: mostFrequent(variant.names) }));
  const sharing = new Map<string, Set<string>>();
  for (const { name } of named) {
    const split = splitName(name);
    if (split) sharing.set(split.product, (sharing.get(split.product) ?? new Set()).add(split.variant));
  }
  const handles = new HandleMaker();
  const grouped = new Map<string, Product>();
  const placed: { product: Product; variant: Variant; variantTitle: string | null }[] = [];
  for (const { variant: sold, name } of named) {
    const split = splitName(name);
    const shared = split !== null && (sharing.get(split.product)?.size ?? 0) > 1 ? split : null;
    const title = shared ? shared.product : name;
    let product = shared ? grouped.get(title) : undefined;
    if (!product) {
      product = newProduct(store, handles.make(title), title, sold);
      if (shared) grouped.set(title, product);
    }
    product.createdAt = Math.min(product.createdAt, sold.firstSoldAt);
    product.updatedAt = Math.max(product.updatedAt, sold.lastSoldAt);
    const variant = newVariant(store, product, shared?.variant ?? "Default Title", sold);
    placed.push({ product, variant, variantTitle: shared ? shared.variant : null });
  }

  const places = new Map<number, Place>();
  history.variantOfItem.forEach((variantIndex, itemIndex) => {
    const place = placed[variantIndex];
    const item = items[itemIndex];
    if (!place || !item) return;
    const { product, variant, variantTitle } = place;
    places.set(itemIndex, {
      productId: product.id,
      variantId: variant.id,
      // A line keeps the name it was sold under.
      title: variantTitle === null ? item.name : product.title,
      variantTitle,
      vendor: item.vendor === "" ? null : item.vendor,
      isGiftCard: product.isGiftCard,
    });
  });
  return places;
}

function newProduct(store: Store, handle: string, title: string, sold: VariantHistory): Product {
  const product: Product = {
    id: store.nextId(),
    handle,
    title,
    descriptionHtml: "",
    vendor: sold.vendor,
    productType: "",
    tags: [],
    status: "ACTIVE",
    imageUrl: null,
    isGiftCard: !sold.requiresShipping && /\bgift ?card\b/i.test(title),
    createdAt: sold.firstSoldAt,
    updatedAt: sold.lastSoldAt,
    variantIds: [],
    collectionIds: [],
  };
  store.products.set(product.id, product);
  return product;
}

function newVariant(store: Store, product: Product, title: string, sold: VariantHistory): Variant {
  const variant: Variant = {
    id: store.nextId(),
    productId: product.id,
    inventoryItemId: store.nextId(),
    title,
    sku: sold.sku,
    price: sold.price,
    compareAtPrice: sold.compareAtPrice,
    unitCost: null,
    inventoryQuantity: 0,
    inventoryPolicy: "CONTINUE",
    tracked: false,
    createdAt: sold.firstSoldAt,
    updatedAt: sold.lastSoldAt,
  };
  store.variants.set(variant.id, variant);
  product.variantIds.push(variant.id);
  return variant;
}

function splitName(name: string): { product: string; variant: string } | null {
  const at = name.lastIndexOf(" - ");
  return at > 0 && at + 3 < name.length ? { product: name.slice(0, at), variant: name.slice(at + 3) } : null;
}

function mostFrequent(counts: ReadonlyMap<string, number>): string {
  let best = "";
  let most = 0;
  for (const [name, count] of counts) {
    if (count > most || (count === most && name < best)) {
      best = name;
      most = count;
    }
  }
  return best;
}
