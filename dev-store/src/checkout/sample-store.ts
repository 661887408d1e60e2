import type { Customer, Discount, Product, Variant } from "../store/model.ts";
import { Store } from "../store/store.ts";

/** A small hand-built store for tests: three products, two collections, a customer with one order. */
export function sampleStore(currency = "USD"): Store {
  const store = new Store({
    id: 1,
    domain: "crescendo-demo.myshopify.com",
    name: "Northwind Coffee",
    email: "owner@example.com",
    currency,
    ianaTimezone: "Asia/Ho_Chi_Minh",
    plan: "DEVELOPMENT",
    stock: { kind: "generated", seed: 1 },
  });
  store.collections.set(31, { id: 31, handle: "coffee", title: "Coffee", productIds: [11, 12], updatedAt: 0 });
  store.collections.set(32, { id: 32, handle: "equipment", title: "Equipment", productIds: [13], updatedAt: 0 });
  addProduct(store, { id: 11, handle: "house-blend", title: "House Blend", collectionIds: [31] }, [
    { id: 111, title: "250 g", price: 1_250, sku: "HB-250" },
    { id: 112, title: "1 kg", price: 3_999, compareAtPrice: 4_500, sku: "HB-1000" },
  ]);
  addProduct(store, { id: 12, handle: "ethiopia-guji", title: "Ethiopia Guji", collectionIds: [31] }, [
    { id: 121, title: "Default Title", price: 1_799, inventoryQuantity: 2, sku: "EG" },
  ]);
  addProduct(store, { id: 13, handle: "paper-filters", title: "Paper Filters", collectionIds: [32] }, [
    { id: 131, title: "Default Title", price: 333, inventoryQuantity: 0, sku: "PF" },
  ]);
  addCustomer(store, { id: 21, email: "ann@example.com", firstName: "Ann", lastName: "Tran" });
  return store;
}

export function addProduct(
  store: Store,
  product: Partial<Product> & Pick<Product, "id" | "handle" | "title">,
  variants: (Partial<Variant> & Pick<Variant, "id" | "price">)[],
): void {
  store.products.set(product.id, {
    descriptionHtml: `<p>${product.title}, packed to order.</p>`,
    vendor: "Northwind",
    productType: "Coffee",
    tags: [],
    status: "ACTIVE",
    imageUrl: null,
    isGiftCard: false,
    createdAt: 0,
    updatedAt: 0,
    collectionIds: [],
    variantIds: variants.map((variant) => variant.id),
    ...product,
  });
  for (const variant of variants) {
    store.variants.set(variant.id, {
      productId: product.id,
      inventoryItemId: variant.id + 1_000_000,
      title: "Default Title",
      sku: "",
      compareAtPrice: null,
      unitCost: null,
      inventoryQuantity: 10_000,
      inventoryPolicy: "DENY",
      tracked: true,
      createdAt: 0,
      updatedAt: 0,
      ...variant,
    });
  }
}

export function addCustomer(store: Store, customer: Partial<Customer> & Pick<Customer, "id" | "email">): void {
  store.customers.set(customer.id, {
    firstName: null,
    lastName: null,
    createdAt: 0,
    updatedAt: 0,
    numberOfOrders: 0,
    amountSpent: 0,
    tags: [],
    acceptsMarketing: false,
    ...customer,
  });
}

export function addDiscount(store: Store, discount: Partial<Discount> & Pick<Discount, "id" | "kind">): Discount {
  const whole: Discount = {
    title: `Discount ${discount.id}`,
    status: "ACTIVE",
    startsAt: 0,
    endsAt: null,
    createdAt: 0,
    updatedAt: 0,
    discountClasses: ["PRODUCT"],
    combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false },
    functionHandle: null,
    appClientId: null,
    percentage: null,
    code: null,
    ...discount,
  };
  store.discounts.set(whole.id, whole);
  return whole;
}
