/** What the app, the storefront block and the Discount Function must agree on. No dependencies. */

export * from "./function-configuration.ts";
export * from "./hmac-sha256.ts";
export * from "./line-attribute.ts";
export * from "./offer-view.ts";
export * from "./offers-that-hold.ts";
export * from "./token-verifier.ts";
