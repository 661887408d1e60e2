import { expect, test } from "vitest";
import { markupOf, wordsOf } from "../../../tests/words-of.tsx";
import { sampleOffer } from "../../funnel/offers/sample-offer.ts";
import { createI18n } from "../../locales/create-i18n.ts";
import type { Locale } from "../../locales/locale.ts";
import { messagesFor } from "../../locales/messages.server.ts";
import { AbTestFields } from "../experiments/ab-test-fields.tsx";
import { newAbTest, withVariant } from "../experiments/ab-test-form.ts";
import { abTestBasis, byVariantKey, wrongAbTestFields } from "../experiments/ab-test-wrong.ts";
import { newObjectiveForm } from "../objectives/objective-form.ts";
import { objectiveBasis, wrongObjectiveFields } from "../objectives/objective-wrong.ts";
import { offerBasis, wrongOfferFields } from "../offer-editor/offer-fields.ts";
import { newForm } from "../offer-editor/offer-form.ts";
import { fieldId } from "./field-id.ts";
import { WrongFields } from "./wrong-fields.tsx";

const t = (locale: Locale) => createI18n(locale, messagesFor(locale).app).t;
const tripwire = newForm("tripwire", { name: "Welcome", headline: "Try it", body: "" });

test("what an offer was refused for is listed by the fields' names in the order of the page, each leading to its field", () => {
  const errors = {
    lossBudget: "loss_budget_required",
    totalLimit: "out_of_range",
    productIds: "product_required",
    secret: "never_heard_of",
  };
  const banner = (locale: Locale) => <WrongFields fields={wrongOfferFields(t(locale), tripwire, errors)} refusals={1} />;
  const english = wordsOf(banner("en"));
  expect(english).toContain("4 fields need your attention before they can be saved.");
  expect(english).toMatch(/Product : Choose a product.*Times in all : This number is too small.*Loss budget : Enter.*never_heard_of/);
  const links = [...markupOf(banner("vi"), { locale: "vi" }).matchAll(/<button[^>]*>([^<]+)<\/button>/g)].map(([, words]) => words);
  expect(links).toEqual(["Sản phẩm", "Tổng số lượt", "Ngân sách lỗ"]);
});

test("an offer's error goes with its field and with what it follows from", () => {
  const gone = (field: string, code: string, change: Partial<typeof tripwire>) =>
    JSON.stringify(offerBasis(tripwire, field, code)) !== JSON.stringify(offerBasis({ ...tripwire, ...change }, field, code));
  expect(gone("endsAt", "ends_before_start", { firstDay: "2026-01-01" })).toBe(true);
  expect(gone("endsAt", "ends_before_start", { lastDay: "2026-01-01" })).toBe(true);
  expect(gone("endsAt", "not_a_day", { firstDay: "2026-01-01" })).toBe(false);
  expect(gone("lossBudget", "loss_budget_below_one_sale", { discountText: "5" })).toBe(true);
  expect(gone("lossBudget", "loss_budget_required", { discountText: "5" })).toBe(false);
  expect(gone("lossBudget", "loss_budget_required", { stage: "profit_maximizer" })).toBe(true);
  expect(gone("discount.value", "margin_floor", { marginFloor: "3" })).toBe(true);
});

test("a variant's errors stay its own when another is removed, and are named by its letter", () => {
  const form = newAbTest(1);
  const [first, second] = withVariant(form.variants);
  if (!first || !second) throw new Error("no variants");
  const errors = byVariantKey({ name: "name_required", "variants.1.headline": "variant_unchanged" }, [first.key, second.key]);
  const named = (variants: (typeof first)[]) => wrongAbTestFields(t("en"), { ...form, variants }, errors).map(({ name }) => name);
  expect(named([first, second])).toEqual(["Name of the test", "Variant C, Headline"]);
  expect(named([second])).toEqual(["Name of the test", "Variant B, Headline"]);
  const basis = (change: Partial<typeof second>) =>
    JSON.stringify(abTestBasis({ ...form, variants: [{ ...second, ...change }] }, `variants.${second.key}.headline`, "variant_unchanged"));
  expect(basis({ discount: "5" })).not.toBe(basis({}));
  expect(basis({ name: "Short" })).toBe(basis({}));
});

test("every field of a test has a control that the banner's link finds", () => {
  const form = { ...newAbTest(1), variants: withVariant(newAbTest(1).variants) };
  const fields = [
    "name",
    "offerId",
    ...form.variants.flatMap(({ key }) => ["name", "headline", "body", "discountBp"].map((one) => `variants.${key}.${one}`)),
  ];
  const wrong = wrongAbTestFields(t("en"), form, Object.fromEntries(fields.map((field) => [field, "too_long"])));
  expect(wrong.map(({ field }) => field)).toEqual(fields);
  const offer = { ...sampleOffer(), id: 1, prices: [] };
  const page = markupOf(<AbTestFields state={{ form, set: () => {}, sending: false }} offers={[offer]} error={() => ""} />);
  for (const { field, name } of wrong) {
    expect(name).not.toBeNull();
    expect(page).toContain(`id="${fieldId(field)}"`);
  }
});

test("an objective's values are judged by its metric too, and what no field has is told without a name", () => {
  const form = newObjectiveForm("2026-04-01");
  expect(objectiveBasis({ ...form, metric: "orders" }, "target", "not_an_amount")).not.toEqual(
    objectiveBasis(form, "target", "not_an_amount"),
  );
  expect(objectiveBasis({ ...form, startsOn: "" }, "endsOn", "ends_before_start")).not.toEqual(
    objectiveBasis(form, "endsOn", "ends_before_start"),
  );
  expect(wrongObjectiveFields(t("vi"), { form: "too_many_objectives", endsOn: "not_a_day" })).toEqual([
    { field: "endsOn", name: "Ngày cuối", words: "Hãy nhập một ngày." },
    { field: "form", name: null, words: "Đã có 50 mục tiêu. Hãy lưu trữ bớt trước." },
  ]);
});
