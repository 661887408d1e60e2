import { createHmac } from "node:crypto";
import "@shopify/shopify-api/adapters/node";
import { ApiVersion, LogSeverity, shopifyApi } from "@shopify/shopify-api";
import fc from "fast-check";
import { expect, test } from "vitest";
import { environment } from "../environment.server.ts";
import { isSignedProxyQuery } from "./proxy-signature.server.ts";

process.env.DATABASE_URL ??= "postgresql://nobody@127.0.0.1/none";
const secret = environment().SHOPIFY_API_SECRET;
const library = shopifyApi({
  apiKey: "key",
  apiSecretKey: secret,
  apiVersion: ApiVersion.July26,
  hostName: "app.example",
  isEmbeddedApp: true,
  logger: { level: LogSeverity.Error },
});
const byLibrary = (query: URLSearchParams) => library.utils.validateHmac(query, { signator: "appProxy" }).catch(() => false);
const proxySignature = (query: URLSearchParams) =>
  createHmac("sha256", secret)
    .update(
      [...query]
        .sort(([a], [b]) => a.localeCompare(b))
        .map((pair) => pair.join("="))
        .join(""),
    )
    .digest("hex");
const seconds = () => Math.trunc(Date.now() / 1000);

test("is what the library says of any names and values, of old and of changed queries", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.stringMatching(/^[A-Za-z_0-9]{1,12}$/), fc.string(), { maxKeys: 6 }),
      fc.integer({ min: -120, max: 120 }),
      fc.boolean(),
      async (values, secondsAgo, changed) => {
        const query = new URLSearchParams({ ...values, shop: "a.myshopify.com", timestamp: String(seconds() - secondsAgo) });
        for (const name of ["signature", "hmac"]) query.delete(name);
        query.set("signature", proxySignature(query));
        if (changed) query.set("shop", "b.myshopify.com");
        expect(isSignedProxyQuery(query, Date.now())).toBe(await byLibrary(query));
      },
    ),
  );
});

test("without a signature, a time, or with part of a signature it is not signed", () => {
  const query = new URLSearchParams({ shop: "a.myshopify.com", timestamp: String(seconds()) });
  expect(isSignedProxyQuery(query, Date.now())).toBe(false);
  const signature = proxySignature(query);
  query.set("signature", signature.slice(0, 32));
  expect(isSignedProxyQuery(query, Date.now())).toBe(false);
  query.set("signature", signature);
  expect(isSignedProxyQuery(query, Date.now())).toBe(true);
  const timeless = new URLSearchParams({ shop: "a.myshopify.com" });
  timeless.set("signature", proxySignature(timeless));
  expect(isSignedProxyQuery(timeless, Date.now())).toBe(false);
});
