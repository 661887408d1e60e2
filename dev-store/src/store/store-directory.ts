import type { IncomingMessage } from "node:http";
import type { Store } from "./store.ts";

/** Every shop this process holds, by `*.myshopify.com` domain; the first one added is the primary shop. */
export class StoreDirectory {
  readonly #stores = new Map<string, Store>();

  add(store: Store): void {
    this.#stores.set(store.shop.domain, store);
  }

  get(domain: string): Store | undefined {
    return this.#stores.get(domain);
  }

  all(): Store[] {
    return [...this.#stores.values()];
  }

  get primary(): Store {
    const first = this.#stores.values().next().value;
    if (!first) throw new Error("The local store holds no shop yet.");
    return first;
  }

  /**
   * The shop a request is for: by X-Forwarded-Host, then Host (a browser reaches a second shop at
   * `http://<its domain>.localhost:<port>`), else the primary shop. A *.myshopify.com name that is
   * not held here is null: Shopify has no such store.
   */
  forRequest(request: Pick<IncomingMessage, "headers">): Store | null {
    const forwarded = request.headers["x-forwarded-host"];
    const name = (typeof forwarded === "string" ? forwarded : (request.headers.host ?? ""))
      .toLowerCase()
      .replace(/:\d+$/, "")
      .replace(/\.localhost$/, "");
    const store = this.#stores.get(name);
    if (store) return store;
    return name.endsWith(".myshopify.com") ? null : this.primary;
  }
}
