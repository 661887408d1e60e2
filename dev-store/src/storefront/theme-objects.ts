import type { Collection, Product } from "../store/model.ts";
import type { Store } from "../store/store.ts";
import type { CartJson } from "./cart-json.ts";
import { customerOrders } from "./customer-orders.ts";
import { imageOf, type ProductJson, productJson } from "./product-json.ts";
import type { ShopperRequest } from "./shopper-request.ts";

/** The Liquid objects every page has. `path` is as the shopper sees it. */
export function globalObjects(
  shopper: ShopperRequest,
  page: { type: string; path: string; origin: string; designMode: boolean },
  cart: CartJson,
) {
  const { store, locale, prefix } = shopper;
  const root = prefix === "" ? "/" : prefix;
  const at = (path: string) => `${prefix}${path}`;
  return {
    shop: {
      id: store.shop.id,
      name: store.shop.name,
      email: store.shop.email,
      currency: store.shop.currency,
      domain: store.shop.domain,
      permanent_domain: store.shop.domain,
      url: page.origin,
      secure_url: page.origin,
      locale: "en",
      money_format: "{{ amount }}",
      enabled_currencies: [{ iso_code: store.shop.currency }],
      customer_accounts_enabled: true,
      products_count: store.products.size,
      collections_count: store.collections.size,
    },
    request: {
      locale: { iso_code: locale, primary: locale === "en", root_url: root },
      page_type: page.type,
      path: page.path,
      host: new URL(page.origin).host,
      origin: page.origin,
      design_mode: page.designMode,
      visual_preview_mode: false,
    },
    localization: {
      language: {
        iso_code: locale,
        name: locale === "vi" ? "Vietnamese" : "English",
        endonym_name: locale === "vi" ? "Tiếng Việt" : "English",
      },
      available_languages: [
        { iso_code: "en", endonym_name: "English", root_url: "/" },
        { iso_code: "vi", endonym_name: "Tiếng Việt", root_url: "/vi" },
      ],
      country: { currency: { iso_code: store.shop.currency } },
    },
    routes: {
      root_url: root,
      collections_url: at("/collections"),
      all_products_collection_url: at("/collections/all"),
      cart_url: at("/cart"),
      cart_add_url: at("/cart/add"),
      cart_change_url: at("/cart/change"),
      cart_update_url: at("/cart/update"),
      cart_clear_url: at("/cart/clear"),
      search_url: at("/search"),
      account_url: at("/account"),
      account_login_url: at("/account/login"),
      account_logout_url: at("/account/logout"),
    },
    template: { name: page.type, suffix: null, directory: null, toString: () => page.type },
    settings: {},
    canonical_url: `${page.origin}${page.path}`,
    page_type: page.type,
    cart: liquidCart(store, cart, prefix),
    customer: shopper.customer
      ? {
          id: shopper.customer.id,
          email: shopper.customer.email,
          first_name: shopper.customer.firstName,
          last_name: shopper.customer.lastName,
          name: [shopper.customer.firstName, shopper.customer.lastName].filter(Boolean).join(" ") || shopper.customer.email,
          orders_count: shopper.customer.numberOfOrders,
          tags: shopper.customer.tags,
          accepts_marketing: shopper.customer.acceptsMarketing,
          "b2b?": shopper.customer.forCompany === true,
          ...(page.type === "customers/account" ? { orders: customerOrders(store, shopper.customer.id) } : {}),
        }
      : null,
  };
}

export type GlobalObjects = ReturnType<typeof globalObjects>;

export function liquidProduct(store: Store, product: Product, prefix: string, selectedId: number | null = null) {
  const json = productJson(store, product, prefix);
  const image = imageOf(product);
  const variants = json.variants.map((variant) => ({ ...variant, selected: variant.id === selectedId }));
  const available = variants.find((variant) => variant.available) ?? variants[0] ?? null;
  return {
    ...json,
    variants,
    featured_image: image,
    featured_media: { preview_image: image, media_type: "image" },
    images: [image],
    selected_variant: variants.find((variant) => variant.selected) ?? null,
    selected_or_first_available_variant: variants.find((variant) => variant.selected) ?? available,
    first_available_variant: available,
    collections: product.collectionIds.flatMap((id) => {
      const collection = store.collections.get(id);
      return collection ? [collectionHead(collection, prefix)] : [];
    }),
    content: json.description,
    metafields: {},
    "gift_card?": product.isGiftCard,
  };
}

export function collectionHead(collection: Pick<Collection, "id" | "handle" | "title">, prefix: string) {
  return { id: collection.id, handle: collection.handle, title: collection.title, url: `${prefix}/collections/${collection.handle}` };
}

function liquidCart(store: Store, cart: CartJson, prefix: string) {
  const products = new Map<number, ProductJson | undefined>();
  return {
    ...cart,
    "empty?": cart.item_count === 0,
    items: cart.items.map((item) => {
      const product = store.products.get(item.product_id);
      if (product && !products.has(product.id)) products.set(product.id, productJson(store, product, prefix));
      const json = products.get(item.product_id);
      return {
        ...item,
        // Shopify's themes hide what begins with an underscore; the whole list stays available.
        visible_properties: Object.entries(item.properties).filter(([name, value]) => !name.startsWith("_") && value !== ""),
        product: json ?? null,
        variant: json?.variants.find((variant) => variant.id === item.variant_id) ?? null,
        image: { src: item.image, alt: item.product_title, width: 900, height: 900 },
        unit_price: item.final_price,
      };
    }),
  };
}
