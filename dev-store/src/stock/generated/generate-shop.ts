import type { Discount } from "../../store/model.ts";
import { Store } from "../../store/store.ts";
import type { StockReport } from "../stock-report.ts";
import { fillBasket } from "./fill-basket.ts";
import { fillCatalogue } from "./fill-catalogue.ts";
import { makeCustomers } from "./make-customers.ts";
import { CODES, placeOrder } from "./place-order.ts";
import { planOrders } from "./plan-orders.ts";
import { RandomSource } from "./random-source.ts";

const DAY = 86_400_000;
const HISTORY_DAYS = 730;
const CUSTOMERS = 1500;
/** orders of one customer on average when only the number of orders is asked for */
const ORDERS_PER_CUSTOMER = 2.6;

export interface GeneratedShopOptions {
  seed: number;
  domain: string;
  customers?: number;
  orders?: number;
  today?: number;
}

/**
 * Northlight Coffee, a made-up roaster: catalogue, customers and two years of orders, the same for a seed on every machine.
 *
 * Everything is drawn as of the start of a day, UTC, and no draw depends on which day that is. So the shop of another day is the same shop moved by whole days: its history always ends yesterday, and
 * two runs on one day are equal to the byte. Give `today` to fix the day.
 * Takes time and memory in proportion to the orders.
 */
export function generateShop(options: GeneratedShopOptions): { store: Store; report: StockReport } {
  const { customers, orders } = options;
  for (const [name, value] of Object.entries({ customers, orders, seed: options.seed })) {
    if (value !== undefined && (!Number.isSafeInteger(value) || value < 0))
      throw new Error(`The generated shop's ${name} is a whole number, zero or more, not ${value}.`);
  }
  const started = performance.now();
  const random = new RandomSource(options.seed);
  const today = Math.floor((options.today ?? Date.now()) / DAY) * DAY;
  const openedAt = today - HISTORY_DAYS * DAY;
  const store = new Store({
    id: 1,
    domain: options.domain,
    name: "Northlight Coffee (generated)",
    email: "owner@northlight.example",
    currency: "USD",
    ianaTimezone: "America/New_York",
    plan: "BASIC",
    stock: { kind: "generated", seed: options.seed },
  });
  const shelves = fillCatalogue(store, openedAt, today);
  for (const { code, percentage } of Object.values(CODES)) addCode(store, code, percentage, openedAt);
  const count = customers ?? (orders === undefined ? CUSTOMERS : Math.ceil((orders * 0.88) / ORDERS_PER_CUSTOMER));
  const buyers = makeCustomers(store, random, count, openedAt, today);
  for (const planned of planOrders(random, buyers, openedAt, today, orders)) {
    placeOrder(store, random, planned, fillBasket(random, shelves, planned), today);
  }
  let lines = 0;
  let refunds = 0;
  for (const order of store.orders.values()) {
    lines += order.lines.length;
    refunds += order.refunds.length;
  }
  const report: StockReport = {
    orders: store.orders.size,
    lines,
    customers: store.customers.size,
    products: store.products.size,
    refunds,
    setAside: 0,
    setAsideFile: null,
    seconds: (performance.now() - started) / 1000,
    rows: 0,
    setAsideOrders: 0,
    setAsideReasons: {},
    adjustedOrders: 0,
  };
  return { store, report };
}

function addCode(store: Store, code: string, percentage: number, createdAt: number): void {
  const discount: Discount = {
    id: store.nextId(),
    kind: "code_basic",
    title: code,
    status: "ACTIVE",
    startsAt: createdAt,
    endsAt: null,
    createdAt,
    updatedAt: createdAt,
    discountClasses: ["ORDER"],
    combinesWith: { orderDiscounts: false, productDiscounts: true, shippingDiscounts: true },
    functionHandle: null,
    appClientId: null,
    percentage,
    code,
  };
  store.discounts.set(discount.id, discount);
}
