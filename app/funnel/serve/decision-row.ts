import type { Candidate, OfferChoice } from "../choose/choice.ts";
import { chosenArm, type TakenPart } from "../choose/take-part.ts";
import type { DecideRequest } from "./decide-request.ts";

/** A decision and the first assignments it made, as JSON in the names of the columns: a text waits with less to look after than what it is made of. */
export interface DecisionRow {
  readonly id: string;
  readonly decision: string;
  readonly exposures: readonly string[];
}

/** What is kept of a decision. A ghost names its offer, variant and price like one that was shown. */
export function decisionRow(made: {
  decisionId: string;
  request: DecideRequest;
  visitor: string;
  tracked: boolean;
  taken: TakenPart;
  policyVersion: number;
}): DecisionRow {
  const { decisionId: id, request, visitor, tracked, taken, policyVersion } = made;
  const { choice, withheld, assignments } = taken;
  const offer: OfferChoice | null = choice.kind === "offer" ? choice : null;
  return {
    id,
    decision: JSON.stringify({
      id,
      created_at: request.now,
      placement: request.placement,
      visitor,
      customer_id: request.customerId,
      offer_id: offer?.offer.id ?? null,
      variant_id: offer?.variantId ?? null,
      price: offer?.price ?? null,
      discounted_price: offer?.discountedPrice ?? null,
      reason: choice.kind === "none" ? choice.reason : withheld === null ? null : "holdout",
      candidates: choice.candidates.map(keptCandidate),
      tracked,
      ghost: withheld !== null,
      withheld,
      policy_version: policyVersion,
      context: choice.context,
      arm: chosenArm(choice),
      depth_bp: offer?.depthBp ?? null,
      propensity: choice.propensity,
      experiments: Object.fromEntries(assignments.map(({ experimentId, arm }) => [experimentId, arm])),
    }),
    exposures: assignments
      .filter(({ known }) => !known)
      .map(({ experimentId, arm, plan }) =>
        JSON.stringify({
          experiment_id: experimentId,
          visitor,
          arm,
          plan,
          decision_id: id,
          exposed_at: request.now,
          customer_id: request.customerId,
        }),
      ),
  };
}

/** Without what is none, and with what learning and words go by of the chosen one alone: a third of the row's size. */
function keptCandidate(
  { offerId, productId, depthBp, score, later, weight, reason, untried, together, base, source }: Candidate,
  at: number,
) {
  // what is undefined is not written
  return {
    offerId,
    productId: productId ?? undefined,
    depthBp: depthBp ?? undefined,
    score: score ?? undefined,
    later: later || undefined,
    weight: weight ?? undefined,
    reason: reason ?? undefined,
    untried: (at === 0 && untried) || undefined,
    together: together || undefined,
    base: at === 0 ? (base ?? undefined) : undefined,
    source: source ?? undefined,
  };
}
