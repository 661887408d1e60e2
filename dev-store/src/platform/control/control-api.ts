import { Readable } from "node:stream";
import express from "express";
import type { Store } from "../../store/store.ts";
import { StoreError } from "../../store/store.ts";
import type { StoreDirectory } from "../../store/store-directory.ts";
import { adminHost, frameAddress } from "../admin-shell/app-frame.ts";
import type { Installations } from "../installations.ts";
import type { TokenFaults } from "../oauth-router.ts";
import { sameOriginOnly } from "../same-origin.ts";
import type { AppCredentials } from "../session-token.ts";
import { mintSessionToken } from "../session-token.ts";
import type { Webhooks } from "../webhooks.ts";
import { BadRequest, bodyFields, changeSettings } from "./body-fields.ts";
import { facts } from "./facts.ts";
import { askForPrivacy } from "./privacy-request.ts";
import { createResourceRoutes } from "./resource-routes.ts";

export interface ControlOptions {
  stores: StoreDirectory;
  app: AppCredentials;
  appName: string;
  installations: Installations;
  webhooks: Webhooks;
  tokenFaults: TokenFaults;
  /** fault settings of the Admin API and bulk operations, changed in place */
  adminFaults: object | null;
  appUrl: { get(): string | null; set(url: string): void };
  url: () => string;
  frameUrl: () => string;
  addShop: (options: { domain: string; seed: number; customers?: number; orders?: number }) => Promise<Store>;
  functionRuns: (() => readonly unknown[]) | null;
  protectedCustomerData: Map<string, "level0" | "level1" | "level2"> | null;
}

const HELP = {
  "GET /_dev/status": "shops, app, addresses, pending webhooks",
  "POST /_dev/app": "{url} where the app listens",
  "POST /_dev/install": "{withheld?: [scope]}",
  "POST /_dev/uninstall": "",
  "POST /_dev/clock": "{seconds} lets the store's time pass",
  "GET|POST /_dev/faults": "{webhooks?, tokens?, adminApi?}",
  "GET /_dev/webhooks": "last deliveries, newest first; ?limit= ?topic=",
  "POST /_dev/orders": "{customerId?, variantId?, quantity?, count?, seed?}",
  "POST /_dev/orders/:id/refund": "{amount?, lines?: [{lineId, quantity}]}; everything left when empty",
  "POST /_dev/orders/:id/cancel": "",
  "POST /_dev/orders/:id/edit": "{lineId, quantity}",
  "DELETE /_dev/orders/:id": "",
  "DELETE /_dev/customers/:id": "",
  "POST /_dev/customers/:id/merge": "{into} the customer who stays",
  "POST /_dev/variants/:id": "{price?, unitCost?, inventoryQuantity?} in minor units",
  "POST /_dev/privacy": '{kind: "data_request" | "redact" | "shop_redact", customerId?}',
  "POST /_dev/protected-data": '{level: "level0" | "level1" | "level2"} which customer data the app may read',
  "GET /_dev/facts.jsonl": "every order with lines and refunds, sorted by id",
  "GET /_dev/session-token": "a session token for one minute, with the shop and host that go with it",
  "GET /_dev/frame": "?path= the address the admin gives the iframe",
  "GET /_dev/functions": "last runs of Discount Functions",
  "GET|POST /_dev/shops": "{domain, seed, customers?, orders?} adds a generated shop",
};

/** `/_dev/*`: moves the store as no Shopify API can. `?shop=` chooses the shop; nothing of it exists on Shopify. */
export function createControlApi(options: ControlOptions): express.Router {
  const router = express.Router();
  const { stores, installations, webhooks } = options;
  router.use(sameOriginOnly, express.json({ limit: "256kb", strict: false }));

  const storeOf = (request: express.Request): Store => {
    const domain = request.query.shop;
    if (domain === undefined) return stores.forRequest(request) ?? stores.primary;
    const store = stores.get(String(domain));
    if (!store)
      throw new BadRequest(
        `There is no shop ${domain}. Shops: ${stores
          .all()
          .map(({ shop }) => shop.domain)
          .join(", ")}.`,
      );
    return store;
  };

  router.get("/", (_request, response) => response.json(HELP));
  router.get("/status", (_request, response) => {
    response.json({
      url: options.url(),
      frameUrl: options.frameUrl(),
      appUrl: options.appUrl.get(),
      clientId: options.app.clientId,
      webhooksPending: webhooks.pending,
      shops: stores.all().map((store) => shopStatus(store, installations)),
    });
  });
  router.post("/app", (request, response) => {
    const { url } = bodyFields(request.body, { url: "text" });
    if (!url || !URL.canParse(url)) throw new BadRequest("Send {url}: the address where the app listens.");
    options.appUrl.set(url);
    response.json({ appUrl: url });
  });
  router.post("/install", (request, response) => {
    const { withheld } = bodyFields(request.body, { withheld: "texts" });
    response.json(installations.install(storeOf(request), withheld));
  });
  router.post("/uninstall", (request, response) => {
    installations.uninstall(storeOf(request));
    response.json({ installed: false });
  });
  router.post("/clock", (request, response) => {
    const { seconds } = bodyFields(request.body, { seconds: "number" });
    if (seconds === undefined || seconds < 0) throw new BadRequest("Send {seconds}: how far the store's time moves on, zero or more.");
    for (const store of stores.all()) store.clockOffset += seconds * 1000;
    installations.runDue();
    response.json({ now: new Date(storeOf(request).now()).toISOString() });
  });

  const allFaults = () => ({ webhooks: webhooks.faults, tokens: options.tokenFaults, adminApi: options.adminFaults });
  router.get("/faults", (_request, response) => response.json(allFaults()));
  router.post("/faults", (request, response) => {
    const change = bodyFields(request.body, { webhooks: "object", tokens: "object", adminApi: "object" });
    if (change.webhooks) webhooks.setFaults(changeSettings({ ...webhooks.faults }, change.webhooks));
    if (change.webhooks?.seed !== undefined) webhooks.setFaults({ seed: webhooks.faults.seed });
    if (change.tokens) changeSettings(options.tokenFaults, change.tokens);
    if (change.adminApi) {
      if (!options.adminFaults) throw new BadRequest("This store runs without an Admin API.");
      changeSettings(options.adminFaults, change.adminApi);
    }
    response.json(allFaults());
  });
  router.get("/webhooks", (request, response) => {
    const limit = Number(request.query.limit ?? 100);
    const topic = request.query.topic;
    response.json(webhooks.log.filter((delivery) => topic === undefined || delivery.topic === topic).slice(0, limit));
  });

  router.use(createResourceRoutes(storeOf));

  router.post("/privacy", (request, response) => {
    const { kind, customerId } = bodyFields(request.body, { kind: "text", customerId: "number" });
    response.status(202).json(askForPrivacy(storeOf(request), kind, customerId));
  });
  router.post("/protected-data", (request, response) => {
    const { level } = bodyFields(request.body, { level: "text" });
    if (level !== "level0" && level !== "level1" && level !== "level2") throw new BadRequest("level is level0, level1 or level2.");
    if (!options.protectedCustomerData) throw new BadRequest("This store runs without an Admin API.");
    options.protectedCustomerData.set(storeOf(request).shop.domain, level);
    response.json({ level });
  });
  router.get("/facts.jsonl", (request, response) => {
    response.type("application/jsonl");
    Readable.from(facts(storeOf(request))).pipe(response);
  });
  router.get("/session-token", (request, response) => {
    const { domain } = storeOf(request).shop;
    response.json({ token: mintSessionToken(options.app, domain), shop: domain, host: adminHost(domain) });
  });
  router.get("/frame", (request, response) => {
    const path = String(request.query.path ?? "");
    const locale = String(request.query.locale ?? "en");
    response.json({
      url: frameAddress({
        app: options.app,
        appName: options.appName,
        frameUrl: options.frameUrl(),
        domain: storeOf(request).shop.domain,
        locale,
        path,
      }),
    });
  });
  router.get("/functions", (_request, response) => response.json(options.functionRuns?.() ?? []));
  router.get("/shops", (_request, response) => response.json(stores.all().map((store) => shopStatus(store, installations))));
  router.post("/shops", async (request, response, next) => {
    try {
      const { domain, seed, customers, orders } = bodyFields(request.body, {
        domain: "text",
        seed: "number",
        customers: "number",
        orders: "number",
      });
      if (!domain || !/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/.test(domain))
        throw new BadRequest("Send {domain}: like second.myshopify.com.");
      if (stores.get(domain)) throw new BadRequest(`There is already a shop ${domain}.`);
      const store = await options.addShop({
        domain,
        seed: seed ?? 2,
        ...(customers === undefined ? {} : { customers }),
        ...(orders === undefined ? {} : { orders }),
      });
      response.status(201).json(shopStatus(store, installations));
    } catch (error) {
      next(error);
    }
  });

  router.use((_request, response) => void response.status(404).json({ error: "The control API has no such address.", help: HELP }));
  router.use((error: unknown, _request: express.Request, response: express.Response, next: express.NextFunction) => {
    if (error instanceof BadRequest || error instanceof StoreError || error instanceof SyntaxError)
      response.status(400).json({ error: error.message });
    else next(error);
  });
  return router;
}

function shopStatus(store: Store, installations: Installations): Record<string, unknown> {
  return {
    domain: store.shop.domain,
    name: store.shop.name,
    currency: store.shop.currency,
    timezone: store.shop.ianaTimezone,
    stock: store.shop.stock,
    now: new Date(store.now()).toISOString(),
    installed: installations.isInstalled(store),
    scopes: installations.scopes(store),
    orders: store.orders.size,
    products: store.products.size,
    customers: store.customers.size,
  };
}
