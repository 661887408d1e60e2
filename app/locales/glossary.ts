import type { Locale } from "./locale.ts";

/** One word for one thing. */
export interface Term {
  readonly thing: string;
  readonly say: string;
  /** what is not said for it */
  readonly not: RegExp;
  /** where those words mean another thing */
  readonly unless?: readonly string[];
}

/** Words for the same thing that were both in use; the one to say was chosen for all pages. */
export const GLOSSARY: Readonly<Record<Locale, readonly Term[]>> = {
  en: [
    { thing: "an order that was called off", say: "canceled", not: /(?<!\{)\bcancelled/i },
    { thing: "a visitor of a holdout", say: "held out", not: /\b(held|hold|holding) back\b/i },
  ],
  vi: [
    {
      thing: "discount",
      say: "giảm giá, mức giảm",
      not: /chiết khấu/i,
      // discounting over time
      unless: ["value.figures.predicted_formula", "value.customer.steps_note"],
    },
    {
      thing: "holdout",
      say: "nhóm đối chứng",
      not: /giữ lại/i,
      unless: ["settings.rule.safetyStock", "objectives.metric_meaning.tripwire_buyers"],
    },
    { thing: "attributed", say: "được ghi nhận", not: /được quy(?!ết)/i },
    { thing: "visitor", say: "khách truy cập", not: /người xem/i },
    { thing: "accepted", say: "chấp nhận", not: /được nhận|(?<!chấp )nhận ưu đãi/i },
    { thing: "ladder", say: "bậc thang", not: /(chiếc|cái) thang/i },
    { thing: "period", say: "kỳ", not: /khoảng thời gian/i },
    { thing: "predicted", say: "dự báo", not: /dự đoán/i },
    { thing: "first and last day", say: "ngày đầu, ngày cuối", not: /ngày bắt đầu|ngày kết thúc(?! dự kiến)/i },
    { thing: "customer number", say: "mã khách hàng", not: /mã số khách/i },
  ],
};
