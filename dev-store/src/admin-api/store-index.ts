import type { Collection, Customer, Discount, Order, Product, StoreEvent, Variant } from "../store/model.ts";
import type { Store } from "../store/store.ts";
import type { SortedRows } from "./listing.ts";

type Key = string | number;
type Resource = "orders" | "products" | "variants" | "customers" | "collections" | "discounts";
interface Records {
  orders: Order;
  products: Product;
  variants: Variant;
  customers: Customer;
  collections: Collection;
  discounts: Discount;
}

/** Which lists an event can put out of order or out of date. */
const TOUCHED: Record<string, Resource[]> = {
  orders: ["orders", "customers"],
  refunds: ["orders", "customers"],
  customers: ["customers", "orders"],
  products: ["products", "variants"],
  inventory_items: ["variants"],
  collections: ["collections"],
};

interface View {
  version: number;
  size: number;
  rows: readonly unknown[];
}

/**
 * Sorted lists and reverse look-ups over a store, rebuilt only after an event or a change of size.
 * A rebuilt list starts from the last one, which is nearly sorted, so that it costs little more than a copy.
 */
export class StoreIndex {
  readonly #store: Store;
  readonly #versions: Record<Resource, number> = { orders: 0, products: 0, variants: 0, customers: 0, collections: 0, discounts: 0 };
  readonly #views = new Map<string, View>();

  constructor(store: Store) {
    this.#store = store;
    store.onEvent((event: StoreEvent) => {
      for (const resource of TOUCHED[event.topic.split("/")[0] ?? ""] ?? []) this.touch(resource);
    });
  }

  /** For a change that no event tells of. */
  touch(resource: Resource): void {
    this.#versions[resource] += 1;
  }

  sorted<R extends Resource>(resource: R, by: string, keyOf: (row: Records[R]) => Key): SortedRows<Records[R]> {
    const map = this.#store[resource] as Map<number, Records[R]>;
    const rows = this.#view(resource, `sorted ${by}`, (last) => {
      const kept = ((last ?? []) as Records[R][]).filter((row) => map.get(row.id) === row);
      if (kept.length < map.size) {
        const known = new Set(kept);
        for (const row of map.values()) if (!known.has(row)) kept.push(row);
      }
      return kept.sort((a, b) => {
        const left = keyOf(a);
        const right = keyOf(b);
        return left < right ? -1 : left > right ? 1 : a.id - b.id;
      });
    });
    return { rows: rows as Records[R][], keyOf, idOf: (row) => row.id };
  }

  /** A customer's orders, oldest id first. */
  ordersOf(customerId: number): readonly Order[] {
    return (
      this.#lookup<Order>("orders", "by customer", (add) => {
        for (const order of this.sorted("orders", "ID", (row) => row.id).rows) if (order.customerId !== null) add(order.customerId, order);
      }).get(customerId) ?? []
    );
  }

  orderOfLine(lineId: number): Order | undefined {
    return this.#lookup<Order>("orders", "by line", (add) => {
      for (const order of this.#store.orders.values()) for (const line of order.lines) add(line.id, order);
    }).get(lineId)?.[0];
  }

  orderOfRefund(refundId: number): Order | undefined {
    return this.#lookup<Order>("orders", "by refund", (add) => {
      for (const order of this.#store.orders.values()) for (const refund of order.refunds) add(refund.id, order);
    }).get(refundId)?.[0];
  }

  variantOfInventoryItem(inventoryItemId: number): Variant | undefined {
    return this.#lookup<Variant>("variants", "by inventory item", (add) => {
      for (const variant of this.#store.variants.values()) add(variant.inventoryItemId, variant);
    }).get(inventoryItemId)?.[0];
  }

  /** Anything that follows from a list of records, kept until one of them changes. */
  computed<T>(resource: Resource, name: string, build: () => T): T {
    return this.#view(resource, name, () => [build()])[0] as T;
  }

  #lookup<T>(resource: Resource, name: string, fill: (add: (key: number, row: T) => void) => void): Map<number, T[]> {
    const [map] = this.#view(resource, name, () => {
      const lists = new Map<number, T[]>();
      fill((key, row) => {
        const list = lists.get(key);
        if (list) list.push(row);
        else lists.set(key, [row]);
      });
      return [lists];
    });
    return map as Map<number, T[]>;
  }

  #view(resource: Resource, name: string, build: (last: readonly unknown[] | undefined) => readonly unknown[]): readonly unknown[] {
    const key = `${resource} ${name}`;
    const view = this.#views.get(key);
    const version = this.#versions[resource];
    const { size } = this.#store[resource];
    if (view && view.version === version && view.size === size) return view.rows;
    const rows = build(view?.rows);
    this.#views.set(key, { version, size, rows });
    return rows;
  }
}
