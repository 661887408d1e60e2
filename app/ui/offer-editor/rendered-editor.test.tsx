import { useTranslation } from "react-i18next";
import { expect, test } from "vitest";
import { markupOf, wordsOf } from "../../../tests/words-of.tsx";
import { sampleOffer } from "../../funnel/offers/sample-offer.ts";
import { fieldId } from "../form/field-id.ts";
import type { Draft } from "../form/use-draft.ts";
import { WrongFields } from "../form/wrong-fields.tsx";
import { AudienceCard } from "./audience-card.tsx";
import { DecidesCard } from "./decides-card.tsx";
import { AtStake } from "./ends-experiment-modal.tsx";
import type { EditorCardProps } from "./field.ts";
import { GoalCard } from "./goal-card.tsx";
import { LimitsCard } from "./limits-card.tsx";
import { OfferNoticeBanner } from "./offer-actions.tsx";
import { OFFER_FIELD_NAMES, wrongOfferFields } from "./offer-fields.ts";
import { newForm, type OfferForm, readOffer } from "./offer-form.ts";
import { ProductPicker } from "./product-picker.tsx";
import { ProductsCard } from "./products-card.tsx";
import { TriggerCard } from "./trigger-card.tsx";
import { WordsHint } from "./words-hint.tsx";

const form = newForm("tripwire", { name: "Welcome", headline: "Try it", body: "" });
const state: Draft<OfferForm> = {
  form,
  dirty: false,
  errors: {},
  refusals: 0,
  set: () => {},
  discard: () => {},
  send: () => {},
  sending: false,
};

test("every limit says from where to where it goes, in both languages", () => {
  const english = wordsOf(<LimitsCard state={state} errors={{}} />);
  expect(english).toContain("Times per customer 1 to 1,000. Leave empty for no limit.");
  expect(english).toContain("Times in all 1 to 1,000,000. Leave empty for no limit.");
  expect(english).toContain("Items at this price per order 1 to 100. Further items cost the normal price.");
  expect(english).toContain("Orders per day 1 to 1,000,000");
  expect(wordsOf(<LimitsCard state={state} errors={{}} />, "vi")).toContain("Từ 1 đến 1.000.000. Để trống nếu không giới hạn.");
});

test("a choice with nothing wrong is not read out as invalid", () => {
  const markup = (errors: Record<string, string>) => markupOf(<AudienceCard state={state} errors={errors} />);
  expect(markup({})).not.toContain('aria-invalid="true"');
  expect(markup({ placements: "Choose one" })).toContain('aria-invalid="true"');
});

test("words that name another discount than the one being typed are pointed at before they are saved", () => {
  const hint = (body: string) => <WordsHint said={sampleOffer({ body })} prices={[]} />;
  expect(wordsOf(hint("35% less when you add it"))).toContain("The words name “35%”, but the discount is 10%.");
  expect(wordsOf(hint("Giảm 35%"), "vi")).toContain("Nội dung ghi “35%”, nhưng mức giảm là 10%.");
  expect(wordsOf(hint("10% less when you add it")).trim()).toBe("");
});

test("words that promise a saving are pointed at where a depth gives none", () => {
  const hint = (body: string, depthsBp: number[]) => <WordsHint said={sampleOffer({ body, depthsBp })} prices={[]} />;
  expect(wordsOf(hint("Add it now and save.", [0, 1_000]))).toContain("The words “save” promise a saving, but the discount is 0% or 10%.");
  expect(wordsOf(hint("Thêm ngay để được giá tốt hơn.", [0, 1_000]), "vi")).toContain("Nội dung “giá tốt hơn” hứa giá rẻ hơn");
  expect(wordsOf(hint("Add it now and save.", [500, 1_000])).trim()).toBe("");
});

test("the days make no live offer of one that was published: the message says from when", () => {
  const notice = { kind: "scheduled", startsAt: "2026-12-01T17:00:00.000Z" } as const;
  expect(wordsOf(<OfferNoticeBanner notice={notice} />)).toContain(
    "The offer is scheduled. Shoppers it is meant for see it from Dec 2, 2026 on.",
  );
  expect(wordsOf(<OfferNoticeBanner notice={notice} />, "vi")).toContain("Ưu đãi đã được lên lịch.");
});

test("an offer that cannot be published because its days are over is told so by the name of the field", () => {
  function Wrong() {
    const { t } = useTranslation();
    return <WrongFields fields={wrongOfferFields(t, form, { endsAt: "last_day_over" })} refusals={1} />;
  }
  expect(wordsOf(<Wrong />)).toContain("Last day : The last day is over. Choose a later one, or leave it empty.");
  expect(wordsOf(<Wrong />, "vi")).toContain("Ngày cuối đã qua. Hãy chọn ngày muộn hơn hoặc bỏ trống.");
});

test("what a change would end is named: how many visitors, and proof mode where it is on", () => {
  const stake = wordsOf(<AtStake proof visitors={1_234} />);
  expect(stake).toContain("What 1,234 visitors have shown so far says nothing about the changed offer");
  expect(stake).toContain("Proof mode is on and ends with it.");
  expect(wordsOf(<AtStake proof={false} visitors={1} />)).toContain("What 1 visitor has shown");
  expect(wordsOf(<AtStake proof={false} visitors={1} />)).not.toContain("Proof mode");
  expect(wordsOf(<AtStake proof visitors={1_234} />, "vi")).toContain("1.234 khách truy cập");
});

test("a card that leaves nothing to decide is not shown", () => {
  const card = (change: Partial<OfferForm>, value: number | null, kind: "percentage" | "amount" = "percentage") =>
    wordsOf(
      <DecidesCard
        state={{ ...state, form: { ...form, ...change } }}
        errors={{}}
        products={new Map()}
        discount={value === null ? null : { kind, value }}
        marginFloorBp={0}
      />,
    ).trim();
  expect(card({}, 5_000)).toContain("What Crescendo may decide");
  for (const nothing of [card({}, 0), card({}, null), card({}, 500, "amount")]) expect(nothing).toBe("");
  expect(card({ stage: "profit_maximizer" }, 0)).toContain("What Crescendo may decide");
});

test("a discount of nothing leaves no depths behind that could not be seen", () => {
  const free = readOffer({ ...form, discountText: "0", lesserDepthsBp: [2_500] }, { currency: "USD", timezone: "UTC", locale: "en" });
  expect(free).toMatchObject({ kind: "read", values: { depthsBp: [] } });
});

test("what is wrong with the products chosen is told by the button that chooses them", () => {
  const picker = (error: string | undefined) =>
    markupOf(
      <ProductPicker id="field-productIds" label="Products" ids={[]} products={new Map()} limit={1} error={error} onChange={() => {}} />,
    );
  expect(picker("Choose a product.")).toMatch(/<button id="field-productIds"[^>]* aria-describedby="field-productIdsError"/);
  expect(picker("Choose a product.")).toContain('id="field-productIdsError"');
  expect(picker(undefined)).not.toContain("aria-describedby");
});

test("every field that an offer can be refused for has a control on the page that the banner's link finds", () => {
  const markup = (change: Partial<OfferForm>) => {
    const shown: EditorCardProps = { state: { ...state, form: { ...form, ...change } }, errors: {} };
    const discount = { kind: "percentage", value: 1_500 } as const;
    return markupOf(
      <>
        <GoalCard {...shown} />
        <ProductsCard {...shown} products={new Map()} />
        <DecidesCard {...shown} products={new Map()} discount={discount} marginFloorBp={0} />
        <TriggerCard {...shown} products={new Map()} collections={new Map()} onCollections={() => {}} />
        <AudienceCard {...shown} />
        <LimitsCard {...shown} />
      </>,
    );
  };
  const page = [
    markup({ triggerKind: "product" }),
    markup({ stage: "profit_maximizer", dynamic: true, triggerKind: "collection" }),
    markup({ triggerKind: "cart_value" }),
  ].join("");
  const missing = OFFER_FIELD_NAMES.filter(
    (field) => !page.includes(`id="${fieldId(field)}"`) && !page.includes(`id="${fieldId(field)}[]"`),
  );
  expect(missing).toEqual([]);
});
