import { Banner, BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { type Said, wordsFindings } from "../../funnel/publish/words-differ.ts";
import { useShop } from "../shop-context.tsx";
import { useFindingValues } from "./finding-values.tsx";

interface WordsHintProps {
  said: Said;
  /** of all that is offered, minor units; none where the product is left to the engine */
  prices: readonly number[];
}

/** Says, before it is saved, that the words of an offer or a variant name or promise another discount than it gives. */
export function WordsHint({ said, prices }: WordsHintProps) {
  const { t } = useTranslation();
  const { currency } = useShop();
  const valuesOf = useFindingValues();
  return wordsFindings(said, currency, prices).map((found) => (
    <Banner tone="warning" key={found.code}>
      <BlockStack gap="100">
        <Text as="p">{t(`check.what.${found.code}`, valuesOf(found))}</Text>
        <Text as="p">{t(`check.do.${found.code}`)}</Text>
      </BlockStack>
    </Banner>
  ));
}
