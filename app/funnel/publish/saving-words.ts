import { LEADS_TO_NUMBER, type NamedNumber } from "./named-numbers.ts";

const either = (...parts: string[]) => `(?:${parts.join("|")})`;
const NOT_DENIED = String.raw`(?<!\b(?:no|not|never|without|không|chưa)\s+(?:an?\s+|any\s+|more\s+)?)`;
const NO_MONEY = "time|space|energy|water|power|electricity|fuel|hours|minutes|effort|lives|life";
const PRICE_IS =
  "special|lower|lowest|better|best|reduced|sale|discount(?:ed)?|bargain|exclusive|introductory|members?|trial|nicer|sweeter";
const END = String.raw`(?=\s*(?:$|[^\p{L}\d\s])|\s+(?:when|if|with|than|today|now|here|this|and)(?!\p{L}))`;

/** Each is true of a price only; "save time", "less sugar", "off-white", "giảm cân" and "đánh giá tốt" are not. */
const SAVING = new RegExp(
  `(?<![\\p{L}\\d-])${NOT_DENIED}${either(
    String.raw`(?<!\b(?:${NO_MONEY}|labou?r|face)\s)sav(?:e[sd]?|ings?)(?!(?:\s+you|\s+on)?\s+(?:${NO_MONEY}|the|our|your|it|this|a life|for later)(?!\p{L}))`,
    String.raw`(?:for|pay|paying|costs?|costing|spend|much|even|bit|little|now|it)\s+less(?!\s+than\s+\P{L})${END}`,
    String.raw`less(?=\s+(?:when|if)\s+you)`,
    String.raw`less(?=\s+(?:with|on)\s+(?:this|your|an|any|every)\s+order)`,
    String.raw`(?:money|something|a bit|a little|extra|cash)\s+off`,
    String.raw`off\s+(?:(?:the|its|your|our|this)\s+)?(?:(?:usual|normal|regular|full|list|original)\s+)?(?:prices?|orders?|rrp)`,
    String.raw`below\s+(?:(?:the|its|our)\s+)?(?:usual|normal|regular|full|list|original)\s+prices?`,
    String.raw`(?:${PRICE_IS})[\s-]+prices?`,
    String.raw`prices?\s+(?:cuts?|drops?|dropped|slashed|reduced)`,
    String.raw`discount(?:s|ed)?(?!\s+(?:codes?|prices?))`,
    "cheaper",
    "bargains?",
    "on sale",
    "special offer",
    String.raw`(?<!\bbig\s)deals?(?!\s+(?:of(?!\s+the\s+(?:day|week|month))|with|in|breaker))`,
    "marked down",
    String.raw`tiết kiệm(?!\s+(?:thời gian|không gian|diện tích|điện|nước|năng lượng|nhiên liệu|xăng|pin|sức|công sức))`,
    String.raw`(?:được|đang)\s+giảm`,
    String.raw`giảm\s+(?:giá|ngay|thêm|sâu|mạnh|khi|trực tiếp|tiền)`,
    String.raw`giảm\s+cho\s+đơn`,
    String.raw`(?<!đánh\s)giá\s+(?:(?:siêu|cực|rất)\s+)?(?:đặc biệt|ưu đãi|hời|sốc|(?:tốt|rẻ)(?:\s+hơn)?|(?:thấp|mềm)\s+hơn)`,
    "rẻ hơn",
    "khuyến m[ãạ]i",
    "chiết khấu",
  )}(?![\\p{L}\\d-])`,
  "giu",
);
const STRAIGHT_TO_NUMBER = new RegExp(`^${LEADS_TO_NUMBER}$`, "iu");

/** Words that promise a lower price, each once; those beside a number say no more than the number does. */
export function savingWords(words: string, numbers: readonly NamedNumber[]): string[] {
  const alone = [...words.matchAll(SAVING)].filter(({ index, 0: text }) =>
    numbers.every(({ at, text: number }) =>
      at < index ? words.slice(at + number.length, index).trim() !== "" : !STRAIGHT_TO_NUMBER.test(words.slice(index + text.length, at)),
    ),
  );
  return [...new Map(alone.map(({ 0: text }) => [text.toLowerCase(), text])).values()];
}
