import { lineAnswer, type OfferReader } from "./line-answer.ts";
import { CUSTOMER_COLUMNS, mapCustomer } from "./map-customer.ts";
import { LINE_COLUMNS, mapLine, mapOrder, mapRefunds, ORDER_COLUMNS, REFUND_COLUMNS, type ShopifyRecord } from "./map-order.ts";
import { COLLECTION_COLUMNS, mapCollection, mapProduct, mapVariant, PRODUCT_COLUMNS, VARIANT_COLUMNS } from "./map-product.ts";
import { idDigits, idOf, type MoneyReader, moneyReader, timeOf, Unreadable } from "./shopify-values.ts";

export const STAGING_COLUMNS = {
  orders: ORDER_COLUMNS,
  lines: LINE_COLUMNS,
  refunds: REFUND_COLUMNS,
  customers: CUSTOMER_COLUMNS,
  products: PRODUCT_COLUMNS,
  variants: VARIANT_COLUMNS,
  collections: COLLECTION_COLUMNS,
  seen: "run_id, id, updated_at",
} as const;
export type StagingTable = keyof typeof STAGING_COLUMNS;

/** A record that could not be read, told without anything a shopper wrote. */
export interface Fault {
  readonly line: number | null;
  readonly id: string | null;
  readonly parentId: string | null;
  readonly reason: string;
}

/** A line that says it answers an offer in words the app did not sign: it is taken, without the offer. */
export interface UnverifiedLine {
  readonly id: string;
  readonly parentId: string;
}

/**
 * Collects records of Shopify as COPY text for the staging tables. The one place where Shopify's shapes are
 * read: lines of a bulk operation (children name their parent in `__parentId`) and nested nodes alike.
 */
export class StagedRows {
  /** COPY text a table, in pieces */
  readonly text = new Map<StagingTable, Buffer[]>();
  readonly faults: Fault[] = [];
  readonly unverified: UnverifiedLine[] = [];
  records = 0;
  readonly #runId: string;
  readonly #money: MoneyReader;
  readonly #readOffer: OfferReader;
  readonly #open = new Map<StagingTable, string[]>();

  constructor(runId: string, money: MoneyReader, readOffer: OfferReader) {
    this.#runId = runId;
    this.#money = money;
    this.#readOffer = readOffer;
  }

  static forCurrency(runId: string, currency: string, readOffer: OfferReader): StagedRows {
    return new StagedRows(runId, moneyReader(currency), readOffer);
  }

  /** One line of a bulk operation's file; false when it was no JSON. */
  addLine(json: string, line: number, onlyIds = false): boolean {
    this.records++;
    let record: ShopifyRecord;
    try {
      record = JSON.parse(line === 1 && json.charCodeAt(0) === 0xfeff ? json.slice(1) : json);
    } catch {
      this.faults.push({ line, id: null, parentId: null, reason: "not JSON" });
      return false;
    }
    if (typeof record !== "object" || record === null) this.faults.push({ line, id: null, parentId: null, reason: "not an object" });
    else if (onlyIds)
      this.#take(record, line, () =>
        this.#add("seen", `${this.#runId}\t${idOf(record.id, "Order", "id")}\t${timeOf(record.updatedAt, "updatedAt")}\n`),
      );
    else this.#take(record, line, () => this.#record(record, record.__parentId));
    return true;
  }

  /** An order with its lines inside, as `nodes(ids:)` gives it. Taken whole or not at all. */
  addOrder(order: ShopifyRecord, lines: readonly ShopifyRecord[]): void {
    this.#take(order, null, () => {
      const rows = lines.map((line) => this.#line(order.id, line)).join("");
      this.#record(order, null);
      this.#add("lines", rows);
      if (order.customer?.createdAt) this.#add("customers", mapCustomer(this.#runId, order.customer));
    });
  }

  addProduct(product: ShopifyRecord, variants: readonly ShopifyRecord[], collections: readonly ShopifyRecord[]): void {
    this.#take(product, null, () => {
      const rows = variants.map((variant) => mapVariant(this.#runId, product.id, variant, this.#money)).join("");
      const memberships = collections.map((collection) => mapCollection(this.#runId, product.id, collection)).join("");
      this.#add("products", mapProduct(this.#runId, product));
      this.#add("variants", rows);
      this.#add("collections", memberships);
    });
  }

  /** Turns what was collected since the last call into bytes: the many small strings it was made of can then go at once. */
  seal(): this {
    for (const [table, rows] of this.#open) {
      const bytes = Buffer.from(rows.join(""));
      const pieces = this.text.get(table);
      if (pieces) pieces.push(bytes);
      else this.text.set(table, [bytes]);
    }
    this.#open.clear();
    return this;
  }

  #record(record: ShopifyRecord, parent: unknown): void {
    const id: unknown = record.id;
    if (idDigits(id, "LineItem") !== null) this.#add("lines", this.#line(parent, record));
    else if (idDigits(id, "Order") !== null) {
      const refunds = mapRefunds(this.#runId, record, this.#money);
      this.#add("orders", mapOrder(this.#runId, record, this.#money));
      if (refunds) this.#add("refunds", refunds);
    } else if (idDigits(id, "Customer") !== null) this.#add("customers", mapCustomer(this.#runId, record));
    else if (idDigits(id, "Product") !== null) this.#add("products", mapProduct(this.#runId, record));
    else if (idDigits(id, "ProductVariant") !== null) this.#add("variants", mapVariant(this.#runId, parent, record, this.#money));
    else if (idDigits(id, "Collection") !== null) this.#add("collections", mapCollection(this.#runId, parent, record));
    else throw new Unreadable("id", "is of no kind that was asked for");
  }

  #line(orderGid: unknown, line: ShopifyRecord): string {
    const answer = lineAnswer(line.customAttributes, this.#readOffer);
    const row = mapLine(this.#runId, { orderGid, line, answer }, this.#money);
    if (answer.kind === "unverified") this.unverified.push({ id: line.id, parentId: String(orderGid) });
    return row;
  }

  #take(record: ShopifyRecord, line: number | null, take: () => void): void {
    try {
      take();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.faults.push({ line, id: gidOrNull(record.id), parentId: gidOrNull(record.__parentId), reason: error.message });
    }
  }

  #add(table: StagingTable, rows: string): void {
    const open = this.#open.get(table);
    if (open) open.push(rows);
    else this.#open.set(table, [rows]);
  }
}

function gidOrNull(value: unknown): string | null {
  return typeof value === "string" && /^gid:\/\/shopify\/\w{1,40}\/\d{1,30}$/.test(value) ? value : null;
}
