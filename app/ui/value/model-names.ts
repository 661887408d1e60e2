import type { OrderModelName } from "../../value/models/order-model.ts";

/** Names of published models, the same in every language. */
export const MODEL_NAMES: Record<OrderModelName, string> = { bg: "BG/NBD", mbg: "MBG/NBD", pareto: "Pareto/NBD" };
