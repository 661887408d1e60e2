import express from "express";
import type { StoreDirectory } from "../store/store-directory.ts";
import type { AccessTokens, IssuedTokens } from "./access-tokens.ts";
import type { Installations } from "./installations.ts";
import type { AppCredentials } from "./session-token.ts";
import { checkSessionToken, STAFF } from "./session-token.ts";
import { safeEqual } from "./signatures.ts";

const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE = "urn:shopify:params:oauth:token-type:online-access-token";

interface OauthOptions {
  stores: StoreDirectory;
  app: AppCredentials;
  tokens: AccessTokens;
  installations: Installations;
  /** set by the control API: every request answers 500, or the answer loses a field */
  faults: TokenFaults;
}

export interface TokenFaults {
  /** answers with HTTP 500 */
  serverError: boolean;
  /** leaves out expires_in, as a known fault of Shopify's answers did */
  omitExpiresIn: boolean;
  /** does the work, then drops the connection */
  dropAnswer: boolean;
}

type Answer = { status: number; body: Record<string, unknown> };

/** POST /admin/oauth/access_token: token exchange and refresh, as Shopify answers them. */
export function createOauthRouter(options: OauthOptions): express.Router {
  const router = express.Router();
  router.post(
    "/admin/oauth/access_token",
    express.json({ limit: "64kb" }),
    express.urlencoded({ extended: false, limit: "64kb" }),
    (request, response) => {
      if (options.faults.serverError) return void response.status(500).json({ errors: "Internal Server Error" });
      const { status, body } = answer(options, request);
      if (options.faults.omitExpiresIn) delete body.expires_in;
      if (options.faults.dropAnswer) return void response.destroy();
      response.status(status).set("Cache-Control", "no-store").json(body);
    },
  );
  return router;
}

function answer(options: OauthOptions, request: express.Request): Answer {
  const { app, tokens, installations } = options;
  const store = options.stores.forRequest(request);
  if (!store) return { status: 404, body: { errors: "Not Found" } };
  const body: Record<string, unknown> = typeof request.body === "object" && request.body !== null ? request.body : {};
  const field = (name: string) => (typeof body[name] === "string" ? body[name] : "");
  if (field("client_id") !== app.clientId) return refused("invalid_request", "The client id is not that of an app this store knows.");
  if (!safeEqual(field("client_secret"), app.clientSecret)) return refused("invalid_request", "The client secret is wrong.");
  const shop = store.shop.domain;
  const now = store.now();
  if (field("grant_type") === "refresh_token") {
    const issued = tokens.refresh(field("refresh_token"), { shop, clientId: app.clientId, now });
    // Shopify's own words, as app developers have met them; an uninstall revokes every token.
    if (!issued)
      return { status: 401, body: { error: "invalid_request", error_description: "This request requires an active refresh_token" } };
    return { status: 200, body: offline(issued, installations.scopes(store).join(",")) };
  }
  if (!installations.isInstalled(store)) return refused("invalid_request", "The app is not installed on this shop.");
  const scope = installations.scopes(store).join(",");
  if (field("grant_type") !== TOKEN_EXCHANGE) return refused("invalid_request", "The grant type is not supported.");
  if (field("subject_token_type") !== ID_TOKEN) return refused("invalid_request", "The subject token type is not an id token.");
  const kind = field("requested_token_type");
  if (kind !== OFFLINE && kind !== ONLINE) return refused("invalid_request", "The requested token type is neither offline nor online.");
  const check = checkSessionToken(app, shop, field("subject_token"));
  if (!check.valid) return refused("invalid_subject_token", check.reason);
  const userId = kind === ONLINE ? check.userId : null;
  const issued = tokens.issue({ shop, clientId: app.clientId, userId, expiring: String(body.expiring ?? "0") === "1", now });
  if (userId === null) return { status: 200, body: offline(issued, scope) };
  return {
    status: 200,
    body: {
      access_token: issued.accessToken,
      scope,
      expires_in: issued.expiresIn,
      associated_user_scope: scope,
      session: check.sessionId,
      associated_user: {
        id: Number(userId),
        first_name: STAFF.firstName,
        last_name: STAFF.lastName,
        email: STAFF.email,
        email_verified: true,
        account_owner: true,
        locale: "en",
        collaborator: false,
      },
    },
  };
}

function offline(issued: IssuedTokens, scope: string): Record<string, unknown> {
  return {
    access_token: issued.accessToken,
    scope,
    ...(issued.expiresIn === null ? {} : { expires_in: issued.expiresIn }),
    ...(issued.refreshToken === null ? {} : { refresh_token: issued.refreshToken, refresh_token_expires_in: issued.refreshExpiresIn }),
  };
}

function refused(error: string, description: string): Answer {
  return { status: 400, body: { error, error_description: description } };
}
