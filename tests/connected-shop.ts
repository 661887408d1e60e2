import http from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Session } from "@shopify/shopify-api";
import { mintSessionToken } from "../dev-store/src/platform/session-token.ts";
import { type DevStore, PRIMARY_DOMAIN, projectFiles, startDevStore } from "../dev-store/src/server.ts";
import type { Product, Variant } from "../dev-store/src/store/model.ts";
import type { Store } from "../dev-store/src/store/store.ts";
import { createTestDatabase, insertShop } from "./test-database.ts";

const app = () => ({ clientId: process.env.SHOPIFY_API_KEY as string, clientSecret: process.env.SHOPIFY_API_SECRET as string });
const plainFetch = globalThis.fetch;

/** A local store with the app installed, and the app's database knowing the shop and some of its products, without a sync. */
export interface ConnectedShop {
  readonly devStore: DevStore;
  readonly store: Store;
  readonly shopId: number;
  /** products a shopper can buy several of, each with its first variant */
  readonly things: readonly { product: Product; variant: Variant }[];
  close(): Promise<void>;
}

export async function connectedShop(): Promise<ConnectedShop> {
  const database = await createTestDatabase();
  const devStore = await startDevStore({
    ...projectFiles(join(import.meta.dirname, "..")),
    stock: { kind: "generated", seed: 7, domain: PRIMARY_DOMAIN, customers: 5, orders: 10 },
    ...app(),
    install: true,
  });
  process.env.CRESCENDO_DEV_STORE = devStore.url;
  await import("../dev-store/preload.mjs" as string);
  const store = devStore.stores.primary;
  const shopId = await insertShop({ domain: PRIMARY_DOMAIN, currency: store.shop.currency });
  await connect(devStore);
  const things = [...store.products.values()]
    .filter((product) => product.status === "ACTIVE" && !product.isGiftCard && product.variantIds.length > 0)
    .map((product) => ({ product, variant: store.variants.get(product.variantIds[0] as number) as Variant }))
    .filter(({ variant }) => variant.price > 200 && (!variant.tracked || variant.inventoryQuantity > 20))
    .slice(0, 3);
  await insertProducts(shopId, things);
  const close = async () => {
    globalThis.fetch = plainFetch;
    await devStore.close();
    await database.drop();
  };
  return { devStore, store, shopId, things, close };
}

async function connect(devStore: DevStore): Promise<void> {
  const { clientId, clientSecret } = app();
  const answer = await plainFetch(`${devStore.url}/admin/oauth/access_token`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Forwarded-Host": PRIMARY_DOMAIN },
    body: JSON.stringify({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: mintSessionToken(app(), PRIMARY_DOMAIN),
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
    }),
  });
  const { access_token, scope } = (await answer.json()) as { access_token: string; scope: string };
  const { storeSession } = await import("../app/shopify/session-storage.server.ts");
  const { prisma } = await import("../app/database/prisma.server.ts");
  await storeSession(
    new Session({ id: `offline_${PRIMARY_DOMAIN}`, shop: PRIMARY_DOMAIN, state: "", isOnline: false, scope, accessToken: access_token }),
    prisma(),
  );
}

async function insertProducts(shopId: number, things: ConnectedShop["things"]): Promise<void> {
  const { inShop } = await import("../app/database/pool.server.ts");
  await inShop(shopId, async (db) => {
    for (const { product, variant } of things) {
      await db.run(
        "insert into products (shop_id, id, title, handle, status, image_url, updated_at) values ($1, $2, $3, $4, 'ACTIVE', $5, now())",
        [shopId, product.id, product.title, product.handle, product.imageUrl],
      );
      await db.run(
        "insert into variants (shop_id, id, product_id, inventory_item_id, title, price, available_for_sale, updated_at) values ($1, $2, $3, $4, '', $5, true, now())",
        [shopId, variant.id, product.id, variant.inventoryItemId, variant.price],
      );
    }
  });
}

/** The app's two storefront routes behind a plain server, as Shopify's app proxy reaches them. */
export async function serveProxyRoutes(): Promise<{ url: string; close(): Promise<void> }> {
  const { loader } = await import("../app/routes/proxy.offer.ts");
  const { action } = await import("../app/routes/proxy.event.ts");
  const server = http.createServer(async (request, response) => {
    const url = `http://${request.headers.host}${request.url}`;
    const headers = new Headers(
      Object.entries(request.headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as [string, string]] : [])),
    );
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const method = request.method ?? "GET";
    const route = url.includes("/proxy/event") ? action : loader;
    const answer = await route({
      request: new Request(url, { method, headers, ...(method === "POST" ? { body: Buffer.concat(chunks) } : {}) }),
      params: {},
      context: {},
    } as never).catch((thrown: unknown) => (thrown instanceof Response ? thrown : new Response(String(thrown), { status: 500 })));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
