import { randomBytes } from "node:crypto";

// What every test process needs before it imports the app. Secrets are made at run time: none is in the repository.
process.env.NODE_ENV = "test";
process.env.LOG_LEVEL ??= "silent";
process.env.SHOPIFY_API_KEY ??= "crescendo-test-client-id";
process.env.SHOPIFY_API_SECRET ??= randomBytes(24).toString("hex");
process.env.SHOPIFY_APP_URL ??= "http://127.0.0.1:3000";
process.env.TOKEN_ENCRYPTION_KEYS ??= `k1:${randomBytes(32).toString("base64")}`;
