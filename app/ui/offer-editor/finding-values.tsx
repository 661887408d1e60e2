import { useTranslation } from "react-i18next";
import type { FindingValue, PublishFinding } from "../../funnel/publish/publish-finding.ts";
import { useFormats, useShop } from "../shop-context.tsx";

/** The values of a finding as a merchant reads them; `count` stays a number, for the plural, and is also there as `n`. */
export function useFindingValues(): (finding: PublishFinding) => Record<string, string | number> {
  const { t } = useTranslation();
  const { locale } = useShop();
  const formats = useFormats();
  const either = new Intl.ListFormat(locale, { type: "disjunction" });
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  const inWords = (key: string, value: FindingValue): string => {
    switch (value.as) {
      case "money":
        return formats.money(value.value);
      case "share":
        return formats.percent(value.value, 1);
      case "shares":
        return either.format(value.value.map((one) => formats.percent(one, 1)));
      case "number":
        return formats.number(value.value);
      case "date":
        return formats.dateTime(value.value);
      case "names":
        return list.format(
          value.value.map((name) => (key === "places" ? t(`editor.placement.${name as "product" | "cart"}`) : `“${name}”`)),
        );
    }
  };
  return ({ values }) => {
    const words: Record<string, string | number> = {};
    for (const [key, value] of Object.entries(values)) {
      if (key === "count" && value.as === "number") {
        words.count = value.value;
        words.n = formats.number(value.value);
      } else words[key] = inWords(key, value);
    }
    return words;
  };
}
