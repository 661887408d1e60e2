import { join } from "node:path";
import { createAdminApi } from "./admin-api/admin-api.ts";
import { ensureSchemas } from "./admin-api/schema-cache.ts";
import { createFunctionRunner } from "./functions/function-runner.ts";
import { readAppConfig } from "./platform/app-config.ts";
import { createBulkFileRouter } from "./platform/bulk-file-router.ts";
import { startPlatform } from "./platform/start-platform.ts";
import type { StockOptions, StockReport } from "./stock/load-stock.ts";
import { loadStock } from "./stock/load-stock.ts";
import type { Store } from "./store/store.ts";
import { StoreDirectory } from "./store/store-directory.ts";
import { createStorefront } from "./storefront/storefront.ts";

export const PRIMARY_DOMAIN = "crescendo-demo.myshopify.com";

export interface DevStoreOptions {
  stock: StockOptions;
  /** the app's client id and secret; the id of shopify.app.toml unless told */
  clientId?: string | undefined;
  clientSecret: string;
  /** shopify.app.toml */
  appConfigFile: string;
  extensionsFolder: string;
  /** where downloaded schemas are kept */
  cacheFolder: string;
  /** where the app listens; may be set later */
  appUrl?: string | undefined;
  port?: number | undefined;
  framePort?: number | undefined;
  /** language in which the admin opens the app */
  locale?: string | undefined;
  /** install the app at once, as a merchant would from the install page */
  install?: boolean | undefined;
  /** hears of failures only */
  log?: ((line: string) => void) | undefined;
}

export interface DevStore {
  url: string;
  frameUrl: string;
  shop: string;
  report: StockReport;
  stores: StoreDirectory;
  setAppUrl(url: string): void;
  close(): Promise<void>;
}

/** A Shopify store on two loopback ports: the store itself and the frame through which its admin shows the app. */
export async function startDevStore(options: DevStoreOptions): Promise<DevStore> {
  const log = options.log ?? (() => {});
  const [config, schemas, { store, report }] = await Promise.all([
    readAppConfig(options.appConfigFile),
    ensureSchemas(options.cacheFolder),
    loadStock(options.stock),
  ]);
  const stores = new StoreDirectory();
  stores.add(store);
  const app = { clientId: options.clientId ?? config.clientId, clientSecret: options.clientSecret };
  const runner = await createFunctionRunner({ extensionsFolder: options.extensionsFolder, schemaFile: schemas.functionsDiscountFile });
  const closing = [() => runner.close()];
  const platform = await startPlatform({
    stores,
    config,
    app,
    appUrl: options.appUrl ?? null,
    locale: options.locale ?? "en",
    port: options.port ?? 0,
    framePort: options.framePort ?? 0,
    log,
    parts: async (url) => {
      const functions = runner.handles.map((handle) => ({ handle, title: config.name, apiType: "discount" }));
      const adminApi = await createAdminApi({
        cacheFolder: options.cacheFolder,
        publicUrl: url,
        functions,
        app: { title: config.name, handle: "crescendo" },
      });
      closing.push(() => adminApi.close());
      return {
        adminApi,
        files: createBulkFileRouter(stores, adminApi),
        storefront: createStorefront({ stores, extensionsFolder: options.extensionsFolder, runner }),
        extensions: null,
        functionRuns: () => runner.recent,
        protectedCustomerData: adminApi.protectedCustomerData,
      };
    },
    addShop: async ({ domain, seed, customers, orders }) => {
      const added = await loadStock({
        kind: "generated",
        seed,
        domain,
        ...(customers === undefined ? {} : { customers }),
        ...(orders === undefined ? {} : { orders }),
      });
      stores.add(added.store);
      return added.store;
    },
  });
  if (options.stock.kind === "orders_export") giveDrawnPictures(store, platform.url);
  if (options.install) platform.installations.install(store);
  return {
    url: platform.url,
    frameUrl: platform.frameUrl,
    shop: store.shop.domain,
    report,
    stores,
    setAppUrl: platform.appUrl.set,
    close: async () => {
      await platform.close();
      for (const close of closing) close();
    },
  };
}

/** An orders export holds no pictures; the storefront draws one for each product, and the Admin API tells its address too. */
function giveDrawnPictures(store: Store, url: string): void {
  for (const product of store.products.values()) product.imageUrl ??= `${url}/cdn/products/${product.id}.svg`;
}

/** The folders and files of a checkout of the project. */
export function projectFiles(root: string): Pick<DevStoreOptions, "appConfigFile" | "extensionsFolder" | "cacheFolder"> {
  return { appConfigFile: join(root, "shopify.app.toml"), extensionsFolder: join(root, "extensions"), cacheFolder: join(root, ".cache") };
}
