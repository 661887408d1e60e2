import type { TFunction } from "i18next";
import { AFTER_END_DAYS, type ListedExperiment } from "../../experiments/experiment.ts";
import { fillingOf } from "../../experiments/filling.ts";
import type { LookEffect } from "../../experiments/look.ts";
import { isTooLong } from "../../experiments/power-report.ts";
import type { Formats } from "../formats.ts";
import { armLabel } from "./experiment-name.ts";

const DAY_MS = 86_400_000;

interface Words {
  readonly t: TFunction;
  readonly formats: Formats;
}

interface HeadlineWords extends Words {
  readonly asOf: string;
  /** profit attributed to the offer from the same visitors in the same time, minor units; null where nothing is */
  readonly attributed: number | null;
}

/** The verdict of one arm in sentences that a merchant can act on. The first says its incremental profit, in all for a holdout. */
export function headline(experiment: ListedExperiment, effect: LookEffect, { t, formats, asOf, attributed }: HeadlineWords): string[] {
  const { verdict, incremental } = effect;
  if (verdict.kind === "sample_ratio_mismatch") return [t("experiments.headline.mismatch")];
  if (verdict.kind === "not_enough_data" || !incremental) {
    const [have, needed] = verdict.kind === "not_enough_data" ? [verdict.conversions, verdict.needed] : [0, 0];
    if (have >= needed) return [t("experiments.headline.no_variation")];
    const several = experiment.arms.length > 2;
    const name = armLabel(
      t,
      experiment.kind,
      experiment.arms.find(({ key }) => key === effect.arm) ?? { key: effect.arm, name: effect.arm },
    );
    const waiting = t(several ? "experiments.headline.waiting_variant" : "experiments.headline.waiting", {
      name,
      have: formats.number(have),
      needed: formats.number(needed),
    });
    return [waiting, waitWords(experiment, { have, needed, asOf }, { t, formats })];
  }
  const { kind } = verdict;
  const losing = kind === "loses";
  const when = whenWords(experiment, asOf, { t, formats });
  const perVisitor = figures(incremental, losing, formats);
  if (experiment.kind === "ab_test") {
    const arm = experiment.arms.find(({ key }) => key === effect.arm);
    return [t(`experiments.headline.${kind}.ab_test`, { when, ...perVisitor, name: arm ? armLabel(t, "ab_test", arm) : "" })];
  }
  const total = effect.total ?? incremental;
  const words = { when, ...figures(total, losing, formats) };
  const flattered = losing && attributed !== null && attributed > 0;
  const first = flattered
    ? t(`experiments.headline.flattered.${experiment.kind}`, { ...words, profit: formats.money(attributed) })
    : t(`experiments.headline.${kind}.${experiment.kind}`, words);
  return [
    first,
    t(`experiments.headline.per_visitor.${kind}`, perVisitor),
    ...(losing ? [t(`experiments.headline.loss_advice.${experiment.kind}`)] : []),
  ];
}

/** Of a loss its size, the smaller end first. */
function figures({ expected, ci: [low, high] }: NonNullable<LookEffect["total"]>, losing: boolean, { money }: Formats) {
  return losing
    ? { amount: money(-expected), low: money(-high), high: money(-low) }
    : { amount: money(expected), low: money(low), high: money(high) };
}

/** "since Mar 3, 2026"; of one that is over "during Mar 3, 2026 – Apr 5, 2026" */
function whenWords({ startedAt, endedAt }: ListedExperiment, asOf: string, { t, formats }: Words): string {
  const from = startedAt ?? asOf;
  return endedAt === null
    ? t("experiments.since", { from: formats.date(from) })
    : t("experiments.during", { range: formats.range(from, endedAt) });
}

interface Wait {
  readonly have: number;
  readonly needed: number;
  readonly asOf: string;
}

function waitWords(experiment: ListedExperiment, { have, needed, asOf }: Wait, { t, formats }: Words): string {
  const { startedAt, endedAt } = experiment;
  const filling = fillingOf(experiment);
  if (filling === "nobody_held_out" || filling === "not_live") return t(`experiments.headline.not_filling.${filling}`);
  if (endedAt === null) return paceWords({ have, needed, days: daysBetween(startedAt, asOf) }, { t, formats });
  const until = new Date(Date.parse(endedAt) + AFTER_END_DAYS * DAY_MS).toISOString();
  return until > asOf ? t("experiments.headline.ended_early", { until: formats.date(until) }) : t("experiments.headline.ended_unknown");
}

function paceWords({ have, needed, days }: { have: number; needed: number; days: number }, { t, formats }: Words): string {
  if (have === 0 || days <= 0) return t("experiments.headline.no_pace");
  const left = Math.max(1, Math.ceil(((needed - have) * days) / have));
  if (isTooLong(left)) return t("experiments.headline.too_slow");
  return t("experiments.headline.pace", { count: left, days: formats.number(left) });
}

function daysBetween(from: string | null, to: string): number {
  return from === null ? 0 : (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** The same in a few words, for a list. */
export function shortVerdict(experiment: ListedExperiment, t: TFunction): string {
  if (experiment.status === "draft") return t("experiments.short.draft");
  const effects = experiment.look?.effects ?? [];
  if (effects.length === 0) return t("experiments.short.not_read");
  const kinds = effects.map(({ verdict }) => verdict.kind);
  if (kinds.includes("earns") && kinds.includes("loses")) return t("experiments.short.mixed");
  const first = (["sample_ratio_mismatch", "earns", "loses", "undecided", "not_enough_data"] as const).find((kind) => kinds.includes(kind));
  return t(`experiments.short.${first ?? "not_enough_data"}`);
}

/** "£1.20 (£0.40 to £2.00)" */
export function withInterval(formats: Formats, t: TFunction, estimate: LookEffect["total"]): string {
  if (!estimate) return t("experiments.none");
  const [low, high] = estimate.ci;
  return t("experiments.with_interval", { expected: formats.money(estimate.expected), low: formats.money(low), high: formats.money(high) });
}
