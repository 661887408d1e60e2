import { randomUUID } from "node:crypto";
import express from "express";
import type { Store } from "../store/store.ts";
import type { StoreDirectory } from "../store/store-directory.ts";
import type { AccessTokens } from "./access-tokens.ts";
import type { Installations } from "./installations.ts";

/** The part of the Admin API this router needs. */
export interface AdminApiPort {
  /** status 0: the connection is to be broken without an answer */
  handle(
    store: Store,
    request: { clientId: string; scopes: string[]; body: string },
  ): Promise<{ status: number; headers: Record<string, string>; body: string }>;
}

export interface AdminApiRouterOptions {
  stores: StoreDirectory;
  tokens: AccessTokens;
  installations: Installations;
  adminApi: AdminApiPort;
  apiVersion: string;
}

const UNRECOGNIZED = "[API] Invalid API key or access token (unrecognized login or wrong password)";

/** `/admin/api/<version>/graphql.json`: who asks is settled here, what is asked by the Admin API. */
export function createAdminApiRouter(options: AdminApiRouterOptions): express.Router {
  const router = express.Router();
  router.post("/admin/api/:version/graphql.json", express.text({ type: () => true, limit: "2mb" }), async (request, response, next) => {
    try {
      response.set("X-Request-Id", randomUUID());
      const store = options.stores.forRequest(request);
      if (!store) return void response.status(404).json({ errors: "Not Found" });
      const grant = options.tokens.authenticate(request.get("X-Shopify-Access-Token") ?? "", store.shop.domain, store.now());
      if (!grant || !options.installations.isInstalled(store)) return void response.status(401).json({ errors: UNRECOGNIZED });
      if (request.params.version !== options.apiVersion) {
        return void response
          .status(404)
          .json({ errors: `The local store answers version ${options.apiVersion} only, not ${request.params.version}.` });
      }
      const answer = await options.adminApi.handle(store, {
        clientId: grant.clientId,
        scopes: options.installations.scopes(store),
        body: typeof request.body === "string" ? request.body : "",
      });
      if (answer.status === 0) return void response.destroy();
      response.status(answer.status).set(answer.headers).send(answer.body);
    } catch (error) {
      next(error);
    }
  });
  router.all("/admin/api/*", (_request, response) => void response.status(404).json({ errors: "Not Found" }));
  return router;
}
