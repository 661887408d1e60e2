/** The Admin API version of every request; shopify.app.toml and the extensions name the same. */
export const API_VERSION = "2026-07";
