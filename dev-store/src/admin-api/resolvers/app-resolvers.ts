import { createHash } from "node:crypto";
import type { Shop } from "../../store/model.ts";
import { gid } from "../../store/store.ts";
import type { DeployedFunction } from "../admin-api-settings.ts";
import type { ExecutionContext } from "../execution-context.ts";
import { notAnswered } from "../field-error.ts";
import { arrayListing, type Listing } from "../listing.ts";
import type { FieldResolvers, ResolverMap } from "../resolver-map.ts";
import { metafieldsOf } from "./metafield-resolvers.ts";

interface AppSource {
  clientId: string;
}

/** Ids Shopify would have given; here they follow from the client id and the shop, so that they stay the same. */
function numericId(text: string): number {
  return Number.parseInt(createHash("sha256").update(text).digest("hex").slice(0, 10), 16);
}

export const appGid = ({ clientId }: ExecutionContext) => gid("App", numericId(clientId));
export const appInstallationGid = ({ clientId, store }: ExecutionContext) =>
  gid("AppInstallation", numericId(`${store.shop.domain} ${clientId}`));
export const functionId = (clientId: string, handle: string) => {
  const hex = createHash("sha256").update(`${clientId} ${handle}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
};

const scopeRows = (scopes: readonly string[]) => scopes.map((handle) => ({ handle }));

const app: FieldResolvers<AppSource> = {
  id: (_source, _args, context) => appGid(context),
  apiKey: (source) => source.clientId,
  title: (_source, _args, { settings }) => settings.app.title,
  handle: (_source, _args, { settings }) => settings.app.handle,
  embedded: () => true,
  installation: (source) => source,
  requestedAccessScopes: (_source, _args, { scopes }) => scopeRows(scopes),
};

const installation: FieldResolvers<AppSource> = {
  id: (_source, _args, context) => appInstallationGid(context),
  app: (source) => source,
  accessScopes: (_source, _args, { scopes }) => scopeRows(scopes),
  launchUrl: (_source, _args, { settings }) => `${settings.publicUrl}/admin/apps/${settings.app.handle}`,
  activeSubscriptions: () => [],
  ...metafieldsOf<AppSource>((_source, context) => appInstallationGid(context)),
};

const shopifyFunction: FieldResolvers<DeployedFunction> = {
  id: (source, _args, { clientId }) => functionId(clientId, source.handle),
  handle: (source) => source.handle,
  title: (source) => source.title,
  apiType: (source) => source.apiType,
  apiVersion: () => "2026-07",
  appKey: (_source, _args, { clientId }) => clientId,
  app: (_source, _args, { clientId }) => ({ clientId }),
};

/** The Functions this app deployed, filtered as `shopifyFunctions` asks. */
export function functionListing(args: Record<string, unknown>, { settings }: ExecutionContext): Listing {
  if (args.useCreationUi != null) throw notAnswered("shopifyFunctions(useCreationUi:)");
  const found = settings.functions.filter((one) => args.apiType == null || one.apiType === args.apiType);
  return arrayListing(
    found,
    (one) => settings.functions.indexOf(one) + 1,
    (one) => one,
    args.reverse === true,
  );
}

const shop: FieldResolvers<Shop> = {
  id: (source) => gid("Shop", source.id),
  name: (source) => source.name,
  email: (source) => source.email,
  contactEmail: (source) => source.email,
  myshopifyDomain: (source) => source.domain,
  url: (source) => `https://${source.domain}`,
  primaryDomain: (source) => source,
  currencyCode: (source) => source.currency,
  enabledPresentmentCurrencies: (source) => [source.currency, ...(source.otherCurrencies ?? [])],
  ianaTimezone: (source) => source.ianaTimezone,
  timezoneOffsetMinutes: (source, _args, { now }) => offsetMinutes(source.ianaTimezone, now),
  timezoneOffset: (source, _args, { now }) => {
    const minutes = offsetMinutes(source.ianaTimezone, now);
    const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
    return `${minutes < 0 ? "-" : "+"}${two(Math.abs(minutes) / 60)}${two(Math.abs(minutes) % 60)}`;
  },
  plan: (source) => source.plan,
  ...metafieldsOf<Shop>((source) => gid("Shop", source.id)),
};

const PLAN_NAMES = { BASIC: "Basic", SHOPIFY_PLUS: "Shopify Plus", DEVELOPMENT: "Development" };

const plan: FieldResolvers<Shop["plan"]> = {
  displayName: (source) => PLAN_NAMES[source],
  publicDisplayName: (source) => PLAN_NAMES[source],
  partnerDevelopment: (source) => source === "DEVELOPMENT",
  shopifyPlus: (source) => source === "SHOPIFY_PLUS",
};

const domain: FieldResolvers<Shop> = {
  id: (source) => gid("Domain", source.id),
  host: (source) => source.domain,
  url: (source) => `https://${source.domain}`,
  sslEnabled: () => true,
};

function offsetMinutes(zone: string, now: number): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(now);
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(parts.find((part) => part.type === "timeZoneName")?.value ?? "");
  return match ? (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
}

export const appResolvers: ResolverMap = {
  App: app,
  AppInstallation: installation,
  AccessScope: {
    handle: (source: { handle: string }) => source.handle,
    description: (source: { handle: string }) => source.handle.replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase()),
  },
  ShopifyFunction: shopifyFunction,
  Shop: shop,
  ShopPlan: plan,
  Domain: domain,
};
