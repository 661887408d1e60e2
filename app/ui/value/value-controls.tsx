import { BlockStack, Box, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { useFormats } from "../shop-context.tsx";
import { useAddressChoice } from "../use-address-choice.ts";
import { ValueSelects } from "./value-selects.tsx";
import { parseValueState, type ValueRanges, type ValueState } from "./value-state.ts";

interface ValueControlsProps {
  state: ValueState;
  ranges: ValueRanges;
  /** the last order is long ago, so periods end with it */
  quiet: boolean;
}

/** Which period, beside which, and what counts as value; all of it lives in the address. */
export function ValueControls({ state, ranges, quiet }: ValueControlsProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { asked, loading, choose } = useAddressChoice();
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <BlockStack gap="200">
        <ValueSelects state={loading ? parseValueState(asked, state.base) : state} loading={loading} choose={choose} />
        {/* read out when it changes */}
        <div role="status">
          <Text as="p" variant="bodySm" tone="subdued">
            {ranges.from === null
              ? t("value.range_all", { to: formats.date(ranges.to) })
              : t("value.range", { range: formats.range(ranges.from, ranges.to) })}
            {ranges.compareFrom && ranges.compareTo
              ? ` ${t("value.range_compared", { range: formats.range(ranges.compareFrom, ranges.compareTo) })}`
              : null}
            {quiet ? ` ${t("period.quiet")}` : null} {t(`value.base_meaning.${state.base}`)}
          </Text>
        </div>
      </BlockStack>
    </Box>
  );
}
