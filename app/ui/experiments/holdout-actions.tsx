import { BlockStack, Button, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ExperimentDetail, offerIsGone } from "../../experiments/experiment.ts";
import type { PowerReport } from "../../experiments/power-report.ts";
import { ConfirmModal, useShowModal } from "../confirm-modal.tsx";
import { parsePercentText, percentText } from "../money-text.ts";
import { SectionCard } from "../section-card.tsx";
import { useFormats, useShop } from "../shop-context.tsx";
import { ProofCost } from "./proof-cost.tsx";

export type Act = (intent: string, fields?: Readonly<Record<string, string>>) => void;
const PROOF_MODAL = "start-proof";
const LIFTS = ["500", "1000", "2000"] as const;

interface HoldoutActionsProps {
  experiment: ExperimentDetail;
  power: PowerReport | null;
  busy: boolean;
  act: Act;
}

/** How many are held out: a lasting share, or half of the visitors until it is proven. */
export function HoldoutActions({ experiment, power, busy, act }: HoldoutActionsProps) {
  const { t } = useTranslation();
  const show = useShowModal();
  const { date, number, percent } = useFormats();
  const { locale } = useShop();
  const weights = experiment.plans.at(-1)?.weights ?? [];
  const share = weights[0] ?? 0;
  const [lift, setLift] = useState<string>("1000");
  const [text, setText] = useState(percentText(Math.round(share * 10_000), locale));
  const bp = parsePercentText(text);
  const wrong = bp === null || bp > 5_000;
  const { kind, status } = experiment;
  if (kind === "ab_test" || status !== "running" || offerIsGone(experiment)) return null;
  if (experiment.proof) {
    return (
      <SectionCard title={t("experiments.proof.title")}>
        <BlockStack gap="300" inlineAlign="start">
          <Text as="p">
            {experiment.plannedUnits === null
              ? t("experiments.proof.on", { end: date(experiment.plannedEnd ?? new Date(0).toISOString()) })
              : t("experiments.proof.on_until_units", {
                  end: date(experiment.plannedEnd ?? new Date(0).toISOString()),
                  units: number(experiment.plannedUnits),
                  seen: number(experiment.look?.units ?? 0),
                })}
          </Text>
          <Button loading={busy} onClick={() => act("end_proof")}>
            {t("experiments.proof.end")}
          </Button>
        </BlockStack>
      </SectionCard>
    );
  }
  return (
    <SectionCard title={t("experiments.proof.title")} intro={t("experiments.proof.intro")}>
      <BlockStack gap="400">
        <InlineStack gap="300" blockAlign="end">
          <Select
            label={t("experiments.proof.lift")}
            options={LIFTS.map((value) => ({ value, label: percent(Number(value) / 10_000) }))}
            value={lift}
            onChange={setLift}
          />
          <Button variant="primary" loading={busy} onClick={() => show(PROOF_MODAL)}>
            {t("experiments.proof.start")}
          </Button>
          <ConfirmModal
            id={PROOF_MODAL}
            title={t("experiments.confirm.proof_title")}
            action={t("experiments.proof.start")}
            onConfirm={() => act("start_proof", { liftBp: lift })}
          >
            <ProofCost kind={kind} power={power} look={experiment.look} lift={Number(lift) / 10_000} share={share} />
          </ConfirmModal>
        </InlineStack>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!wrong) act("share", { shareBp: String(bp) });
          }}
        >
          <InlineStack gap="300" blockAlign="end">
            <TextField
              label={t("experiments.share.label")}
              value={text}
              onChange={setText}
              suffix="%"
              autoComplete="off"
              inputMode="decimal"
              error={wrong && t("experiments.refused.share_range")}
            />
            <Button submit loading={busy} disabled={wrong}>
              {t("experiments.share.change")}
            </Button>
          </InlineStack>
        </form>
        <Text as="p" variant="bodySm" tone="subdued">
          {t("experiments.share.note", { share: percent(share, 1) })}
        </Text>
      </BlockStack>
    </SectionCard>
  );
}
