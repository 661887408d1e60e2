import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readAppConfig } from "./app-config.ts";

const HEAD =
  'client_id = "id"\nname = "App"\n[access_scopes]\nscopes = "read_orders, read_products"\n[webhooks]\napi_version = "2026-07"\n';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "app-config-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function read(text: string) {
  const file = join(folder, "shopify.app.toml");
  await writeFile(file, text);
  return readAppConfig(file);
}

test("subscriptions, compliance topics and the proxy's path are taken from the file", async () => {
  const config = await read(
    `${HEAD}[[webhooks.subscriptions]]\ntopics = ["orders/create"]\nuri = "/webhooks/shop"\ninclude_fields = ["id"]\n[[webhooks.subscriptions]]\ncompliance_topics = ["shop/redact"]\nuri = "https://app.example/webhooks/privacy"\n[app_proxy]\nurl = "https://app.example/proxy/"\nsubpath = "app"\nprefix = "apps"\n`,
  );
  expect(config).toEqual({
    name: "App",
    clientId: "id",
    scopes: ["read_orders", "read_products"],
    apiVersion: "2026-07",
    subscriptions: [
      { topics: ["orders/create"], path: "/webhooks/shop", includeFields: ["id"] },
      { topics: ["shop/redact"], path: "/webhooks/privacy", includeFields: null },
    ],
    proxy: { prefix: "apps", subpath: "app", path: "/proxy" },
  });
});

test.each([
  [
    "a filter",
    `${HEAD}[[webhooks.subscriptions]]\ntopics = ["orders/create"]\nuri = "/w"\nfilter = "id:1"\n`,
    "does not support webhook filters",
  ],
  [
    "another transport",
    `${HEAD}[[webhooks.subscriptions]]\ntopics = ["orders/create"]\nuri = "pubsub://project:topic"\n`,
    "over HTTP only",
  ],
  ["no client id", HEAD.replace('client_id = "id"', ""), "`client_id` is missing"],
])("%s is named", async (_name, text, message) => {
  await expect(read(text)).rejects.toThrow(message);
});
