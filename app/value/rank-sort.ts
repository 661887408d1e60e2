export const RANK_SORTS = ["clv", "expectedOrders", "pOrder", "priority"] as const;

/** priority: clv x (1 - pOrder), much to lose and not sure to order again */
export type RankSort = (typeof RANK_SORTS)[number];
