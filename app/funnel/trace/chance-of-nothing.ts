import type { ExplainedDecision } from "./explained-decision.ts";

/** Chances are kept with six digits. */
const ROUNDED = 1e-5;

/**
 * The chance of showing nothing, 0 to 1: 0 where it was no choice; null where nothing was there to choose from. All arms with a chance are
 * kept, so it is what they leave.
 */
export function chanceOfNothing({
  outcome,
  propensity,
  candidates,
}: Pick<ExplainedDecision, "outcome" | "propensity" | "candidates">): number | null {
  if (outcome === "none") return propensity;
  const competed = candidates.filter(({ weight, reason }) => weight !== null && reason === null);
  if (competed.length === 0) return null;
  const left = 1 - competed.reduce((sum, { weight }) => sum + (weight ?? 0), 0);
  return left < ROUNDED ? 0 : left;
}
