import type { Store } from "../store/store.ts";
import { StoreError } from "../store/store.ts";
import type { AccessTokens } from "./access-tokens.ts";
import type { AppConfig } from "./app-config.ts";

const FORTY_EIGHT_HOURS = 48 * 3600 * 1000;

/** Managed installation of the one app the local store knows: install, change of scopes, uninstall. */
export class Installations {
  readonly #clientId: string;
  readonly #config: AppConfig;
  readonly #tokens: AccessTokens;
  /** shop domain -> when shop/redact is due, on that store's clock */
  readonly #redactions = new Map<string, { store: Store; dueAt: number }>();

  constructor(options: { clientId: string; config: AppConfig; tokens: AccessTokens }) {
    this.#clientId = options.clientId;
    this.#config = options.config;
    this.#tokens = options.tokens;
  }

  get requestedScopes(): readonly string[] {
    return this.#config.scopes;
  }

  isInstalled(store: Store): boolean {
    return store.installations.has(this.#clientId);
  }

  scopes(store: Store): string[] {
    return store.installations.get(this.#clientId)?.scopes ?? [];
  }

  /** Grants the scopes of shopify.app.toml less those withheld (Shopify withholds read_all_orders until it approves it). */
  install(store: Store, withheld: readonly string[] = []): { scopes: string[] } {
    const unknown = withheld.filter((scope) => !this.#config.scopes.includes(scope));
    if (unknown.length > 0) throw new StoreError(`The app does not ask for ${unknown.join(", ")}, so it cannot be withheld.`);
    const scopes = this.#config.scopes.filter((scope) => !withheld.includes(scope));
    const previous = store.installations.get(this.#clientId);
    this.#redactions.delete(store.shop.domain);
    store.installations.set(this.#clientId, { clientId: this.#clientId, scopes, installedAt: previous?.installedAt ?? store.now() });
    if (previous && previous.scopes.join() !== scopes.join()) {
      store.emit("app/scopes_update", store.shop.id, { previous: previous.scopes, current: scopes });
    }
    return { scopes };
  }

  /** Revokes every token, removes the app's discounts, tells the app, and plans shop/redact 48 hours later. */
  uninstall(store: Store): void {
    if (!this.isInstalled(store)) throw new StoreError("The app is not installed.");
    store.installations.delete(this.#clientId);
    this.#tokens.revoke(store.shop.domain, this.#clientId);
    for (const discount of store.discounts.values()) if (discount.appClientId === this.#clientId) store.discounts.delete(discount.id);
    for (const [key, metafield] of store.metafields) {
      if (metafield.ownerGid.startsWith("gid://shopify/AppInstallation/")) store.metafields.delete(key);
    }
    this.#redactions.set(store.shop.domain, { store, dueAt: store.now() + FORTY_EIGHT_HOURS });
    store.emit("app/uninstalled", store.shop.id);
  }

  /** Sends every shop/redact whose time has come. Called on a timer and after the clock was advanced. */
  runDue(): void {
    for (const [domain, { store, dueAt }] of this.#redactions) {
      if (store.now() < dueAt) continue;
      this.#redactions.delete(domain);
      store.emit("shop/redact", store.shop.id);
    }
  }
}
