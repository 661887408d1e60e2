/** Words that promise a share of the price without naming it. */
interface NamedGift {
  readonly match: RegExpMatchArray & { readonly index: number };
  /** basis points of the price */
  readonly value: number;
}

const pattern = (source: string) => new RegExp(`(?<![\\p{L}\\d.,-])(?:${source})(?![\\p{L}\\d-])`, "giu");
const count = String.raw`(?:\d|one|two|three|một|hai|ba)`;

const ONE_FREE = pattern(
  [
    String.raw`buy\s+${count}[\s,]+(?:and\s+)?get\s+(?:${count}|another)(?:\s+(?:more|one))?(?:\s+(?:for\s+)?(?:absolutely\s+)?free)?(?!\s+(?:at|for)?\s*(?:half|[½\d]))`,
    "bogof?",
    String.raw`(?:2|two)[\s-]for[\s-](?:1|one)(?![.,]\d)`,
    String.raw`mua\s+${count}[\s,]+(?:được\s+)?tặng\s+(?:thêm\s+|ngay\s+)?${count}`,
  ].join("|"),
);
const HALF = pattern(
  [
    String.raw`(?:half|½|1\/2)[\s-]+(?:(?:the|its|their|of the)\s+)?(?:(?:usual|normal|regular|full|original)\s+)?price`,
    String.raw`half[\s-]off`,
    String.raw`(?:giảm\s+(?:giá\s+)?)?(?:một\s+|1\s+)?nửa\s+giá`,
    String.raw`giảm\s+(?:giá\s+)?(?:một\s+|1\s+)?nửa`,
  ].join("|"),
);
const FREE = /(?<![\p{L}\d\-‐‑–])free(?![\p{L}\d\-‐‑–])/giu;
const FREE_VIETNAMESE = pattern("miễn phí");

/** "Free", "half price", "buy one get one free" and the like, where it is the product that is meant: not "free shipping", "gluten free". */
export function namedGifts(words: string): NamedGift[] {
  const all = (regExp: RegExp, value: number) => [...words.matchAll(regExp)].map((match) => ({ match, value }));
  const whole = [...all(ONE_FREE, 10_000), ...all(HALF, 5_000)];
  const around = (match: RegExpMatchArray & { index: number }) =>
    [words.slice(0, match.index), words.slice(match.index + match[0].length)] as const;
  const free = [
    ...all(FREE, 10_000).filter(({ match }) => isPriceless(...around(match))),
    ...all(FREE_VIETNAMESE, 10_000).filter(({ match }) => !isService(...around(match))),
  ];
  const within = (at: number) => whole.some(({ match }) => at >= match.index && at < match.index + match[0].length);
  return [...whole, ...free.filter(({ match }) => !within(match.index))];
}

const GAP = String.raw`[^\S\n]+`;
const SERVICE = String.raw`(?:ship(?:s|ped|ping|ment)?|deliver(?:y|ies|ed)?|postage|p&p|returns?|exchanges?|pick-?up|collection|wrap(?:ped|ping)?|gift-?wrap\w*|engraving|assembly|installation|fitting|support|warranty|repairs?|samples?|consultation|advice|wi-?fi|parking|download|guide|e-?book|vận chuyển|giao|ship|đổi|trả|hoàn trả|bảo hành|lắp|tư vấn|gói quà|đóng gói|khắc)`;
const WORD = String.raw`[\p{L}\d'’&+-]+`;
/** up to three words lie between, none of which begins something else */
const BETWEEN = String.raw`(?:${GAP}(?!(?:and|with|when|if|plus|on|at|for|khi|và|với|cho)(?!\p{L}))${WORD}){0,3}?`;
const SERVICE_AFTER = new RegExp(`^(?:${GAP}(?:and|&|và))?${BETWEEN}${GAP}${SERVICE}(?!\\p{L})`, "iu");
const SERVICE_BEFORE = new RegExp(`(?<!\\p{L})${SERVICE}:?(?:${GAP}for)?${BETWEEN}${GAP}$`, "iu");
const ELSE_AFTER = new RegExp(
  `^${GAP}(?:of|from|to|up|your|yourself|range|standing|time|style|form|flow\\w*|hands?|fall|trade|spirit\\w*|weights?)\\b`,
  "iu",
);
/** Not a thing that it is free of: "gluten free", and not "feel free". */
const OPEN_BEFORE = new RegExp(
  `(?:^|[^\\p{L}\\d\\s]|\\n)\\s*$|(?<!\\p{L})(?:\\d+|for|get|it|it['’]?s|is|its|are|be|them|these|one|yours|your|our|an?|this|all|another|and|plus|or|now|today|totally|completely|absolutely)${GAP}$`,
  "iu",
);
const WITH_ORDER_AFTER = new RegExp(
  `^${GAP}(?:with|when|if)${GAP}(?:you|your|this|an?|any|every|each)${GAP}(?:buy|order|add|spend|purchase|basket|cart)`,
  "iu",
);
/** "get a mug free" */
const GET_BEFORE = new RegExp(`(?<!\\p{L})get${GAP}(?:an?|one|the|this|another|\\d+)(?:${GAP}${WORD}){0,4}${GAP}$`, "iu");
const END_AFTER = /^\s*(?:$|[^\p{L}\d\s]|(?:with|when|if|today|now)\b)/iu;

function isService(before: string, after: string): boolean {
  return SERVICE_AFTER.test(after) || SERVICE_BEFORE.test(before);
}

function isPriceless(before: string, after: string): boolean {
  if (isService(before, after) || ELSE_AFTER.test(after)) return false;
  return OPEN_BEFORE.test(before) || WITH_ORDER_AFTER.test(after) || (GET_BEFORE.test(before) && END_AFTER.test(after));
}
