import { Banner, BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { type Said, wordsFinding } from "../../funnel/publish/words-differ.ts";
import { useShop } from "../shop-context.tsx";
import { useFindingValues } from "./finding-values.tsx";

interface WordsHintProps {
  said: Said;
  /** of all that is offered, minor units; none where the product is left to the engine */
  prices: readonly number[];
}

/** Says, before it is saved, that the words name another discount than the offer gives. */
export function WordsHint({ said, prices }: WordsHintProps) {
  const { t } = useTranslation();
  const { currency } = useShop();
  const valuesOf = useFindingValues();
  const found = wordsFinding(said, currency, prices);
  if (found === null) return null;
  return (
    <Banner tone="warning">
      <BlockStack gap="100">
        <Text as="p">{t("check.what.words_differ", valuesOf(found))}</Text>
        <Text as="p">{t("check.do.words_differ")}</Text>
      </BlockStack>
    </Banner>
  );
}
