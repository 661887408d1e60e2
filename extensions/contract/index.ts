/** What the app, the storefront block and the Discount Function must agree on. No dependencies. */
export * from "./line-attribute.ts";
export * from "./function-configuration.ts";
export * from "./offer-view.ts";
