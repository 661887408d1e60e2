import http from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import type { Store } from "../store/store.ts";
import type { StoreDirectory } from "../store/store-directory.ts";
import { AccessTokens } from "./access-tokens.ts";
import type { AdminApiPort } from "./admin-api-router.ts";
import { createAdminApiRouter } from "./admin-api-router.ts";
import { createAdminShell } from "./admin-shell/admin-router.ts";
import type { AppConfig } from "./app-config.ts";
import { createAppProxy } from "./app-proxy.ts";
import type { ControlOptions } from "./control/control-api.ts";
import { createControlApi } from "./control/control-api.ts";
import { createFrameProxy } from "./frame-proxy.ts";
import { Installations } from "./installations.ts";
import type { TokenFaults } from "./oauth-router.ts";
import { createOauthRouter } from "./oauth-router.ts";
import type { AppCredentials } from "./session-token.ts";
import { Webhooks } from "./webhooks.ts";

export interface PlatformParts {
  adminApi: (AdminApiPort & { faults: object }) | null;
  /** routes that stand beside the Admin API, such as the files of bulk operations */
  files: express.RequestHandler | null;
  /** everything a shopper sees */
  storefront: express.RequestHandler | null;
  extensions: (() => unknown) | null;
  functionRuns: (() => readonly unknown[]) | null;
  /** shop domain -> which protected customer data the app may read; changed by the control API */
  protectedCustomerData: Map<string, "level0" | "level1" | "level2"> | null;
}

export interface PlatformOptions {
  stores: StoreDirectory;
  config: AppConfig;
  app: AppCredentials;
  appUrl: string | null;
  locale: string;
  port: number;
  framePort: number;
  log: (line: string) => void;
  /** called once the store's own address is known */
  parts: (url: string) => Promise<PlatformParts>;
  addShop: ControlOptions["addShop"];
}

export interface Platform {
  url: string;
  frameUrl: string;
  installations: Installations;
  webhooks: Webhooks;
  tokens: AccessTokens;
  appUrl: { get(): string | null; set(url: string): void };
  /** Lets a shop that was added later send webhooks. */
  watch(store: Store): void;
  close(): Promise<void>;
}

const HOUSEKEEPING_MS = 1000;

/** Opens both ports on loopback and puts Shopify's own parts around the store: OAuth, webhooks, app proxy, admin, control. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { stores, config, app } = options;
  let appUrl = options.appUrl;
  const appAddress = {
    get: () => appUrl,
    set: (url: string) => {
      appUrl = url;
    },
  };
  const tokens = new AccessTokens();
  const installations = new Installations({ clientId: app.clientId, config, tokens });
  const webhooks = new Webhooks({ config, clientId: app.clientId, secret: app.clientSecret, appUrl: appAddress.get, log: options.log });
  const tokenFaults: TokenFaults = { serverError: false, omitExpiresIn: false, dropAnswer: false };

  const server = http.createServer();
  const url = await listen(server, options.port);
  const frames = await createFrameProxy({ shellPort: () => portOf(server), appUrl: appAddress.get });
  let frameUrl: string;
  let parts: PlatformParts;
  try {
    frameUrl = await listen(frames, options.framePort);
    parts = await options.parts(url);
  } catch (error) {
    server.close();
    frames.close();
    throw error;
  }

  const web = express();
  web.disable("x-powered-by");
  web.use(
    "/_dev",
    createControlApi({
      stores,
      app,
      appName: config.name,
      installations,
      webhooks,
      tokenFaults,
      adminFaults: parts.adminApi?.faults ?? null,
      appUrl: appAddress,
      url: () => url,
      frameUrl: () => frameUrl,
      functionRuns: parts.functionRuns,
      protectedCustomerData: parts.protectedCustomerData,
      addShop: async (wish) => {
        const store = await options.addShop(wish);
        webhooks.watch(store);
        return store;
      },
    }),
  );
  if (parts.files) web.use(parts.files);
  web.use(createOauthRouter({ stores, app, tokens, installations, faults: tokenFaults }));
  if (parts.adminApi)
    web.use(createAdminApiRouter({ stores, tokens, installations, adminApi: parts.adminApi, apiVersion: config.apiVersion }));
  web.use(
    createAdminShell({
      stores,
      app,
      appName: config.name,
      installations,
      frameUrl: () => frameUrl,
      locale: options.locale,
      extensions: parts.extensions,
    }),
  );
  web.use(createAppProxy({ stores, config, secret: app.clientSecret, installations, appUrl: appAddress.get }));
  if (parts.storefront) web.use(parts.storefront);
  web.use((error: unknown, _request: express.Request, response: express.Response, next: express.NextFunction) => {
    if (response.headersSent) return next(error);
    const status =
      typeof error === "object" && error !== null && "status" in error && typeof error.status === "number" ? error.status : 500;
    if (status >= 500) options.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    response
      .status(status)
      .json({ errors: status >= 500 ? "Internal Server Error" : error instanceof Error ? error.message : "Bad Request" });
  });
  server.on("request", web);

  const unwatch = stores.all().map((store) => webhooks.watch(store));
  const housekeeping = setInterval(() => installations.runDue(), HOUSEKEEPING_MS);
  return {
    url,
    frameUrl,
    installations,
    webhooks,
    tokens,
    appUrl: appAddress,
    watch: (store) => void unwatch.push(webhooks.watch(store)),
    close: async () => {
      clearInterval(housekeeping);
      webhooks.close();
      for (const stop of unwatch) stop();
      await Promise.all([shut(server), shut(frames)]);
    },
  };
}

function listen(server: http.Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE" ? new Error(`Port ${port} is taken by another program. Choose another one, or 0 for any.`) : error,
      ),
    );
    server.listen(port, "127.0.0.1", () => resolve(`http://127.0.0.1:${portOf(server)}`));
  });
}

function portOf(server: http.Server): number {
  return (server.address() as AddressInfo).port;
}

function shut(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
