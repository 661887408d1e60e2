import { join } from "node:path";
import express, { type ErrorRequestHandler, type NextFunction, type Request, type Response } from "express";
import { createCheckoutRouter } from "../checkout/checkout-router.ts";
import type { FunctionRunner } from "../functions/function-runner.ts";
import type { StoreDirectory } from "../store/store-directory.ts";
import { createCartRouter } from "./cart-ajax.ts";
import { createPageRenderer, THEME_FOLDER } from "./page-renderer.ts";
import { createPageRouter } from "./pages.ts";
import { placeholderImage } from "./placeholder-image.ts";
import { LOCALES, type Locale, type ShopperRequest, shopperRequest } from "./shopper-request.ts";
import { readThemeExtensions } from "./theme-extension.ts";

export interface StorefrontOptions {
  stores: Pick<StoreDirectory, "forRequest">;
  extensionsFolder: string;
  runner: FunctionRunner | null;
}

/**
 * The online store: theme pages with the app's blocks, the AJAX cart, customer accounts and the checkout.
 * Answers every path it gets, so it is mounted last. The extensions are read at once; when one is
 * malformed the log says so and every page does too.
 */
export function createStorefront(options: StorefrontOptions): express.Router {
  const outer = express.Router();
  const ready = buildStorefront(options);
  ready.catch((error: unknown) => console.error("The storefront could not be set up:", error));
  outer.use((request, response, next) => {
    ready.then(
      (router) => router(request, response, next),
      (error: unknown) =>
        response
          .status(500)
          .type("text")
          .send(`The storefront could not be set up: ${error instanceof Error ? error.message : String(error)}`),
    );
  });
  return outer;
}

async function buildStorefront(options: StorefrontOptions): Promise<express.Router> {
  const extensions = await readThemeExtensions(options.extensionsFolder);
  const renderer = await createPageRenderer({ extensions, runner: options.runner });
  const shoppers = new WeakMap<Request, ShopperRequest>();
  const shopperOf = (request: Request): ShopperRequest => {
    const shopper = shoppers.get(request);
    if (!shopper) throw new Error("A page was asked for before the shopper was known.");
    return shopper;
  };

  const router = express.Router();
  router.use("/cdn/theme", express.static(join(THEME_FOLDER, "assets"), { maxAge: 0, fallthrough: false }));
  router.get("/cdn/extensions/:extension/assets/:file", (request, response) => {
    const path = extensions.asset(request.params.extension, request.params.file);
    if (path === null) return response.status(404).type("text").send("No such asset.");
    response.set("Access-Control-Allow-Origin", "*").sendFile(path, { dotfiles: "allow" });
  });
  router.get("/cdn/products/:id.svg", (request, response) => {
    const product = options.stores.forRequest(request)?.products.get(Number(request.params.id));
    if (!product) return response.status(404).type("text").send("No such product.");
    response
      .set("Cache-Control", "public, max-age=3600")
      .type("image/svg+xml")
      .send(placeholderImage(String(product.id), product.title));
  });
  router.use((request: Request, response: Response, next) => {
    const store = options.stores.forRequest(request);
    if (!store) return response.status(404).type("text").send("This shop does not exist.");
    const prefix = /^\/(\w{2})(?=\/|\?|$)/.exec(request.url);
    const locale = LOCALES.find((known) => known === prefix?.[1]) ?? null;
    if (prefix && locale) request.url = request.url.slice(prefix[0].length).replace(/^(?!\/)/, "/");
    shoppers.set(request, shopperRequest(store, request, response, locale as Locale | null));
    next();
  });
  router.use(wrap(createCartRouter(renderer, shopperOf)));
  router.use(wrap(createCheckoutRouter(renderer, options.runner, shopperOf)));
  router.use(wrap(createPageRouter(renderer, shopperOf)));
  router.use((request: Request, response: Response, next: NextFunction) => {
    const shopper = shopperOf(request);
    const title = renderer.translate("not_found.title", shopper.locale);
    renderer.page(shopper, request, response, { type: "404", template: "404", title, status: 404 }).catch(next);
  });
  const failed: ErrorRequestHandler = (error, request, response, next) => {
    console.error(`The storefront failed at ${request.method} ${request.path}:`, error);
    if (response.headersSent) return next(error);
    response.status(500).type("text").send("Something went wrong in the local store; its log says what.");
  };
  router.use(failed);
  return router;
}

/** Express 4 does not pass on the errors of async handlers. */
function wrap(router: express.Router): express.Router {
  for (const layer of router.stack) {
    for (const route of layer.route?.stack ?? []) {
      const handle = route.handle;
      if (handle.length > 3) continue;
      route.handle = (request, response, next) => {
        const result: unknown = handle(request, response, next);
        if (result instanceof Promise) result.catch(next);
      };
    }
  }
  return router;
}
