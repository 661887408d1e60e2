import { decimalString, toPresentment } from "../money.ts";
import type { FieldResolvers, ResolverMap } from "../resolver-map.ts";
import type { MoneyBag, MoneyV2 } from "./sources.ts";

const moneyBag: FieldResolvers<MoneyBag> = {
  shopMoney: (bag, _args, { store }): MoneyV2 => ({ minor: bag.minor, currency: store.shop.currency }),
  presentmentMoney: ({ minor, order }, _args, { store }): MoneyV2 => ({
    minor: toPresentment(minor, store.shop.currency, order.presentmentCurrency, order.presentmentRate),
    currency: order.presentmentCurrency,
  }),
};

const moneyV2: FieldResolvers<MoneyV2> = {
  amount: (money) => decimalString(money.minor, money.currency),
  currencyCode: (money) => money.currency,
};

export const moneyResolvers: ResolverMap = { MoneyBag: moneyBag, MoneyV2: moneyV2 };
