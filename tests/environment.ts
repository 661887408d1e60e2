import { randomBytes } from "node:crypto";
import fc from "fast-check";

// What every test process needs before it imports the app. Secrets are made at run time: none is in the repository.
process.env.NODE_ENV = "test";
process.env.LOG_LEVEL ??= "silent";
process.env.SHOPIFY_API_KEY ??= "crescendo-test-client-id";
process.env.SHOPIFY_API_SECRET ??= randomBytes(24).toString("hex");
process.env.SHOPIFY_APP_URL ??= "http://127.0.0.1:3000";
process.env.TOKEN_ENCRYPTION_KEYS ??= `k1:${randomBytes(32).toString("base64")}`;

// The same cases on every run: a gate that fails once in fifty runs tells nothing. To hunt with fresh cases: PROPERTY_SEED=random npx vitest run
const seed = process.env.PROPERTY_SEED ?? "20261121";
fc.configureGlobal({ seed: seed === "random" ? Date.now() : Number(seed) });
