import express, { type Request, type Response } from "express";
import { setShopper } from "../platform/shopper-session.ts";
import type { Product } from "../store/model.ts";
import { isOnline, type Store } from "../store/store.ts";
import { parseBody, readBody } from "./form-body.ts";
import type { PageRenderer } from "./page-renderer.ts";
import { productJson } from "./product-json.ts";
import { bestSellers, collectionProducts, searchProducts } from "./product-lists.ts";
import type { ShopperRequest } from "./shopper-request.ts";
import { collectionHead, liquidProduct } from "./theme-objects.ts";

const PAGE_SIZE = 24;

/** Home, collections, products, search, cart page, account. */
export function createPageRouter(
  renderer: PageRenderer,
  shopperOf: (request: Request, response: Response) => ShopperRequest,
): express.Router {
  const router = express.Router();
  const t = (shopper: ShopperRequest, key: string, values?: Record<string, unknown>) => renderer.translate(key, shopper.locale, values);

  router.get("/", async (request, response) => {
    const shopper = shopperOf(request, response);
    const products = bestSellers(shopper.store).slice(0, 8);
    const values = {
      products: products.map((product) => liquidProduct(shopper.store, product, shopper.prefix)),
      collections: [...shopper.store.collections.values()].slice(0, 6).map((collection) => ({
        ...collectionHead(collection, shopper.prefix),
        products_count: collectionProducts(shopper.store, collection).length,
        image: collectionImage(shopper.store, collectionProducts(shopper.store, collection)[0]),
      })),
    };
    await renderer.page(shopper, request, response, { type: "index", template: "index", title: shopper.store.shop.name, values });
  });

  router.get("/collections", async (request, response) => {
    const shopper = shopperOf(request, response);
    const collections = [...shopper.store.collections.values()].map((collection) => {
      const products = collectionProducts(shopper.store, collection);
      return {
        ...collectionHead(collection, shopper.prefix),
        products_count: products.length,
        image: collectionImage(shopper.store, products[0]),
      };
    });
    await renderer.page(shopper, request, response, {
      type: "list-collections",
      template: "list-collections",
      title: t(shopper, "collections.title"),
      values: { collections },
    });
  });

  router.get("/collections/:handle", async (request, response, next) => {
    const shopper = shopperOf(request, response);
    const { handle } = request.params;
    const collection = [...shopper.store.collections.values()].find((item) => item.handle === handle);
    if (!collection && handle !== "all") return next();
    const products = collection ? collectionProducts(shopper.store, collection) : bestSellers(shopper.store);
    const head = collection
      ? collectionHead(collection, shopper.prefix)
      : { id: 0, handle: "all", title: t(shopper, "collections.all"), url: `${shopper.prefix}/collections/all` };
    const { shown, paginate } = pageOf(shopper, request, products, head.url, {});
    const values = {
      collection: { ...head, products: shown, products_count: products.length, all_products_count: products.length },
      paginate,
    };
    await renderer.page(shopper, request, response, { type: "collection", template: "collection", title: head.title, values });
  });

  router.get("/products/:handle", async (request, response, next) => {
    const shopper = shopperOf(request, response);
    const [, handle, extension] = /^(.*?)(\.js|\.json)?$/.exec(request.params.handle) ?? [];
    const product = [...shopper.store.products.values()].find((item) => item.handle === handle && isOnline(item));
    if (!product) return next();
    if (extension)
      return response.json(
        extension === ".js"
          ? productJson(shopper.store, product, shopper.prefix)
          : { product: productJson(shopper.store, product, shopper.prefix) },
      );
    const chosen = typeof request.query.variant === "string" ? Number(request.query.variant) : null;
    const values = { product: liquidProduct(shopper.store, product, shopper.prefix, chosen) };
    await renderer.page(shopper, request, response, { type: "product", template: "product", title: product.title, values });
  });

  router.get("/search", async (request, response) => {
    const shopper = shopperOf(request, response);
    const terms = typeof request.query.q === "string" ? request.query.q.slice(0, 200) : "";
    const products = searchProducts(shopper.store, terms);
    const { shown, paginate } = pageOf(shopper, request, products, `${shopper.prefix}/search`, { q: terms });
    const values = { search: { terms, performed: terms !== "", results: shown, results_count: products.length }, paginate };
    await renderer.page(shopper, request, response, { type: "search", template: "search", title: t(shopper, "search.title"), values });
  });

  router.get("/cart", async (request, response) => {
    const shopper = shopperOf(request, response);
    const error = typeof request.query.cart_error === "string" ? request.query.cart_error.slice(0, 300) : null;
    await renderer.page(shopper, request, response, {
      type: "cart",
      template: "cart",
      title: t(shopper, "cart.title"),
      values: { cart_error: error },
    });
  });

  router.get("/account/login", async (request, response) => {
    const shopper = shopperOf(request, response);
    await loginPage(renderer, shopper, request, response, null);
  });

  router.post("/account/login", readBody, async (request, response) => {
    const shopper = shopperOf(request, response);
    const body = (await parseBody(request)) ?? {};
    const nested = typeof body.customer === "object" && body.customer !== null ? (body.customer as Record<string, unknown>) : body;
    const email = String(nested.email ?? "").trim();
    const customer = [...shopper.store.customers.values()].find((item) => item.email?.toLowerCase() === email.toLowerCase());
    if (!customer || email === "") return loginPage(renderer, shopper, request, response, email);
    setShopper(response, customer.id);
    const target = typeof body.return_to === "string" && /^\/(?![/\\])/.test(body.return_to) ? body.return_to : `${shopper.prefix}/account`;
    response.redirect(302, target);
  });

  router.all("/account/logout", (request, response) => {
    setShopper(response, null);
    response.redirect(302, shopperOf(request, response).prefix || "/");
  });

  router.get("/account", async (request, response) => {
    const shopper = shopperOf(request, response);
    if (!shopper.customer) return response.redirect(302, `${shopper.prefix}/account/login`);
    await renderer.page(shopper, request, response, { type: "customers/account", template: "account", title: t(shopper, "account.title") });
  });
  return router;
}

async function loginPage(
  renderer: PageRenderer,
  shopper: ShopperRequest,
  request: Request,
  response: Response,
  unknownEmail: string | null,
): Promise<void> {
  const sample = [];
  for (const customer of shopper.store.customers.values()) {
    if (customer.email !== null) sample.push({ email: customer.email, orders_count: customer.numberOfOrders });
    if (sample.length >= 6) break;
  }
  await renderer.page(shopper, request, response, {
    type: "customers/login",
    template: "login",
    title: renderer.translate("login.title", shopper.locale),
    status: unknownEmail === null ? 200 : 422,
    values: { sample_customers: sample, unknown_email: unknownEmail },
  });
}

function pageOf(shopper: ShopperRequest, request: Request, products: readonly Product[], path: string, query: Record<string, string>) {
  const pages = Math.max(1, Math.ceil(products.length / PAGE_SIZE));
  const current = Math.min(pages, Math.max(1, Number.parseInt(String(request.query.page ?? "1"), 10) || 1));
  const url = (page: number) => `${path}?${new URLSearchParams({ ...query, page: String(page) }).toString()}`;
  return {
    shown: products
      .slice((current - 1) * PAGE_SIZE, current * PAGE_SIZE)
      .map((product) => liquidProduct(shopper.store, product, shopper.prefix)),
    paginate: {
      current_page: current,
      pages,
      items: products.length,
      page_size: PAGE_SIZE,
      previous: current > 1 ? { url: url(current - 1) } : null,
      next: current < pages ? { url: url(current + 1) } : null,
    },
  };
}

function collectionImage(store: Store, first: Product | undefined) {
  return first ? liquidProduct(store, first, "").featured_image : null;
}
