import type { Customer } from "../../store/model.ts";
import type { Store } from "../../store/store.ts";
import type { RandomSource } from "./random-source.ts";

const FIRST =
  "Ada,Ben,Carla,Duc,Emma,Farid,Grace,Hanh,Ines,Jonas,Kim,Liam,Maya,Noah,Olga,Priya,Quinn,Rosa,Sam,Thao,Uma,Victor,Wren,Ximena,Yusuf,Zoe".split(
    ",",
  );
const LAST =
  "Adler,Bui,Costa,Doyle,Evans,Fischer,Garcia,Hoang,Ito,Jensen,Kowalski,Lopez,Moreau,Nguyen,Okafor,Patel,Quist,Rossi,Silva,Tran,Usman,Varga,Walsh,Xu,Young,Zimmer".split(
    ",",
  );

/** A customer, what drives their buying, and when they first came. */
export interface Buyer {
  customer: Customer;
  taste: "filter" | "espresso";
  /** orders a day while active */
  rate: number;
  /** chance to be gone for good after each order */
  dropout: number;
  /** epoch ms */
  firstOrderAt: number;
}

/**
 * Customers who differ as the BG/NBD model says (Fader, Hardie and Lee 2005): order rates are gamma, chances to leave after
 * an order are beta distributed. Arrivals grow over the shop's life, so that some are new and most have a history.
 */
export function makeCustomers(store: Store, random: RandomSource, count: number, openedAt: number, today: number): Buyer[] {
  const life = today - openedAt;
  return Array.from({ length: count }, (_unused, index): Buyer => {
    const firstName = random.pick(FIRST);
    const lastName = random.pick(LAST);
    // A density that rises over the shop's life: the root of a uniform draw is linear, this lies between that and flat.
    const firstOrderAt = openedAt + Math.floor(life * random.uniform() ** 0.7);
    const customer: Customer = {
      id: store.nextId(),
      email: `${firstName}.${lastName}.${index + 1}@example.com`.toLowerCase(),
      firstName,
      lastName,
      createdAt: firstOrderAt,
      updatedAt: firstOrderAt,
      numberOfOrders: 0,
      amountSpent: 0,
      tags: [],
      acceptsMarketing: random.chance(0.55),
    };
    store.customers.set(customer.id, customer);
    return {
      customer,
      taste: random.chance(0.55) ? "filter" : "espresso",
      rate: random.gamma(0.9) / 42,
      dropout: random.beta(1.1, 2.6),
      firstOrderAt,
    };
  });
}
