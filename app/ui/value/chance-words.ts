export const CHANCE_WORDS = ["surely", "likely", "open", "unlikely", "hardly"] as const;
export type ChanceWords = (typeof CHANCE_WORDS)[number];

/** The chance that a customer orders again, in five words; the bounds are where a merchant would act differently. */
export function chanceWords(chance: number): ChanceWords {
  if (chance >= 0.9) return "surely";
  if (chance >= 0.65) return "likely";
  if (chance >= 0.35) return "open";
  return chance >= 0.1 ? "unlikely" : "hardly";
}
