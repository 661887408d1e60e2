/**
 * Who may reach a route. A route of the build without a row here fails.
 * `foreign`: the same path with an id of another shop, and what it answers; a route that takes an id must say.
 */
export type Row =
  | { access: "nobody" }
  | { access: "public"; path: string; status: number }
  | { access: "admin"; path: string; foreign?: { path: string; status: number } }
  | { access: "proxy"; path: string; method: "GET" | "POST"; body?: string; query?: Record<string, string> }
  | { access: "webhook"; path: string };

export const ROWS: Record<string, Row> = {
  root: { access: "nobody" },
  "routes/_index": { access: "public", path: "/", status: 200 },
  "routes/healthz": { access: "public", path: "/healthz", status: 200 },
  "routes/auth.login": { access: "public", path: "/auth/login", status: 200 },
  "routes/auth.$": { access: "public", path: "/auth/callback?shop=matrix-a.myshopify.com", status: 404 },
  "routes/webhooks.shop": { access: "webhook", path: "/webhooks/shop" },
  "routes/proxy.offer": {
    access: "proxy",
    path: "/proxy/offer",
    method: "GET",
    query: { placement: "cart", visitor: "matrix-visitor-0123456789" },
  },
  "routes/proxy.event": { access: "proxy", path: "/proxy/event", method: "POST", body: "{}" },
  "routes/app": { access: "admin", path: "/app" },
  "routes/app._index": { access: "admin", path: "/app" },
  "routes/app.customers._index": { access: "admin", path: "/app/customers" },
  "routes/app.customers.$id": { access: "admin", path: "/app/customers/1", foreign: { path: "/app/customers/7001", status: 404 } },
  "routes/app.offers._index": { access: "admin", path: "/app/offers" },
  "routes/app.offers.$id": { access: "admin", path: "/app/offers/new", foreign: { path: "/app/offers/7001", status: 404 } },
  "routes/app.offer-check.$id": { access: "admin", path: "/app/offer-check/1", foreign: { path: "/app/offer-check/7001", status: 404 } },
  "routes/app.why": { access: "admin", path: "/app/why?order=7001&customer=7001&offer=7001" },
  "routes/app.experiments._index": { access: "admin", path: "/app/experiments" },
  "routes/app.experiments.$id": {
    access: "admin",
    path: "/app/experiments/new",
    foreign: { path: "/app/experiments/7001", status: 404 },
  },
  "routes/app.offers.$id_.report": {
    access: "admin",
    path: "/app/offers/7001/report",
    foreign: { path: "/app/offers/7001/report", status: 404 },
  },
  "routes/app.$": { access: "admin", path: "/app/nowhere", foreign: { path: "/app/nowhere", status: 404 } },
  "routes/app.results": { access: "admin", path: "/app/results" },
  "routes/app.objectives": { access: "admin", path: "/app/objectives" },
  "routes/app.products": { access: "admin", path: "/app/products?q=a" },
  "routes/app.settings": { access: "admin", path: "/app/settings" },
  "routes/app.value": { access: "admin", path: "/app/value" },
  "routes/app.value-fit": { access: "admin", path: "/app/value-fit" },
  "routes/app.value-export": { access: "admin", path: "/app/value-export" },
  "routes/app.sync": { access: "admin", path: "/app/sync" },
  "routes/app.privacy-export.$id": {
    access: "admin",
    path: "/app/privacy-export/1",
    foreign: { path: "/app/privacy-export/7001", status: 404 },
  },
};
