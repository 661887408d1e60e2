import type { TFunction } from "i18next";
import type { ListedExperiment } from "../../experiments/experiment.ts";
import type { LookEffect } from "../../experiments/look.ts";
import type { Formats } from "../formats.ts";
import { armLabel } from "./experiment-name.ts";

const DAY_MS = 86_400_000;

interface Words {
  readonly t: TFunction;
  readonly formats: Formats;
}

/** The verdict of one arm in a sentence or two that a merchant can act on. */
export function headline(experiment: ListedExperiment, effect: LookEffect, { t, formats, asOf }: Words & { asOf: string }): string[] {
  const { verdict, incremental, total } = effect;
  if (verdict.kind === "sample_ratio_mismatch") return [t("experiments.headline.mismatch")];
  if (verdict.kind === "not_enough_data" || !incremental) {
    const [have, needed] = verdict.kind === "not_enough_data" ? [verdict.conversions, verdict.needed] : [0, 0];
    if (have >= needed) return [t("experiments.headline.no_variation")];
    const waiting = t("experiments.headline.waiting", { have: formats.number(have), needed: formats.number(needed) });
    return [waiting, paceWords({ have, needed, days: daysBetween(experiment.startedAt, asOf) }, { t, formats })];
  }
  const losing = verdict.kind === "loses";
  const each = (value: number) => formats.money(losing ? -value : value);
  const [low, high] = losing ? [incremental.ci[1], incremental.ci[0]] : incremental.ci;
  const arm = experiment.arms.find(({ key }) => key === effect.arm);
  const sentence = t(`experiments.headline.${verdict.kind}.${experiment.kind}`, {
    since: formats.date(experiment.startedAt ?? asOf),
    each: each(incremental.expected),
    low: each(low),
    high: each(high),
    name: arm ? armLabel(t, experiment.kind, arm) : "",
  });
  if (!total || experiment.kind === "ab_test") return [sentence];
  const [least, most] = total.ci;
  return [
    sentence,
    t("experiments.headline.total", { total: formats.money(total.expected), low: formats.money(least), high: formats.money(most) }),
  ];
}

function paceWords({ have, needed, days }: { have: number; needed: number; days: number }, { t, formats }: Words): string {
  if (have === 0 || days <= 0) return t("experiments.headline.no_pace");
  const left = Math.max(1, Math.ceil(((needed - have) * days) / have));
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
  const first = (["sample_ratio_mismatch", "earns", "loses", "undecided", "not_enough_data"] as const).find((kind) => kinds.includes(kind));
  return t(`experiments.short.${first ?? "not_enough_data"}`);
}

/** "£1.20 (£0.40 to £2.00)" */
export function withInterval(formats: Formats, t: TFunction, estimate: LookEffect["total"]): string {
  if (!estimate) return t("experiments.none");
  const [low, high] = estimate.ci;
  return t("experiments.with_interval", { expected: formats.money(estimate.expected), low: formats.money(low), high: formats.money(high) });
}
