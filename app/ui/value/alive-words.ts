export const ALIVE_WORDS = ["surely", "likely", "open", "unlikely", "hardly"] as const;
export type AliveWords = (typeof ALIVE_WORDS)[number];

/** The chance that a customer still is one, in five words; the bounds are where a merchant would act differently. */
export function aliveWords(chance: number): AliveWords {
  if (chance >= 0.9) return "surely";
  if (chance >= 0.65) return "likely";
  if (chance >= 0.35) return "open";
  return chance >= 0.1 ? "unlikely" : "hardly";
}
