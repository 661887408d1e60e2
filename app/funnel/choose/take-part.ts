import type { CostRules } from "../offers/offer-price.ts";
import type { OfferRules } from "../offers/offer-rules.ts";
import { armName } from "./arm.ts";
import type { PolicyBeliefs } from "./beliefs.ts";
import type { Choice, OfferChoice } from "./choice.ts";
import type { OfferUse } from "./choose-request.ts";
import { judgeArm, UNUSED } from "./judge-offer.ts";
import { priceProduct } from "./priced-product.ts";
import { assignVisitor, type ExperimentArm, type ExperimentAssignment, type RunningExperiment } from "./running-experiment.ts";

/** What became of a choice in the experiments that were running. */
export interface TakenPart {
  /** the choice, with the words and the price of the visitor's arm */
  readonly choice: Choice;
  /** which holdout keeps the offer from being shown; null: it is shown */
  readonly withheld: "global_holdout" | "offer_holdout" | null;
  readonly assignments: readonly ExperimentAssignment[];
}

/** What runs, and what prices are judged by. */
export interface Running {
  readonly experiments: readonly RunningExperiment[];
  readonly rules: CostRules & { readonly marginFloorBp: number };
  readonly offerRules: Pick<OfferRules, "safetyStock">;
  readonly policy: Pick<PolicyBeliefs, "returnShare">;
  /** what offers have used up, by offer id */
  readonly totals: ReadonlyMap<number, Pick<OfferUse, "given" | "lost">>;
}

export interface Visitor {
  readonly id: string;
  /** whether the visitor's id lasts; others take part in nothing, because they could be in both arms */
  readonly tracked: boolean;
  /** arm by experiment id, as first assigned */
  readonly exposures: Readonly<Record<string, string>>;
}

const CONTROL = "control";

/**
 * Takes a visitor who would be shown an offer through the experiments, in their order: the global holdout before everything, then the
 * offer's own, then its A/B test. Who is held out by one takes part in none after it. What is not to be shown is no exposure.
 */
export function takePart(choice: Choice, visitor: Visitor, running: Running): TakenPart {
  const { experiments } = running;
  if (choice.kind === "none" || !visitor.tracked) return { choice, withheld: null, assignments: [] };
  const assignments: ExperimentAssignment[] = [];
  const assign = (experiment: RunningExperiment): string => {
    const assignment = assignVisitor(experiment, visitor.id, visitor.exposures[experiment.id]);
    assignments.push(assignment);
    return assignment.arm;
  };
  for (const kind of ["global_holdout", "offer_holdout"] as const) {
    const holdout = experiments.find((one) => one.kind === kind && one.offerId === (kind === "offer_holdout" ? choice.offer.id : null));
    if (holdout && assign(holdout) === CONTROL) return { choice, withheld: kind, assignments };
  }
  const test = experiments.find((one) => one.kind === "ab_test" && one.offerId === choice.offer.id);
  if (!test) return { choice, withheld: null, assignments };
  const key = assign(test);
  const change = test.arms.find((arm) => arm.key === key)?.change ?? null;
  return { choice: change ? changed(choice, change, running) : choice, withheld: null, assignments };
}

/**
 * An arm's own words and discount. A discount that the Function would not give, or that the engine may not choose (margin floor,
 * budgets), is left as the engine chose it: the visitor stays in the arm, the price stays in bounds.
 */
function changed(
  choice: OfferChoice,
  { headline, body, discountBp }: NonNullable<ExperimentArm["change"]>,
  { rules, offerRules, policy, totals }: Running,
): OfferChoice {
  const offer = { ...choice.offer, ...(headline === undefined ? {} : { headline }), ...(body === undefined ? {} : { body }) };
  if (discountBp === undefined || offer.discount.kind !== "percentage" || discountBp > offer.discount.value) return { ...choice, offer };
  const discount = { kind: "percentage", value: discountBp } as const;
  const priced = priceProduct({ ...offer, discount, depthsBp: [] }, choice.product, {
    costs: rules,
    safetyStock: offerRules.safetyStock,
    returnShare: policy.returnShare,
  });
  const [arm] = priced.arms;
  const may = arm && priced.variant?.id === choice.variantId && judgeArm(offer, arm, priced, totals.get(offer.id) ?? UNUSED) === null;
  return may ? { ...choice, offer, discount, depthBp: discountBp, discountedPrice: arm.paid } : { ...choice, offer };
}

/** The arm that a decision names: the engine's, whatever an A/B test made of its price. */
export function chosenArm(choice: Choice): string | null {
  if (choice.kind === "offer") return armName(choice.arm);
  return choice.propensity === null ? null : armName(null);
}
