import type { ExperimentArm } from "../choose/running-experiment.ts";
import { names, type PublishFinding } from "./publish-finding.ts";
import { type Said, wordsFindings } from "./words-differ.ts";

/** An A/B test of the offer that runs, rests or is drafted. */
export interface AbTestNow {
  readonly id: number;
  readonly name: string;
  readonly running: boolean;
  readonly arms: readonly ExperimentArm[];
}

/**
 * What an A/B arm says and gives apart from the offer. An arm's own discount is given to everyone in it, whatever the depths, and makes the
 * offer's words its own; one that `takePart` would not give is left out. Else the offer's words are the offer's matter.
 */
export function saidByArm(offer: Said, { headline, body, discountBp }: NonNullable<ExperimentArm["change"]>): Said {
  const { discount } = offer;
  if (discountBp === undefined || discount.kind !== "percentage" || discountBp > discount.value)
    return { ...offer, headline: headline ?? "", body: body ?? "" };
  return {
    ...offer,
    headline: headline ?? offer.headline,
    body: body ?? offer.body,
    discount: { kind: "percentage", value: discountBp },
    depthsBp: [],
  };
}

/** Arms whose words name or promise another discount than is given in them, as `wordsFindings` tells of the offer. */
export function armWordsFindings(
  offer: Said,
  tests: readonly AbTestNow[],
  { currency, prices }: { readonly currency: string; readonly prices: readonly number[] },
): PublishFinding[] {
  return tests.flatMap(({ id, name, arms }) =>
    arms.flatMap((arm) =>
      (arm.change ? wordsFindings(saidByArm(offer, arm.change), currency, prices) : []).map((found): PublishFinding => {
        const values = { ...found.values, arm: names([arm.name]), test: names([name]) };
        return { ...found, code: `arm_${found.code}`, values, about: [{ kind: "experiment", id, name }] };
      }),
    ),
  );
}
