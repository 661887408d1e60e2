import { expect, test } from "vitest";
import en from "../../app/locales/en.json" with { type: "json" };
import type { StreamReport } from "../../scripts/shopper-stream.ts";
import { beginJourney, installAndSync, merchant, money, shop, stack, words } from "./journey.ts";

// Shoppers whose answers are known beforehand to the test and to nobody else; the page must come to the truth.
const SHOPPERS = 600;
beginJourney(150);
let earning: StreamReport;
let losing: StreamReport;

test(`${SHOPPERS} shoppers of known habits, or more until both offers are decided, pass through the store, half of them held out`, async () => {
  await installAndSync();
  await import("../../dev-store/preload.mjs");
  const { streamShoppers } = await import("../../scripts/shopper-stream.ts");
  const reports = await streamShoppers(stack.storeUrl, shop.id, { shoppers: SHOPPERS, more: 1_200, seed: 5, say: () => {} });
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
  await merchant.field(form.variant_name).fill("Short");
  await merchant.app.getByRole("link", { name: en.nav.experiments, exact: true }).first().click();
  await merchant.page.getByRole("button", { name: "Stay" }).click();
  await merchant.saves();
  await notices.and(merchant.field(form.name)).waitFor();
  expect(await words()).toContain(error.name_required);
  await merchant.field(form.name).fill("Shorter words");
  await merchant.app.getByLabel(form.variant_headline).fill("Take it too");
  await merchant.saves();
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

test("a change that would end an offer's experiment is asked about first: who declines keeps the edits, who agrees begins anew", async () => {
  const dialog = merchant.page.locator("[data-modal]");
  const save = merchant.page.getByRole("button", { name: "Save", exact: true });
  const headline = merchant.field(en.editor.headline);
  // a check of the offer is under way after each answer
  const checked = () => expect.poll(() => merchant.app.getByRole("button", { name: en.check.again }).isEnabled()).toBe(true);
  await merchant.opens(`/experiments/${earning.experimentId}`);
  await merchant.app.getByRole("link", { name: earning.name, exact: true }).click();
  const before = await headline.inputValue();
  await checked();
  await headline.fill(`${before}!`);
  await merchant.saves();
  await dialog.getByText(en.offer.ends_experiment_title).waitFor();
  await dialog.getByRole("button", { name: en.common.cancel, exact: true }).click();
  expect(await headline.inputValue()).toBe(`${before}!`);
  await checked();
  await merchant.saves();
  await merchant.confirms(en.offer.ends_experiment_agree);
  await save.waitFor({ state: "hidden" });
  await checked();
  // nobody has met the one that began just now, so nothing is asked
  await headline.fill(before);
  await merchant.saves();
  await save.waitFor({ state: "hidden" });
  await checked();
  await merchant.opens(`/experiments/${earning.experimentId}`);
  expect(await words()).toContain(en.experiments.status.done);
}, 60_000);
