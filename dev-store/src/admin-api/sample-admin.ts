import { fileURLToPath } from "node:url";
import type { Line, Product, Shop, Variant } from "../store/model.ts";
import { type NewOrder, Store } from "../store/store.ts";
import { type AdminApi, type AdminApiOptions, createAdminApi } from "./admin-api.ts";
import { noFaults } from "./faults.ts";

/** The project's own untracked cache, so that tests download the schema at most once. */
export const CACHE_FOLDER = fileURLToPath(new URL("../../../.cache", import.meta.url));
export const ALL_SCOPES = "read_all_orders,read_customers,read_inventory,read_orders,read_products,write_discounts".split(",");
export const CLIENT_ID = "test-client";

const OFFERS = [{ handle: "crescendo-offers", title: "Crescendo offers", apiType: "discount" }];

// biome-ignore lint/suspicious/noExplicitAny: a response is read as the test expects it
export type Answer = any;

/** A store and its Admin API for tests, with a short way to ask. */
export async function sampleAdmin(options: Partial<AdminApiOptions> = {}) {
  const api: AdminApi = await createAdminApi({
    cacheFolder: CACHE_FOLDER,
    publicUrl: "http://127.0.0.1:4000",
    functions: OFFERS,
    ...options,
  });
  const sample = {
    api,
    store: sampleStore(),
    ask: async (query: string, variables: Record<string, unknown> = {}, scopes: string[] = ALL_SCOPES): Promise<Answer> => {
      const answer = await api.handle(sample.store, { clientId: CLIENT_ID, scopes, body: JSON.stringify({ query, variables }) });
      return JSON.parse(answer.body);
    },
    /** a new store, and nothing of an earlier test */
    renew: () => {
      sample.store = sampleStore();
      api.protectedCustomerData.clear();
      Object.assign(api.faults, noFaults());
    },
  };
  return sample;
}

export type SampleAdmin = Awaited<ReturnType<typeof sampleAdmin>>;

export function sampleStore(shop: Partial<Shop> = {}): Store {
  return new Store({
    id: 1,
    domain: "sample.myshopify.com",
    name: "Sample",
    email: "owner@example.com",
    currency: "USD",
    ianaTimezone: "America/New_York",
    plan: "DEVELOPMENT",
    stock: { kind: "generated", seed: 1 },
    ...shop,
  });
}

export function addProduct(store: Store, id: number, product: Partial<Product> = {}, variant: Partial<Variant> = {}): void {
  const now = store.now();
  store.products.set(id, {
    id,
    handle: `product-${id}`,
    title: `Product ${id}`,
    descriptionHtml: "<p>Fine</p>",
    vendor: "Maker",
    productType: "Thing",
    tags: [],
    status: "ACTIVE",
    imageUrl: null,
    isGiftCard: false,
    createdAt: now,
    updatedAt: now,
    variantIds: [id * 10],
    collectionIds: [],
    ...product,
  });
  store.variants.set(id * 10, {
    id: id * 10,
    productId: id,
    inventoryItemId: id * 100,
    title: "Default Title",
    sku: `SKU-${id}`,
    price: 1050,
    compareAtPrice: null,
    unitCost: 400,
    inventoryQuantity: 5,
    inventoryPolicy: "DENY",
    tracked: true,
    createdAt: now,
    updatedAt: now,
    ...variant,
  });
}

export function addCustomer(store: Store, id: number): void {
  const now = store.now();
  store.customers.set(id, {
    id,
    email: `buyer${id}@example.com`,
    firstName: "Ada",
    lastName: `Number${id}`,
    createdAt: now,
    updatedAt: now,
    numberOfOrders: 0,
    amountSpent: 0,
    tags: [],
    acceptsMarketing: false,
  });
}

export function line(store: Store, change: Partial<Line> = {}): Line {
  return {
    id: store.nextId(),
    title: "Product",
    variantTitle: null,
    sku: null,
    vendor: null,
    productId: null,
    variantId: null,
    quantity: 1,
    currentQuantity: change.quantity ?? 1,
    unitPrice: 1000,
    isGiftCard: false,
    attributes: [],
    allocations: [],
    ...change,
  };
}

/** An order of `daysAgo` with one line unless told otherwise. */
export function addOrder(store: Store, daysAgo = 0, change: Partial<NewOrder> = {}) {
  const at = store.now() - daysAgo * 86_400_000;
  return store.loadOrder({
    customerId: null,
    email: null,
    createdAt: at,
    processedAt: at,
    test: false,
    sourceName: "web",
    financialStatus: "PAID",
    presentmentCurrency: store.shop.currency,
    presentmentRate: 1,
    lines: change.lines ?? [line(store)],
    discountApplications: [],
    shipping: 0,
    tax: 0,
    tip: 0,
    tags: [],
    attributes: [],
    paymentGateway: "bogus",
    ...change,
  });
}
