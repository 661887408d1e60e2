import type { Locale } from "./locale.ts";

/** One word for one thing. */
export interface Term {
  readonly thing: string;
  readonly say: string;
  /** what is not said for it */
  readonly not: RegExp;
  /** where the English words are like this; without it everywhere */
  readonly english?: RegExp;
  /** where those words mean another thing */
  readonly unless?: readonly string[];
}

/** Who is in the store, by what is known of them. */
const PEOPLE = ["visitor", "customer", "shopper", "buyer"] as const;

/** Words that tell of these people and of no others. */
function saysOnly(people: (typeof PEOPLE)[number]): RegExp {
  const others = PEOPLE.filter((one) => one !== people).join("|");
  return new RegExp(`^(?!.*\\b(${others})s?\\b).*\\b${people}s?\\b`, "is");
}

/** Words for the same thing that were both in use; the one to say was chosen for all pages. */
export const GLOSSARY: Readonly<Record<Locale, readonly Term[]>> = {
  en: [
    { thing: "an order that was called off", say: "canceled", not: /(?<!\{)\bcancelled/i },
    { thing: "a visitor of a holdout", say: "held out", not: /\b(held|hold|holding) back\b/i },
    { thing: "what would not have been earned without an offer", say: "incremental profit", not: /\breally\b|what it earned/i },
    { thing: "an interval on both sides of zero", say: "undecided", not: /cannot be told/i },
    { thing: "too few buyers", say: "not enough data", not: /too few buyers yet/i },
    { thing: "sample ratio mismatch", say: "group sizes are off", not: /groups not as planned/i },
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
    { thing: "compared with the holdout", say: "hơn so với nhóm đối chứng", not: /hơn trong nhóm đối chứng/i },
    { thing: "incremental profit", say: "lợi nhuận tăng thêm", not: /thật sự|kiếm được/i },
    { thing: "undecided", say: "chưa thể kết luận", not: /chưa rõ/i, unless: ["experiments.guardrail_state.unclear"] },
    { thing: "not read yet", say: "chưa tính", not: /chưa đọc(?! được)/i },
    { thing: "not measured", say: "chưa đo", not: /chưa đo được/i },
    { thing: "too few buyers", say: "chưa đủ dữ liệu", not: /còn ít người mua/i },
    { thing: "sample ratio mismatch", say: "cỡ nhóm bị lệch", not: /nhóm lệch dự kiến/i },
    // profit of a sale, which nothing is compared with
    { thing: "earns", say: "có lãi thêm", not: /có lãi(?! thêm)/i, unless: ["margin.more_other", "margin.tripwire_profit"] },
    { thing: "loses", say: "gây lỗ", not: /bị lỗ/i },
    {
      thing: "discount given",
      say: "số tiền đã giảm",
      not: /giảm giá đã cho|(?<!số tiền )đã giảm/i,
      // a figure that fell
      unless: ["value.levers.fell"],
    },
    { thing: "tripwire", say: "ưu đãi mồi", not: /tripwire/i },
    // what is expected to add profit is another thing
    { thing: "profit maximizer", say: "ưu đãi tăng lợi nhuận", not: /profit maximizer|(?<!ưu đãi |dự kiến )tăng lợi nhuận/i },
    {
      thing: "visitor, customer; guest, returning customer, first-time buyer, regular",
      say: "khách truy cập, khách hàng; khách vãng lai, khách quay lại, khách mua lần đầu, khách quen",
      not: /khách(?! (truy cập|hàng|vãng lai|quay lại|mua lần đầu|quen))/i,
    },
    { thing: "visitor", say: "khách truy cập", not: /khách hàng|người mua/i, english: saysOnly("visitor") },
    // who buys again
    { thing: "customer", say: "khách hàng", not: /khách truy cập|người mua(?! lại)/i, english: saysOnly("customer") },
    { thing: "shopper", say: "người mua", not: /khách/i, english: saysOnly("shopper") },
  ],
};
