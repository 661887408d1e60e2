import { toDecimal } from "../checkout/money.ts";
import type { Customer, Discount, Product, Variant } from "../store/model.ts";
import { gid, type Store } from "../store/store.ts";
import { localTime } from "./local-time.ts";

/** What a Function may ask about the cart; prices, products and customers are looked up in the store. */
export interface FunctionCartInput {
  readonly lines: readonly { id: string; variantId: number; quantity: number; properties: Readonly<Record<string, string>> }[];
  readonly attributes: Readonly<Record<string, string>>;
  /** entered discount codes that are active in this store */
  readonly enteredCodes: readonly string[];
  readonly customerId: number | null;
  readonly isAuthenticated: boolean;
  readonly email: string | null;
  readonly locale: string;
}

/** Shopify gives a Function null for a metafield whose value is larger than this. */
const METAFIELD_BYTES = 10_000;

function companyOf(customer: Customer) {
  const times = { createdAt: new Date(customer.createdAt).toISOString(), updatedAt: new Date(customer.updatedAt).toISOString() };
  const company = { id: gid("Company", customer.id), name: "A company", externalId: null, metafield: null, ...times };
  return {
    company,
    contact: null,
    location: { id: gid("CompanyLocation", customer.id), name: "", externalId: null, locale: null, metafield: null },
  };
}

/**
 * The root value of the Functions schema's `Input`. Fields that this store has nothing for (selling
 * plans, delivery groups, metaobjects) are null or empty as the schema allows.
 */
export function functionInput(store: Store, discount: Discount, cart: FunctionCartInput): Record<string, unknown> {
  const currency = store.shop.currency;
  const money = (minor: number) => ({ amount: toDecimal(minor, currency), currencyCode: currency });
  const metafields = (...owners: string[]) => ({
    metafield: ({ namespace, key }: { namespace?: string | null; key: string }) =>
      appMetafield(store, owners, namespace ?? null, key, discount.appClientId),
  });
  const customer = cart.customerId === null ? undefined : store.customers.get(cart.customerId);
  const subtotal = cart.lines.reduce((sum, line) => sum + (store.variants.get(line.variantId)?.price ?? 0) * line.quantity, 0);
  return {
    cart: {
      attribute: attributeOf(cart.attributes),
      buyerIdentity: {
        customer: customer ? customerInput(customer, money, metafields(gid("Customer", customer.id))) : null,
        email: cart.email ?? customer?.email ?? null,
        isAuthenticated: cart.isAuthenticated,
        phone: null,
        purchasingCompany: customer?.forCompany ? companyOf(customer) : null,
        shopUser: null,
      },
      cost: { subtotalAmount: money(subtotal), totalAmount: money(subtotal), totalDutyAmount: null, totalTaxAmount: null },
      deliverableLines: [],
      deliveryGroups: [],
      discountApplications: [],
      localizedFields: [],
      metafield: null,
      lines: cart.lines.map((line) => {
        const variant = store.variants.get(line.variantId);
        const product = variant && store.products.get(variant.productId);
        if (!variant || !product) throw new Error(`Cart line ${line.id} names variant ${line.variantId}, which the store does not have.`);
        const cost = money(variant.price * line.quantity);
        return {
          id: line.id,
          quantity: line.quantity,
          attribute: attributeOf(line.properties),
          cost: {
            amountPerQuantity: money(variant.price),
            compareAtAmountPerQuantity: variant.compareAtPrice === null ? null : money(variant.compareAtPrice),
            subtotalAmount: cost,
            totalAmount: cost,
          },
          discountAllocations: [],
          merchandise: variantInput(variant, product, metafields),
        };
      }),
    },
    discount: {
      discountClasses: discount.discountClasses,
      ...metafields(gid("DiscountAutomaticNode", discount.id), gid("DiscountNode", discount.id), gid("DiscountAutomaticApp", discount.id)),
    },
    enteredDiscountCodes: cart.enteredCodes.map((code) => ({ code, rejectable: true })),
    localization: {
      country: { isoCode: new Intl.Locale(cart.locale).region ?? (currency === "VND" ? "VN" : currency.slice(0, 2)) },
      language: { isoCode: new Intl.Locale(cart.locale).language.toUpperCase() },
    },
    presentmentCurrencyRate: "1.0",
    shop: { localTime: localTime(store.now(), store.shop.ianaTimezone), ...metafields(gid("Shop", store.shop.id)) },
    triggeringDiscountCode: null,
  };
}

/** The JSON of the metafield that gives the input query's variables; empty when there is none. */
export function inputVariables(
  store: Store,
  discount: Discount,
  variables: { namespace: string; key: string } | null,
): Record<string, unknown> {
  if (!variables) return {};
  const owners = [gid("DiscountAutomaticNode", discount.id), gid("DiscountNode", discount.id), gid("DiscountAutomaticApp", discount.id)];
  const found = appMetafield(store, owners, variables.namespace, variables.key, discount.appClientId);
  return typeof found?.jsonValue === "object" && found.jsonValue !== null ? (found.jsonValue as Record<string, unknown>) : {};
}

type Money = (minor: number) => { amount: string; currencyCode: string };

function customerInput(customer: Customer, money: Money, metafield: object) {
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(" ");
  return {
    id: gid("Customer", customer.id),
    amountSpent: money(customer.amountSpent),
    numberOfOrders: customer.numberOfOrders,
    displayName: name || customer.email || "",
    email: customer.email,
    firstName: customer.firstName,
    lastName: customer.lastName,
    ...tagFields(customer.tags),
    ...metafield,
  };
}

function variantInput(variant: Variant, product: Product, metafields: (...owners: string[]) => object) {
  const membership = {
    inAnyCollection: ({ ids }: { ids: string[] }) => ids.some((id) => isMember(product, id)),
    inCollections: ({ ids }: { ids: string[] }) => ids.map((id) => ({ collectionId: id, isMember: isMember(product, id) })),
  };
  return {
    __typename: "ProductVariant",
    id: gid("ProductVariant", variant.id),
    sku: variant.sku || null,
    title: variant.title,
    requiresShipping: !product.isGiftCard,
    weight: null,
    weightUnit: "KILOGRAMS",
    ...membership,
    ...metafields(gid("ProductVariant", variant.id)),
    product: {
      id: gid("Product", product.id),
      handle: product.handle,
      title: product.title,
      vendor: product.vendor || null,
      productType: product.productType || null,
      isGiftCard: product.isGiftCard,
      ...tagFields(product.tags),
      ...membership,
      ...metafields(gid("Product", product.id)),
    },
  };
}

function isMember(product: Product, collectionGid: string): boolean {
  return product.collectionIds.some((id) => gid("Collection", id) === collectionGid);
}

function tagFields(own: readonly string[]) {
  const has = (tag: string) => own.some((mine) => mine.toLowerCase() === tag.trim().toLowerCase());
  return {
    hasAnyTag: ({ tags }: { tags: string[] }) => tags.some(has),
    hasTags: ({ tags }: { tags: string[] }) => tags.map((tag) => ({ tag, hasTag: has(tag) })),
  };
}

function attributeOf(values: Readonly<Record<string, string>>) {
  return ({ key }: { key?: string | null }) => {
    const value = key == null || !Object.hasOwn(values, key) ? undefined : values[key];
    return value === undefined ? null : { key, value };
  };
}

function appMetafield(store: Store, owners: readonly string[], namespace: string | null, key: string, clientId: string | null) {
  for (const owner of owners) {
    // "If omitted, then the app-reserved namespace is used."
    const found = store.metafield(owner, namespace ?? "$app", key, clientId ?? undefined);
    if (!found) continue;
    if (Buffer.byteLength(found.value) > METAFIELD_BYTES) return null;
    return { type: found.type, value: found.value, jsonValue: jsonOf(found.type, found.value) };
  }
  return null;
}

function jsonOf(type: string, value: string): unknown {
  if (!/^(json|boolean|number_integer|list\.)/.test(type)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
