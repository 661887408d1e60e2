import { z } from "zod";
import { type Judged, judgeDraft } from "../../judge-draft.ts";
import { DEFAULT_RULES, OfferRules } from "./offer-rules.ts";

/** Half is what a proof takes; more would only cost. */
export const LARGEST_HOLDOUT_BP = 5_000;

const holdout = z.number().int().min(0, "holdout_range").max(LARGEST_HOLDOUT_BP, "holdout_range");

/** Who is held out so that offers can be measured (basis points of visitors), and what holds for every offer. */
export const OfferSettings = z.object({ globalHoldoutBp: holdout, offerHoldoutBp: holdout, rules: OfferRules });
/** What is wrong with the settings as far as it can be seen without the experiments that run. */
export function judgeOfferSettings(input: unknown): Judged<OfferSettings> {
  const rules = Object.entries(DEFAULT_RULES).map(([name, value]) => [`rules.${name}`, value]);
  return judgeDraft(OfferSettings, OfferSettings, input, { globalHoldoutBp: 0, offerHoldoutBp: 0, ...Object.fromEntries(rules) });
}
export type OfferSettings = z.infer<typeof OfferSettings>;
