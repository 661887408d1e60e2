import { createServer } from "node:http";
import { pipeline } from "node:stream";
import type { Ask, SyncShop } from "../../app/orders/ask.server.ts";
import { type AdminApi, createAdminApi } from "../../dev-store/src/admin-api/admin-api.ts";
import { ALL_SCOPES, CACHE_FOLDER, CLIENT_ID, sampleStore } from "../../dev-store/src/admin-api/sample-admin.ts";
import type { Store } from "../../dev-store/src/store/store.ts";

export interface LocalAdmin {
  readonly store: Store;
  readonly api: AdminApi;
  readonly url: string;
  readonly ask: Ask;
  /** requests answered so far */
  requests: number;
  /** what the shop grants; every request is judged by it */
  scopes: string[];
  shop(shopId: number): SyncShop;
  close(): Promise<void>;
}

/** The local store's Admin API over HTTP, without the parts a sync does not need (tokens, webhooks). */
export async function startLocalAdmin(store: Store = sampleStore({ currency: "GBP" })): Promise<LocalAdmin> {
  let api: AdminApi | undefined;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://local");
    if (request.method === "GET") {
      const { status, headers, body } = (api as AdminApi).bulkFile(
        store,
        Number(/(\d+)\.jsonl$/.exec(url.pathname)?.[1]),
        url.searchParams,
      );
      response.writeHead(status, headers);
      if (typeof body === "string") response.end(body);
      else pipeline(body, response, () => {});
      return;
    }
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", async () => {
      admin.requests++;
      const answer = await (api as AdminApi).handle(store, { clientId: CLIENT_ID, scopes: admin.scopes, body });
      if (answer.status === 0) request.socket.destroy();
      else response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const created = await createAdminApi({ cacheFolder: CACHE_FOLDER, publicUrl: url });
  api = created;
  const ask = askAt(url);
  const admin: LocalAdmin = {
    store,
    api: created,
    url,
    ask,
    requests: 0,
    scopes: ALL_SCOPES,
    shop: (shopId) => ({ shopId, domain: store.shop.domain, currency: store.shop.currency, ask }),
    close: async () => {
      created.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return admin;
}

export function askAt(url: string): Ask {
  return async (query, variables, schema) => {
    const response = await fetch(url, { method: "POST", body: JSON.stringify({ query, variables }) });
    const answer = (await response.json()) as { data?: unknown; errors?: { message: string }[] };
    if (answer.errors) throw new Error(answer.errors.map((error) => error.message).join(" "));
    return schema.parse(answer.data);
  };
}
