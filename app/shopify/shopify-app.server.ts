import "@shopify/shopify-app-remix/adapters/node";
import { ApiVersion, AppDistribution, LogSeverity, shopifyApp } from "@shopify/shopify-app-remix/server";
import { environment } from "../environment.server.ts";
import { log, redactText } from "../log.server.ts";
import type { API_VERSION } from "./api-version.ts";
import { SessionStorageWithoutRefresh } from "./session-storage.server.ts";

// Does not compile when the library's version and ours part.
type SameVersion = `${ApiVersion.July26}` extends typeof API_VERSION ? ApiVersion.July26 : never;
const apiVersion: SameVersion = ApiVersion.July26;

let shared: ReturnType<typeof create> | undefined;

/** The library that checks session tokens, webhooks and app proxy requests. Rights are those of shopify.app.toml (managed install). */
export function shopify(): ReturnType<typeof create> {
  shared ??= create();
  return shared;
}

function create() {
  const { SHOPIFY_API_KEY, SHOPIFY_API_SECRET, SHOPIFY_APP_URL } = environment();
  return shopifyApp({
    apiKey: SHOPIFY_API_KEY,
    apiSecretKey: SHOPIFY_API_SECRET,
    appUrl: SHOPIFY_APP_URL,
    apiVersion,
    distribution: AppDistribution.AppStore,
    isEmbeddedApp: true,
    useOnlineTokens: false,
    authPathPrefix: "/auth",
    sessionStorage: new SessionStorageWithoutRefresh(),
    future: { expiringOfflineAccessTokens: true, unstable_newEmbeddedAuthStrategy: true },
    // At finer levels the library writes session tokens into its messages.
    logger: {
      level: LogSeverity.Warning,
      log: async (severity, message) => (severity === LogSeverity.Error ? log.error(redactText(message)) : log.warn(redactText(message))),
    },
  });
}
