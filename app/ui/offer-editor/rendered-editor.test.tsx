import { expect, test } from "vitest";
import { markupOf, wordsOf } from "../../../tests/words-of.tsx";
import { sampleOffer } from "../../funnel/offers/sample-offer.ts";
import type { Draft } from "../form/use-draft.ts";
import { AudienceCard } from "./audience-card.tsx";
import { LimitsCard } from "./limits-card.tsx";
import { newForm, type OfferForm } from "./offer-form.ts";
import { WordsHint } from "./words-hint.tsx";

const form = newForm("tripwire", { name: "Welcome", headline: "Try it", body: "" });
const state: Draft<OfferForm> = { form, dirty: false, errors: {}, set: () => {}, discard: () => {}, send: () => {} };

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
