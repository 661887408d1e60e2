import { useTranslation } from "react-i18next";

const CODES = [
  "name_required",
  "variant_name_required",
  "offer_required",
  "variant_required",
  "too_many_variants",
  "headline_empty",
  "too_long",
  "percentage_range",
  "percentage_only",
  "deeper_than_offer",
  "variant_unchanged",
] as const;

/** The words of a code that an A/B test was refused with; one without words of its own stays visible. */
export function useErrorWords(): (code: string) => string {
  const { t } = useTranslation();
  return (code) => {
    const known = CODES.find((one) => one === code);
    return known ? t(`experiments.error.${known}`) : t("errors.unknown_code", { code });
  };
}
