import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import en from "../../app/locales/en.json" with { type: "json" };
import { formatMoney } from "../../app/money/money.ts";
import { launchChromium } from "../../scripts/chromium.ts";
import type { StreamReport } from "../../scripts/shopper-stream.ts";
import { type Stack, startStack } from "../../scripts/stack.ts";
import { Faults } from "./faults.ts";
import { Merchant } from "./merchant.ts";

// Shoppers whose answers are known beforehand to the test and to nobody else; the page must come to the truth.
const SHOPPERS = 600;
const faults = new Faults();
let stack: Stack;
let browser: Browser;
let merchant: Merchant;
let shop: { id: number; currency: string };
let earning: StreamReport;
let losing: StreamReport;

beforeAll(async () => {
  browser = await launchChromium();
  stack = await startStack({
    storeArguments: ["--customers", "150"],
    say: (line) => /"level":(50|60)/.test(line) && faults.seen.push(line),
    onFailure: (message) => faults.seen.push(message),
  });
  Object.assign(process.env, stack.environment);
  await import("../../dev-store/preload.mjs");
  merchant = await Merchant.atWork(browser, stack, faults);
});

afterAll(async () => {
  await browser?.close();
  const { closePool } = await import("../../app/database/pool.server.ts");
  await closePool();
  await stack?.stop();
});

afterEach(() => expect(faults.take()).toEqual([]));

const money = (amount: number) => formatMoney({ amount: Math.round(amount), currency: shop.currency }, "en");
const words = () => merchant.app.locator("body").innerText();

test(`${SHOPPERS} shoppers of known habits pass through the store, half of them held out`, async () => {
  await merchant.installs();
  await merchant.app.getByRole("status").filter({ hasText: en.sync.status.done }).waitFor({ timeout: 60_000 });
  const { pool } = await import("../../app/database/pool.server.ts");
  const { rows } = await pool().query<{ id: number; currency: string }>("select id, currency from shops where domain = $1", [stack.shop]);
  shop = rows[0] as typeof shop;
  const { streamShoppers } = await import("../../scripts/shopper-stream.ts");
  const reports = await streamShoppers(stack.storeUrl, shop.id, { shoppers: SHOPPERS, seed: 5, say: () => {} });
  [earning, losing] = reports as [StreamReport, StreamReport];
  expect(earning.truth).toBeGreaterThan(0);
  expect(losing.truth).toBeLessThan(0);
}, 400_000);

test("what is measured comes to the truth, though both offers look like earners", () => {
  expect(earning.verdict).toBe("earns");
  expect(losing.verdict).toBe("loses");
  expect(earning.attributed).toBeGreaterThan(0);
  expect(losing.attributed).toBeGreaterThan(0);
  for (const { measured, truth } of [earning, losing]) {
    const [low, high] = measured?.ci ?? [Number.NaN, Number.NaN];
    // far wider than chance would have it: the interval itself is tested where its figures are
    expect(Math.abs((measured?.expected ?? Number.NaN) - truth)).toBeLessThan(high - low);
  }
});

test("the experiment's page says in its first sentence what the offer really earned", async () => {
  await merchant.opens(`/experiments/${earning.experimentId}`);
  expect(await words()).toMatch(new RegExp(en.experiments.headline.earns.offer_holdout.split("{{")[0] as string));
  await merchant.opens(`/experiments/${losing.experimentId}`);
  const said = await words();
  expect(said).toContain(`looks like +${money(losing.attributed)} in attributed profit`);
  expect(said).toMatch(/in truth it lost about/);
});

test("the list of experiments and the results tell the earner from the loser", async () => {
  await merchant.opens("/experiments");
  expect((await merchant.row(earning.name)).join(" ")).toContain(en.experiments.short.earns);
  expect((await merchant.row(losing.name)).join(" ")).toContain(en.experiments.short.loses);
  await merchant.opens("/results");
  await merchant.app.getByText(earning.name).first().waitFor();
  expect(await words()).toContain(losing.name);
});

test("a test that was refused once is saved and started without the refusal, and what came of it has the focus", async () => {
  const { form, action, error, notice } = en.experiments;
  const notices = merchant.app.locator(":focus");
  await merchant.opens("/experiments/new");
  await merchant.app.getByRole("button", { name: form.create }).click();
  await notices.filter({ hasText: error.name_required }).waitFor();
  await merchant.app.getByLabel(form.name).fill("Shorter words");
  await merchant.app.getByRole("textbox", { name: form.variant_name, exact: true }).fill("Short");
  await merchant.app.getByLabel(form.variant_headline).fill("Take it too");
  await merchant.app.getByRole("button", { name: form.create }).click();
  await merchant.app.getByRole("button", { name: action.start }).waitFor();
  expect(await words()).not.toContain(notice.invalid);
  await merchant.app.getByRole("button", { name: action.start }).click();
  await notices.filter({ hasText: notice.test_started }).waitFor();
  await merchant.app.getByRole("button", { name: action.stop }).click();
  await merchant.confirms(action.stop);
  await notices.filter({ hasText: notice.test_ended }).waitFor();
  await merchant.opens("/experiments?tab=ended");
  await merchant.app.getByRole("link", { name: "Shorter words" }).waitFor();
}, 60_000);
