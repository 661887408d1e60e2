import { z } from "zod";
import { OfferRules } from "./offer-rules.ts";

/** Half is what a proof takes; more would only cost. */
export const LARGEST_HOLDOUT_BP = 5_000;

const holdout = z.number().int().min(0, "holdout_range").max(LARGEST_HOLDOUT_BP, "holdout_range");

/** Who is held out so that offers can be measured (basis points of visitors), and what holds for every offer. */
export const OfferSettings = z.object({ globalHoldoutBp: holdout, offerHoldoutBp: holdout, rules: OfferRules });
export type OfferSettings = z.infer<typeof OfferSettings>;
