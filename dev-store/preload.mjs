// Started before the app with `node --import ./dev-store/preload.mjs`: sends what the app fetches from
// *.myshopify.com to the local store. The app itself knows nothing of it.
const address = process.env.CRESCENDO_DEV_STORE;
if (!address || !URL.canParse(address)) {
  throw new Error(
    "CRESCENDO_DEV_STORE should be the local store's address, for example http://127.0.0.1:4000. Start the store first, then the app with this variable set.",
  );
}
const store = new URL(address);
const plainFetch = globalThis.fetch;

globalThis.fetch = function fetch(input, init) {
  const url = new URL(input instanceof Request ? input.url : String(input));
  if (url.protocol !== "https:" || !url.hostname.endsWith(".myshopify.com")) return plainFetch(input, init);
  const shop = url.hostname;
  url.protocol = store.protocol;
  url.host = store.host;
  const request = new Request(input, init);
  const headers = new Headers(request.headers);
  headers.set("X-Forwarded-Host", shop);
  const { method, body, signal, redirect } = request;
  return plainFetch(url, { method, headers, body, signal, redirect, ...(body ? { duplex: "half" } : {}) });
};
