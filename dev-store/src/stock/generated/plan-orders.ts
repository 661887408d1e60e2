import type { Buyer } from "./make-customers.ts";
import type { RandomSource } from "./random-source.ts";

const DAY = 86_400_000;
const GUEST_SHARE = 0.12;

/** That someone orders at a time; what, is decided later. `buyer` is null for a guest. */
export interface PlannedOrder {
  at: number;
  buyer: Buyer | null;
  /** 0 for a customer's first order */
  nth: number;
}

/**
 * Who orders when, oldest first. With a `count` there are exactly that many orders: every customer's first order comes
 * before any repeat order, repeats that are too many are left out at random, and too few are made up by buyers in proportion
 * to their rate.
 */
export function planOrders(
  random: RandomSource,
  buyers: readonly Buyer[],
  openedAt: number,
  today: number,
  count?: number,
): PlannedOrder[] {
  const identified = count === undefined ? null : buyers.length === 0 ? 0 : Math.round(count * (1 - GUEST_SHARE));
  const firsts: { at: number; buyer: Buyer }[] = buyers
    .slice(0, identified ?? buyers.length)
    .map((buyer) => ({ at: buyer.firstOrderAt, buyer }));
  const repeats: { at: number; buyer: Buyer }[] = [];
  const leftAt: number[] = [];
  for (const { buyer } of firsts) {
    let at = buyer.firstOrderAt;
    let alive = !random.chance(buyer.dropout);
    while (alive) {
      at += Math.ceil(random.exponential(buyer.rate) * DAY);
      if (at >= today) break;
      repeats.push({ at, buyer });
      alive = !random.chance(buyer.dropout);
    }
    leftAt.push(alive ? today : at);
  }
  if (identified !== null) fitRepeats(random, firsts, repeats, leftAt, identified - firsts.length, today);

  const known = [...firsts, ...repeats];
  const guests = count === undefined ? Math.round((known.length * GUEST_SHARE) / (1 - GUEST_SHARE)) : count - known.length;
  const orders: { at: number; buyer: Buyer | null }[] = [...known];
  for (let guest = 0; guest < guests; guest++)
    orders.push({ at: openedAt + Math.floor((today - openedAt) * random.uniform() ** 0.7), buyer: null });
  orders.sort((a, b) => a.at - b.at);
  const seen = new Map<Buyer, number>();
  return orders.map(({ at, buyer }) => {
    const nth = buyer === null ? 0 : (seen.get(buyer) ?? 0);
    if (buyer !== null) seen.set(buyer, nth + 1);
    return { at, buyer, nth };
  });
}

function fitRepeats(
  random: RandomSource,
  firsts: readonly { buyer: Buyer }[],
  repeats: { at: number; buyer: Buyer }[],
  leftAt: readonly number[],
  wanted: number,
  today: number,
): void {
  while (repeats.length > wanted) {
    const gone = random.below(repeats.length);
    const last = repeats.pop();
    if (last && gone < repeats.length) repeats[gone] = last;
  }
  if (repeats.length === wanted) return;
  let sum = 0;
  const upTo = firsts.map(({ buyer }) => {
    sum += buyer.rate;
    return sum;
  });
  while (repeats.length < wanted) {
    const target = random.uniform() * sum;
    let low = 0;
    let high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 0) > target) high = middle;
      else low = middle + 1;
    }
    const buyer = firsts[low]?.buyer;
    if (!buyer) return;
    const end = Math.max(leftAt[low] ?? today, Math.min(today, buyer.firstOrderAt + DAY));
    repeats.push({ at: buyer.firstOrderAt + Math.floor((end - buyer.firstOrderAt) * random.uniform()), buyer });
  }
}
