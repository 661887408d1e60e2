import { Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Roi } from "../../ledger/roi.ts";
import { useFormats } from "../shop-context.tsx";
import { signed } from "../signed.ts";

/** A return on investment in a table's cell, or a dash with the reason why there is none. */
export function RoiText({ roi }: { roi: Roi }) {
  const { t } = useTranslation();
  const { percent } = useFormats();
  if (roi.kind === "known") {
    return (
      <>
        {signed(roi.roi, percent)}
        {roi.range ? (
          <Text as="span" variant="bodySm" tone="subdued">
            {` ${t("results.range", { low: signed(roi.range.low, percent), high: signed(roi.range.high, percent) })}`}
          </Text>
        ) : null}
      </>
    );
  }
  return (
    <>
      {t("results.none")}
      <Text as="span" variant="bodySm" tone="subdued">
        {` ${t(`results.no_roi.${roi.reason}`)}`}
      </Text>
    </>
  );
}

/** The same as a sentence with what it was made of. */
export function RoiSentence({ roi }: { roi: Roi }) {
  const { t } = useTranslation();
  const { money, percent } = useFormats();
  const sentence = (known: Extract<Roi, { kind: "known" }>) => {
    const words = { roi: signed(known.roi, percent), returned: money(Math.abs(known.returned)), invested: money(known.invested) };
    const lost = known.returned < 0;
    if (known.range === null) return t(lost ? "results.roi_sentence_lost" : "results.roi_sentence", words);
    const range = { low: signed(known.range.low, percent), high: signed(known.range.high, percent) };
    return t(lost ? "results.roi_about_lost" : "results.roi_about", { ...words, ...range });
  };
  return (
    <Text as="p" variant="bodySm">
      {roi.kind === "known" ? sentence(roi) : t(`results.no_roi_sentence.${roi.reason}`)}
    </Text>
  );
}
