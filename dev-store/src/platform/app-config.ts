import { readFile } from "node:fs/promises";
import { parse } from "smol-toml";

export interface Subscription {
  topics: string[];
  /** path under the app's address */
  path: string;
  includeFields: string[] | null;
}

/** What the local store takes from shopify.app.toml. */
export interface AppConfig {
  name: string;
  clientId: string;
  scopes: string[];
  apiVersion: string;
  subscriptions: Subscription[];
  proxy: { prefix: string; subpath: string; path: string } | null;
}

/** Reads shopify.app.toml. Throws with a sentence that names what is missing or not supported. */
export async function readAppConfig(file: string): Promise<AppConfig> {
  const toml = parse(await readFile(file, "utf8")) as Record<string, unknown>;
  const webhooks = table(toml.webhooks);
  const proxy = toml.app_proxy === undefined ? null : table(toml.app_proxy);
  return {
    name: text(toml.name, "name"),
    clientId: text(toml.client_id, "client_id"),
    scopes: text(table(toml.access_scopes).scopes, "access_scopes.scopes")
      .split(",")
      .map((scope) => scope.trim())
      .filter(Boolean),
    apiVersion: text(webhooks.api_version, "webhooks.api_version"),
    subscriptions: (Array.isArray(webhooks.subscriptions) ? webhooks.subscriptions : []).map((entry) => subscription(table(entry))),
    proxy: proxy && {
      prefix: text(proxy.prefix, "app_proxy.prefix"),
      subpath: text(proxy.subpath, "app_proxy.subpath"),
      path: new URL(text(proxy.url, "app_proxy.url"), "https://app.invalid").pathname.replace(/\/$/, ""),
    },
  };
}

function subscription(entry: Record<string, unknown>): Subscription {
  if (entry.filter !== undefined) throw new Error("shopify.app.toml: the local store does not support webhook filters; remove `filter`.");
  const uri = text(entry.uri, "webhooks.subscriptions.uri");
  if (/^(pubsub|arn):/.test(uri)) throw new Error(`shopify.app.toml: the local store delivers webhooks over HTTP only, not to ${uri}.`);
  return {
    topics: [...texts(entry.topics), ...texts(entry.compliance_topics)],
    path: new URL(uri, "https://app.invalid").pathname,
    includeFields: entry.include_fields === undefined ? null : texts(entry.include_fields),
  };
}

function table(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function text(value: unknown, name: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new Error(`shopify.app.toml: \`${name}\` is missing.`);
}
