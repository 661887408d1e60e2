import type { Product, Variant } from "../../store/model.ts";
import type { Store } from "../../store/store.ts";
import { addCollection } from "../add-collection.ts";
import { HandleMaker } from "../handle-maker.ts";
import { CATALOGUE, type CatalogueProduct, type ProductKind } from "./catalogue-data.ts";
import { drawImage } from "./draw-image.ts";

const DAY = 86_400_000;
const PLENTY = 4_000;

const TYPE_NAMES: Readonly<Record<ProductKind, string>> = {
  taster: "Taster",
  coffee: "Coffee",
  brewer: "Brewer",
  grinder: "Grinder",
  accessory: "Accessory",
  treat: "Treat",
  gift_card: "Gift card",
};

/** A product of the catalogue as it stands in the store, its variants in the catalogue's order. */
export interface Shelf {
  entry: CatalogueProduct;
  product: Product;
  variants: Variant[];
}

/** Puts the catalogue and its collections into the store. `openedAt` is when the shop opened, epoch ms. */
export function fillCatalogue(store: Store, openedAt: number, today: number): Map<string, Shelf> {
  const handles = new HandleMaker();
  const shelves = new Map<string, Shelf>();
  CATALOGUE.forEach((entry, place) => {
    // A shop's range grows: the later half of the catalogue came over the first year, the last treats only lately.
    const createdAt = openedAt + Math.max(0, place - CATALOGUE.length / 2) * 12 * DAY;
    const product: Product = {
      id: store.nextId(),
      handle: handles.make(entry.title),
      title: entry.title,
      descriptionHtml: `<p>${entry.text}</p>`,
      vendor: "Northlight Coffee",
      productType: TYPE_NAMES[entry.kind],
      tags: entry.taste === "any" ? [entry.kind] : [entry.kind, entry.taste],
      status: "ACTIVE",
      imageUrl: drawImage(entry.kind, place),
      isGiftCard: entry.kind === "gift_card",
      createdAt,
      updatedAt: today - DAY,
      variantIds: [],
      collectionIds: [],
    };
    store.products.set(product.id, product);
    const variants = entry.variants.map(([title, price, cost], index): Variant => {
      const variant: Variant = {
        id: store.nextId(),
        productId: product.id,
        inventoryItemId: store.nextId(),
        title,
        sku: `NL-${entry.key.toUpperCase()}${entry.variants.length > 1 ? `-${index + 1}` : ""}`,
        price,
        compareAtPrice: entry.compareAtPrice ?? null,
        unitCost: cost,
        inventoryQuantity: entry.stock ?? PLENTY,
        inventoryPolicy: "DENY",
        tracked: entry.kind !== "gift_card",
        createdAt,
        updatedAt: today - DAY,
      };
      store.variants.set(variant.id, variant);
      product.variantIds.push(variant.id);
      return variant;
    });
    shelves.set(entry.key, { entry, product, variants });
  });

  const ids = (wanted: (entry: CatalogueProduct) => boolean) =>
    [...shelves.values()].filter(({ entry }) => wanted(entry)).map(({ product }) => product.id);
  const add = (handle: string, title: string, wanted: (entry: CatalogueProduct) => boolean) =>
    addCollection(store, handle, title, ids(wanted), today - DAY);
  add("best-sellers", "Best sellers", ({ appeal }) => appeal >= 1.2);
  add("coffee", "Coffee", ({ kind }) => kind === "coffee");
  add("filter", "For filter", ({ taste, kind }) => taste === "filter" || (taste === "any" && kind === "coffee"));
  add("espresso", "For espresso", ({ taste, kind }) => taste === "espresso" || (taste === "any" && kind === "coffee"));
  add("start-here", "Start here", ({ kind }) => kind === "taster");
  add("gear", "Brewers and grinders", ({ kind }) => kind === "brewer" || kind === "grinder");
  add("accessories", "Accessories", ({ kind }) => kind === "accessory");
  add("treats", "Treats and gifts", ({ kind }) => kind === "treat" || kind === "gift_card");
  return shelves;
}
