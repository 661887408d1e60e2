import { bulkResolvers } from "../bulk/bulk-operation.ts";
import type { ResolverMap } from "../resolver-map.ts";
import { absentResolvers } from "./absent-resolvers.ts";
import { appResolvers } from "./app-resolvers.ts";
import { customerResolvers } from "./customer-resolvers.ts";
import { discountResolvers } from "./discount-resolvers.ts";
import { metafieldResolvers } from "./metafield-resolvers.ts";
import { moneyResolvers } from "./money-resolvers.ts";
import { mutationResolvers } from "./mutation-resolvers.ts";
import { orderResolvers } from "./order-resolvers.ts";
import { productResolvers } from "./product-resolvers.ts";
import { queryResolvers } from "./query-resolvers.ts";

/** Everything the local store answers. A field that is not in here is refused by name. */
export const adminResolvers: ResolverMap = {
  ...queryResolvers,
  ...mutationResolvers,
  ...orderResolvers,
  ...moneyResolvers,
  ...customerResolvers,
  ...productResolvers,
  ...discountResolvers,
  ...metafieldResolvers,
  ...appResolvers,
  ...bulkResolvers,
  ...absentResolvers,
};
