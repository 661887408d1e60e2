import { BlockStack, RangeSlider, Text } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ValueBase } from "../../value/amounts.ts";
import { returningMore } from "../../value/returning-more.ts";
import type { WhatIf } from "../../value/what-if.ts";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";

const MOST_POINTS = 20;

/** "What if more customers came back?", from the store's own numbers. */
export function WhatIfCard({ whatIf, base }: { whatIf: WhatIf | null; base: ValueBase }) {
  const { t } = useTranslation();
  const { money, number, percent } = useFormats();
  const [points, setPoints] = useState(1);
  if (!whatIf || whatIf.customers === 0) {
    return (
      <SectionCard title={t("value.what_if.title")}>
        <Text as="p">{t("value.what_if.none")}</Text>
      </SectionCard>
    );
  }
  const { returning, extra } = returningMore(whatIf, points);
  const words = t(`value.base_in_text.${base}`);
  return (
    <SectionCard title={t("value.what_if.title")} intro={t("value.what_if.intro")}>
      <BlockStack gap="300">
        <PointsSlider points={points} choose={setPoints} />
        <div aria-live="polite">
          <Text as="p" variant="headingLg">
            {t("value.what_if.result", { extra: money(extra[base]), base: words })}
          </Text>
        </div>
        {whatIf.laterPerReturned ? (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("value.what_if.how", {
              returned: number(whatIf.returned),
              customers: number(whatIf.customers),
              rate: percent(whatIf.returnRate, 1),
              later: money(whatIf.laterPerReturned[base]),
              base: words,
              returning: number(returning, 1),
              extra: money(extra[base]),
            })}
          </Text>
        ) : (
          <Text as="p">{t("value.what_if.nobody_returned")}</Text>
        )}
        <Text as="p">{t("value.what_if.one_percent", { base: words, value: money(whatIf.onePercent.customers[base]) })}</Text>
      </BlockStack>
    </SectionCard>
  );
}

/** Polaris has a slider say its bare number; this one says what stands beside it. */
function PointsSlider({ points, choose }: { points: number; choose(points: number): void }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const place = useRef<HTMLDivElement>(null);
  const text = t("value.what_if.points", { points: number(points) });
  useEffect(() => place.current?.querySelector("input")?.setAttribute("aria-valuetext", text), [text]);
  return (
    <div ref={place}>
      <RangeSlider
        label={t("value.what_if.slider")}
        min={0}
        max={MOST_POINTS}
        step={1}
        value={points}
        onChange={(value) => choose(typeof value === "number" ? value : value[0])}
        suffix={<span className="crescendo-slider-value">{text}</span>}
        output
      />
    </div>
  );
}
