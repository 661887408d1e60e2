/**
 * What the local store knows, in its own words: one record a Shopify resource.
 * Amounts are integers in minor units of the shop's currency, times are epoch milliseconds,
 * ids are the numeric part of Shopify's global ids (`gid://shopify/Order/<id>`).
 */

export interface Shop {
  readonly id: number;
  /** `crescendo-demo.myshopify.com` */
  readonly domain: string;
  name: string;
  email: string;
  currency: string;
  /** beside its own; absent means none */
  otherCurrencies?: string[];
  ianaTimezone: string;
  plan: "BASIC" | "SHOPIFY_PLUS" | "DEVELOPMENT";
  /** Where the stock came from; the storefront and admin shell say so. */
  stock: { kind: "generated"; seed: number } | { kind: "orders_export"; file: string; margin: number };
}

export interface Product {
  id: number;
  handle: string;
  title: string;
  descriptionHtml: string;
  vendor: string;
  productType: string;
  tags: string[];
  status: "ACTIVE" | "DRAFT" | "ARCHIVED";
  imageUrl: string | null;
  isGiftCard: boolean;
  /** sold elsewhere only, not in the online store; absent means false */
  notOnline?: boolean;
  /** sold by subscription only, which the checkout here does not know; absent means false */
  requiresSellingPlan?: boolean;
  createdAt: number;
  updatedAt: number;
  variantIds: number[];
  collectionIds: number[];
}

export interface Variant {
  id: number;
  productId: number;
  inventoryItemId: number;
  title: string;
  sku: string;
  price: number;
  compareAtPrice: number | null;
  /** null when the merchant has not entered one. */
  unitCost: number | null;
  inventoryQuantity: number;
  inventoryPolicy: "DENY" | "CONTINUE";
  tracked: boolean;
  createdAt: number;
  updatedAt: number;
}

export interface Collection {
  id: number;
  handle: string;
  title: string;
  productIds: number[];
  updatedAt: number;
}

export interface Customer {
  id: number;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  createdAt: number;
  updatedAt: number;
  numberOfOrders: number;
  amountSpent: number;
  tags: string[];
  acceptsMarketing: boolean;
  /** buys for a company (B2B) whenever logged in; absent means false */
  forCompany?: boolean;
}

export interface DiscountApplication {
  index: number;
  kind: "automatic" | "code" | "script" | "manual";
  title: string;
  code: string | null;
  value: { kind: "percentage"; percentage: number } | { kind: "fixed"; amount: number };
  allocationMethod: "ACROSS" | "EACH" | "ONE";
  targetSelection: "ALL" | "ENTITLED" | "EXPLICIT";
}

export interface Line {
  id: number;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  /** null for a custom line or a deleted product, as on Shopify */
  productId: number | null;
  variantId: number | null;
  quantity: number;
  /** quantity less refunded and removed units */
  currentQuantity: number;
  unitPrice: number;
  isGiftCard: boolean;
  attributes: { key: string; value: string }[];
  /** every discount on this line, for the whole quantity */
  allocations: { applicationIndex: number; amount: number }[];
}

export interface Refund {
  id: number;
  createdAt: number;
  note: string | null;
  /** money given back: lines, shipping and adjustments together */
  amount: number;
  lines: { id: number; lineId: number; quantity: number; subtotal: number }[];
}

export interface Order {
  id: number;
  number: number;
  name: string;
  customerId: number | null;
  /** the checkout's e-mail; a guest has one without a customer */
  email: string | null;
  createdAt: number;
  processedAt: number;
  updatedAt: number;
  cancelledAt: number | null;
  test: boolean;
  edited: boolean;
  sourceName: string;
  financialStatus: "PENDING" | "AUTHORIZED" | "PAID" | "PARTIALLY_REFUNDED" | "REFUNDED" | "VOIDED" | "PARTIALLY_PAID";
  presentmentCurrency: string;
  /** presentment units for one unit of shop currency; 1 when they are the same */
  presentmentRate: number;
  lines: Line[];
  discountApplications: DiscountApplication[];
  /** lines after discounts, before tax, shipping and tips */
  subtotal: number;
  discounts: number;
  shipping: number;
  tax: number;
  /** true when prices include the tax, which is then not added to total again; absent means false */
  taxesIncluded?: boolean;
  tip: number;
  total: number;
  refunds: Refund[];
  tags: string[];
  attributes: { key: string; value: string }[];
  paymentGateway: string;
}

/** An automatic app discount (a Discount Function) or a native one made in the admin. */
export interface Discount {
  id: number;
  kind: "automatic_app" | "automatic_basic" | "code_basic";
  title: string;
  status: "ACTIVE" | "EXPIRED" | "SCHEDULED";
  startsAt: number;
  endsAt: number | null;
  createdAt: number;
  updatedAt: number;
  discountClasses: ("PRODUCT" | "ORDER" | "SHIPPING")[];
  combinesWith: { orderDiscounts: boolean; productDiscounts: boolean; shippingDiscounts: boolean };
  /** only told again: nothing here is sold by subscription; absent means false */
  appliesOnSubscription?: boolean;
  /** kind automatic_app: which Function of which app */
  functionHandle: string | null;
  appClientId: string | null;
  /** kinds *_basic */
  percentage: number | null;
  code: string | null;
}

export interface Metafield {
  id: number;
  ownerGid: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAt: number;
  updatedAt: number;
}

/** Every change that Shopify would send a webhook for. `id` is the resource's numeric id. */
export type StoreEvent = {
  topic:
    | "orders/create"
    | "orders/updated"
    | "orders/edited"
    | "orders/cancelled"
    | "orders/delete"
    | "refunds/create"
    | "customers/create"
    | "customers/update"
    | "customers/delete"
    | "customers/merge"
    | "products/create"
    | "products/update"
    | "products/delete"
    | "collections/create"
    | "collections/update"
    | "collections/delete"
    | "discounts/create"
    | "discounts/update"
    | "discounts/delete"
    | "inventory_items/update"
    | "bulk_operations/finish"
    | "app/uninstalled"
    | "app/scopes_update"
    | "shop/update"
    | "customers/data_request"
    | "customers/redact"
    | "shop/redact";
  /** one id for one thing that happened (X-Shopify-Event-Id) */
  eventId: string;
  triggeredAt: number;
  resourceId: number;
  /** extra fields of the payload that cannot be read back later (a deleted order, a finished bulk operation) */
  extra?: Record<string, unknown>;
};
