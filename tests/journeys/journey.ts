import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import en from "../../app/locales/en.json" with { type: "json" };
import { formatMoney } from "../../app/money/money.ts";
import { launchChromium } from "../../scripts/chromium.ts";
import { type Stack, startStack } from "../../scripts/stack.ts";
import { Faults } from "./faults.ts";
import { Merchant } from "./merchant.ts";

export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 } };

// A file of tests is one journey: one store, one merchant, and steps that stand on the ones before them.
export const faults = new Faults();
export let browser: Browser;
export let stack: Stack;
export let merchant: Merchant;
/** known once the app is installed */
export let shop: { readonly id: number; readonly currency: string };

/** Starts everything before the first step, in a store of so many made-up customers. Whatever goes wrong unseen in a step fails it. */
export function beginJourney(customers: number): void {
  beforeAll(async () => {
    browser = await launchChromium();
    stack = await startStack({
      storeArguments: ["--customers", String(customers)],
      say: (line) => /"level":(50|60)/.test(line) && faults.seen.push(line),
      onFailure: (message) => faults.seen.push(message),
    });
    Object.assign(process.env, stack.environment);
    merchant = await Merchant.atWork(browser, stack, faults);
  });
  afterAll(async () => {
    await browser?.close();
    const [{ closePool }, { stopQueue }] = await Promise.all([
      import("../../app/database/pool.server.ts"),
      import("../../app/jobs/queue.server.ts"),
    ]);
    await stopQueue();
    await closePool();
    await stack?.stop();
  });
  afterEach(() => expect(faults.take()).toEqual([]));
}

/** The merchant installs the app and follows the first sync on Home until it is done. */
export async function installAndSync(): Promise<void> {
  await merchant.installs();
  await merchant.app.getByRole("status").filter({ hasText: en.sync.status.done }).waitFor({ timeout: 60_000 });
  const { pool } = await import("../../app/database/pool.server.ts");
  const { rows } = await pool().query<typeof shop>("select id, currency from shops where domain = $1", [stack.shop]);
  shop = rows[0] as typeof shop;
}

/** A row of the shop's database. */
export async function row<T>(sql: string, values: unknown[] = []): Promise<T> {
  const { inShop } = await import("../../app/database/pool.server.ts");
  const found = await inShop(shop.id, (db) => db.row<T & object>(sql, values));
  if (!found) throw new Error(`No row: ${sql}`);
  return found;
}

/** Minor units as the admin writes them. */
export const money = (amount: number) => formatMoney({ amount: Math.round(amount), currency: shop.currency }, "en");

/** All that the merchant's page says. */
export const words = () => merchant.app.locator("body").innerText();
