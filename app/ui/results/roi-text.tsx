import { Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Roi } from "../../ledger/roi.ts";
import { useFormats } from "../shop-context.tsx";
import { signed } from "../signed.ts";

/** A return on investment in a table's cell, or a dash with the reason why there is none. */
export function RoiText({ roi }: { roi: Roi }) {
  const { t } = useTranslation();
  const { percent } = useFormats();
  if (roi.kind === "known") return <>{signed(roi.roi, percent)}</>;
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
  return (
    <Text as="p" variant="bodySm">
      {roi.kind === "known"
        ? t(roi.returned < 0 ? "results.roi_sentence_lost" : "results.roi_sentence", {
            roi: signed(roi.roi, percent),
            returned: money(Math.abs(roi.returned)),
            invested: money(roi.invested),
          })
        : t(`results.no_roi_sentence.${roi.reason}`)}
    </Text>
  );
}
