import type { TFunction } from "i18next";

/** Codes that rooms answer with, in words; one without words of its own stays visible, so that it can be asked about. */
export function reasonWords(
  t: TFunction,
  group: "errors" | "experiments.error" | "experiments.guardrail" | "objectives.error" | "sync.reason" | "offers.publish_reason",
  code: string,
): string {
  const key = `${group}.${code}`;
  const words = (t as (key: string, options: { defaultValue: string }) => string)(key, { defaultValue: "" });
  return words || t("errors.unknown_code", { code });
}
