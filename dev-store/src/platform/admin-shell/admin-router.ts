import { fileURLToPath } from "node:url";
import express from "express";
import { toMinor } from "../../checkout/money.ts";
import type { Store } from "../../store/store.ts";
import { StoreError } from "../../store/store.ts";
import type { StoreDirectory } from "../../store/store-directory.ts";
import type { Html } from "../html.ts";
import { html } from "../html.ts";
import type { Installations } from "../installations.ts";
import { sameOriginOnly } from "../same-origin.ts";
import { scopeInWords } from "../scope-words.ts";
import type { AppCredentials } from "../session-token.ts";
import { mintSessionToken, STAFF } from "../session-token.ts";
import { appFrame } from "./app-frame.ts";
import type { PageFrame } from "./layout.ts";
import { adminPage, LOCALES } from "./layout.ts";
import { customerPage, customersPage, homePage, orderPage, ordersPage, productPage, productsPage, themeEditorPage } from "./pages.ts";
import { findResources } from "./resources.ts";

export interface AdminShellOptions {
  stores: StoreDirectory;
  app: AppCredentials;
  appName: string;
  installations: Installations;
  frameUrl: () => string;
  locale: string;
  /** what the theme shows of the app's extensions; null when this store cannot tell */
  extensions: (() => unknown) | null;
}

/** `/admin`: the local store's own admin, which frames the app. */
export function createAdminShell(options: AdminShellOptions): express.Router {
  const router = express.Router();
  const { installations } = options;
  const asset = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  router.get("/admin/_shell/shell.js", (_request, response) => response.sendFile(asset("shell.js")));
  router.get("/admin/_shell/shell.css", (_request, response) => response.sendFile(asset("shell.css")));
  router.use("/admin", (request, response, next) => {
    response.set({
      "Content-Security-Policy": "frame-ancestors 'none'",
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "origin-when-cross-origin",
      "Cache-Control": "no-store",
    });
    if (request.method === "GET") next();
    else sameOriginOnly(request, response, next);
  });
  router.use("/admin", express.urlencoded({ extended: false, limit: "64kb" }));

  const storeOf = (request: express.Request): Store => options.stores.forRequest(request) ?? options.stores.primary;
  const localeOf = (request: express.Request): string => {
    const chosen = /(?:^|;\s*)_admin_locale=([a-z]{2})(?:;|$)/.exec(request.headers.cookie ?? "")?.[1];
    return LOCALES.some(([code]) => code === chosen) && chosen ? chosen : options.locale;
  };
  const show = (
    request: express.Request,
    response: express.Response,
    page: Pick<PageFrame, "current" | "title" | "app">,
    content: Html,
    status = 200,
  ) => {
    const text = (name: string) => (typeof request.query[name] === "string" ? String(request.query[name]) : null);
    const error = text("_error");
    const done = text("_done");
    const notice = error ? { kind: "error" as const, text: error } : done ? { kind: "done" as const, text: done } : null;
    const store = storeOf(request);
    response
      .status(status)
      .type("html")
      .send(
        adminPage(
          { store, appName: options.appName, installed: installations.isInstalled(store), locale: localeOf(request), notice, ...page },
          content,
        ),
      );
  };
  const missing = (request: express.Request, response: express.Response, what: string) =>
    show(
      request,
      response,
      { current: null, title: "Not found" },
      html`<h1>Not found</h1><p>${what}</p><p><a href="/admin">Home</a></p>`,
      404,
    );
  /** Runs a change and returns to a page that says what happened. */
  const change = (response: express.Response, back: string, done: string, run: () => void, after = back) => {
    try {
      run();
      response.redirect(303, `${after}?_done=${encodeURIComponent(done)}`);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      response.redirect(303, `${back}?_error=${encodeURIComponent(error.message)}`);
    }
  };
  const list = (request: express.Request) => ({
    search: typeof request.query.q === "string" ? request.query.q : "",
    page: Math.max(1, Math.floor(Number(request.query.page)) || 1),
  });

  router.get("/admin", (request, response) => show(request, response, { current: "home", title: "Home" }, homePage(storeOf(request))));
  router.get("/admin/orders", (request, response) =>
    show(request, response, { current: "orders", title: "Orders" }, ordersPage(storeOf(request), list(request))),
  );
  router.get("/admin/products", (request, response) =>
    show(request, response, { current: "products", title: "Products" }, productsPage(storeOf(request), list(request))),
  );
  router.get("/admin/customers", (request, response) =>
    show(request, response, { current: "customers", title: "Customers" }, customersPage(storeOf(request), list(request))),
  );
  router.get("/admin/themes/current/editor", (request, response) =>
    show(request, response, { current: null, title: "Theme editor" }, themeEditorPage(storeOf(request))),
  );
  router.get("/admin/orders/:id", (request, response) => {
    const order = storeOf(request).orders.get(Number(request.params.id));
    if (!order) return void missing(request, response, `There is no order ${request.params.id}.`);
    show(request, response, { current: "orders", title: order.name }, orderPage(storeOf(request), order));
  });
  router.get("/admin/products/:id", (request, response) => {
    const page = productPage(storeOf(request), Number(request.params.id));
    if (!page) return void missing(request, response, `There is no product ${request.params.id}.`);
    show(request, response, { current: "products", title: "Product" }, page);
  });
  router.get("/admin/customers/:id", (request, response) => {
    const page = customerPage(storeOf(request), Number(request.params.id));
    if (!page) return void missing(request, response, `There is no customer ${request.params.id}.`);
    show(request, response, { current: "customers", title: "Customer" }, page);
  });

  router.post("/admin/orders/:id/refund", (request, response) => {
    const store = storeOf(request);
    const id = Number(request.params.id);
    change(response, `/admin/orders/${id}`, "Refunded", () => refundByForm(store, id, request.body));
  });
  router.post("/admin/orders/:id/cancel", (request, response) => {
    const id = Number(request.params.id);
    change(response, `/admin/orders/${id}`, "Cancelled", () => storeOf(request).cancelOrder(id));
  });
  router.post("/admin/orders/:id/edit", (request, response) => {
    const id = Number(request.params.id);
    change(response, `/admin/orders/${id}`, "Edited", () =>
      storeOf(request).editOrder(id, { lineId: Number(request.body.lineId), quantity: Number(request.body.quantity) }),
    );
  });
  router.post("/admin/orders/:id/delete", (request, response) => {
    const id = Number(request.params.id);
    change(response, `/admin/orders/${id}`, "Deleted", () => storeOf(request).deleteOrder(id), "/admin/orders");
  });

  router.get("/admin/oauth/install", (request, response) => {
    const installed = installations.isInstalled(storeOf(request));
    const content = html`<h1>${installed ? "Manage" : "Install"} ${options.appName}</h1>
<div class="card"><h2>${options.appName} asks to</h2><ul>${installations.requestedScopes.map((scope) => html`<li>${scopeInWords(scope)} <small>(${scope})</small></li>`)}</ul>
<form class="row" method="post" action="/admin/oauth/install"><button class="dark">${installed ? "Grant all again" : "Install"}</button></form></div>
${installed ? html`<div class="card"><h2>Uninstall</h2><p>The app loses its access at once. 48 hours later it is asked to delete what it keeps about this shop.</p><form method="post" action="/admin/_uninstall" data-confirm="Uninstall ${options.appName}?"><button class="critical">Uninstall</button></form></div>` : null}`;
    show(request, response, { current: "app", title: `Install ${options.appName}` }, content);
  });
  router.post("/admin/oauth/install", (request, response) => {
    installations.install(storeOf(request));
    response.redirect(303, "/admin/apps/crescendo");
  });
  router.post("/admin/_uninstall", (request, response) =>
    change(
      response,
      "/admin/oauth/install",
      `${options.appName} was uninstalled`,
      () => installations.uninstall(storeOf(request)),
      "/admin",
    ),
  );
  router.post("/admin/_locale", (request, response) => {
    const locale = String(request.body.locale);
    if (LOCALES.some(([code]) => code === locale))
      response.cookie("_admin_locale", locale, { path: "/admin", httpOnly: true, sameSite: "lax" });
    const back = new URL(request.get("Referer") ?? "/admin", "http://admin.invalid").pathname;
    response.redirect(303, back.startsWith("/admin") ? back : "/admin");
  });

  // Shopify addresses an app by its client id as well as by its handle.
  router.get(/^\/admin\/apps\/([^/]+)(\/.*)?$/, (request, response) => {
    const [handle, rest] = [request.params[0], request.params[1] ?? ""];
    if (handle === options.app.clientId) return void response.redirect(`/admin/apps/crescendo${rest}`);
    if (handle !== "crescendo") return void missing(request, response, `The app ${handle} is not installed.`);
    const store = storeOf(request);
    if (!installations.isInstalled(store)) return void response.redirect("/admin/oauth/install");
    const query = new URL(request.originalUrl, "http://admin.invalid").search;
    const content = appFrame({
      app: options.app,
      appName: options.appName,
      frameUrl: options.frameUrl(),
      domain: store.shop.domain,
      locale: localeOf(request),
      path: `${rest === "/" ? "" : rest}${query}`,
    });
    show(request, response, { current: "app", title: options.appName, app: true }, content);
  });

  // What the shell's script asks for on behalf of the frame; no other origin may.
  router.get("/admin/_session_token", sameOriginOnly, (request, response) => {
    const store = storeOf(request);
    if (!installations.isInstalled(store)) return void response.status(404).json({ error: "The app is not installed." });
    response.json({ token: mintSessionToken(options.app, store.shop.domain) });
  });
  router.get("/admin/_user", sameOriginOnly, (_request, response) =>
    response.json({ id: STAFF.id, name: `${STAFF.firstName} ${STAFF.lastName}`, email: STAFF.email, accountAccess: "Account owner" }),
  );
  router.get("/admin/_scopes", sameOriginOnly, (request, response) =>
    response.json({ granted: installations.scopes(storeOf(request)), required: installations.requestedScopes, optional: [] }),
  );
  router.get("/admin/_extensions", sameOriginOnly, (_request, response) => {
    if (options.extensions) response.json(options.extensions());
    else response.status(501).json({ error: "This local store cannot tell which extensions are active." });
  });
  router.get("/admin/_resources", sameOriginOnly, (request, response) => {
    const { type, q, ids, drafts, archived } = request.query;
    if (type !== "product" && type !== "variant" && type !== "collection")
      return void response.status(400).json({ error: "type is product, variant or collection." });
    const resources = findResources(storeOf(request), {
      type,
      search: typeof q === "string" ? q : "",
      ids: typeof ids === "string" ? ids.split(",") : null,
      drafts: drafts !== "false",
      archived: archived !== "false",
    });
    response.json({ resources });
  });

  router.use(
    /^\/admin(?!\/(api|oauth\/access_token))(\/|$)/,
    (request, response) => void missing(request, response, "The local store's admin has no such page; Shopify's may."),
  );
  return router;
}

/** Refunds the chosen units; without an amount, what they cost after discounts. */
function refundByForm(store: Store, orderId: number, form: Record<string, unknown>): void {
  const order = store.orders.get(orderId);
  if (!order) throw new StoreError(`There is no order ${orderId}.`);
  const lines = order.lines
    .map((line) => ({ line, quantity: Number(form[`line-${line.id}`] ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
  const typed = String(form.amount ?? "").trim();
  const value = lines.reduce((sum, { line, quantity }) => {
    const total = line.unitPrice * line.quantity - line.allocations.reduce((part, a) => part + a.amount, 0);
    return sum + Math.round((total * quantity) / line.quantity);
  }, 0);
  const amount = typed === "" ? value : toMinor(typed, store.shop.currency);
  if (amount === null) throw new StoreError(`"${typed}" is not an amount. Write it like 12.50.`);
  if (amount === 0 && lines.length === 0) throw new StoreError("Choose items or write an amount to refund.");
  store.refundOrder(orderId, { amount, lines: lines.map(({ line, quantity }) => ({ lineId: line.id, quantity })) });
}
