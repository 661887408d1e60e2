import type { TFunction } from "i18next";
import type { ListedExperiment } from "../../experiments/experiment.ts";

/** A holdout is called after what it holds out, a test by the name the merchant gave it. */
export function experimentName(t: TFunction, { kind, name, offerName }: Pick<ListedExperiment, "kind" | "name" | "offerName">): string {
  if (kind === "ab_test") return name;
  if (kind === "global_holdout") return t("experiments.name.global_holdout");
  return offerName === null ? t("experiments.name.offer_gone") : t("experiments.name.offer_holdout", { offer: offerName });
}

/** Control is what the others are held against; holdouts show nothing in it. */
export function armLabel(t: TFunction, kind: ListedExperiment["kind"], arm: { readonly key: string; readonly name: string }): string {
  if (kind === "ab_test") return arm.key === "control" ? t("experiments.arm.as_it_is") : arm.name;
  return arm.key === "control" ? t("experiments.arm.held_out") : t("experiments.arm.shown");
}
