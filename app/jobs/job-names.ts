/** Every job there is, with what it carries. `shopId` always; nothing personal. */
export interface Jobs {
  /** a shop was installed, for the first time or again */
  "shop.installed": { shopId: number };
  /** its name, currency or rights changed */
  "shop.changed": { shopId: number };
  /** its access ended: nothing of it may run any more */
  "shop.uninstalled": { shopId: number };
  /** first sync of a shop, or its continuation */
  "sync.first": { shopId: number; runId: number };
  /** work off the webhook inbox of a shop */
  "sync.inbox": { shopId: number };
  /** compare with Shopify what changed since the watermark and repair it */
  "sync.reconcile": { shopId: number };
  /** a merchant made one customer of two: take over whose the orders are now */
  "customers.merged": { shopId: number; keptId: string; deletedId: string };
  /** rebuild every customer's value from the facts */
  "value.rebuild": { shopId: number };
  /** forecast what customers are worth; fit the models again when it is due, or at once when forced */
  "value.fit": { shopId: number; force?: boolean };
  /** rebuild what is bought together */
  "affinity.rebuild": { shopId: number };
  /** learn from what became of decisions */
  "policy.compile": { shopId: number };
  /** match orders to decisions, or restate what they earned */
  "ledger.attribute": { shopId: number; orderIds: string[] };
  /** state the whole ledger anew, because what orders cost is computed differently now */
  "ledger.rebuild": { shopId: number };
  /** bring the Shopify discount in line with the live offers */
  "offers.publish": { shopId: number };
  /** read the experiments, and act on what they say */
  "experiments.look": { shopId: number };
  /** delete decisions, their events and exposures that are too old to be of use */
  "decisions.prune": { shopId: number };
  /** delete records that have served their purpose */
  "records.prune": { shopId: number };
  /** answer or carry out what privacy law asks */
  "privacy.customer_data": { shopId: number; requestId: number };
  "privacy.customer_redact": { shopId: number; requestId: number };
  "privacy.shop_redact": { shopId: number };
  /** by the clock: one of these adds the job named after it for every installed shop */
  "every_shop.sync.reconcile": Record<string, never>;
  "every_shop.value.rebuild": Record<string, never>;
  "every_shop.affinity.rebuild": Record<string, never>;
  "every_shop.policy.compile": Record<string, never>;
  "every_shop.decisions.prune": Record<string, never>;
  "every_shop.records.prune": Record<string, never>;
  "every_shop.offers.publish": Record<string, never>;
  "every_shop.experiments.look": Record<string, never>;
}

export type JobName = keyof Jobs;
