import type { Customer, Order } from "../../store/model.ts";
import { gid } from "../../store/store.ts";
import type { ExecutionContext } from "../execution-context.ts";
import type { FieldResolvers, ResolverMap } from "../resolver-map.ts";
import { type CustomerStatistics, statisticsOf } from "./customer-statistics.ts";
import { metafieldsOf } from "./metafield-resolvers.ts";
import { orderListing } from "./root-listings.ts";
import { dateTime, type MoneyV2 } from "./sources.ts";

const visible = (customer: Customer, { index, ordersSince }: ExecutionContext): Order[] =>
  index.ordersOf(customer.id).filter((order) => order.createdAt >= ordersSince);

const customer: FieldResolvers<Customer> = {
  id: (source) => gid("Customer", source.id),
  legacyResourceId: (source) => String(source.id),
  email: (source) => source.email,
  defaultEmailAddress: (source) => (source.email === null ? null : source),
  firstName: (source) => source.firstName,
  lastName: (source) => source.lastName,
  displayName: (source) => [source.firstName, source.lastName].filter((part) => part).join(" ") || (source.email ?? ""),
  createdAt: (source) => dateTime(source.createdAt),
  updatedAt: (source) => dateTime(source.updatedAt),
  numberOfOrders: (source) => String(source.numberOfOrders),
  amountSpent: (source, _args, { store }): MoneyV2 => ({ minor: source.amountSpent, currency: store.shop.currency }),
  tags: (source) => [...source.tags].sort(),
  canDelete: (source) => source.numberOfOrders === 0,
  lastOrder: (source, _args, context) =>
    visible(source, context).reduce<Order | null>((last, one) => (last && last.createdAt >= one.createdAt ? last : one), null),
  orders: (source, args, context) => orderListing(args, context, visible(source, context)),
  statistics: (source, _args, context) => statisticsOf(source.id, context),
  ...metafieldsOf<Customer>((source) => gid("Customer", source.id)),
};

const emailAddress: FieldResolvers<Customer> = {
  emailAddress: (source) => source.email,
  marketingState: (source) => (source.acceptsMarketing ? "SUBSCRIBED" : "NOT_SUBSCRIBED"),
};

const statistics: FieldResolvers<CustomerStatistics> = {
  rfmGroup: (source) => source.rfmGroup,
  predictedSpendTier: (source) => source.predictedSpendTier,
};

export const customerResolvers: ResolverMap = { Customer: customer, CustomerEmailAddress: emailAddress, CustomerStatistics: statistics };
