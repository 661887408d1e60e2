import path from "node:path";
import { fileURLToPath } from "node:url";
import { closePool, inShop } from "./database/pool.server.ts";
import { closePrisma } from "./database/prisma.server.ts";
import { environment } from "./environment.server.ts";
import { lookAtExperiments } from "./experiments/look-at-experiments.server.ts";
import { rebuildAffinity } from "./funnel/learn/affinity.server.ts";
import { compilePolicy } from "./funnel/learn/compile-policy.server.ts";
import { pruneDecisions } from "./funnel/learn/prune-decisions.server.ts";
import { publishOffersJob } from "./funnel/publish/publish-offers.server.ts";
import { addForEveryShop, setSchedules } from "./jobs/every-shop.server.ts";
import type { JobName, Jobs } from "./jobs/job-names.ts";
import { enqueue, stopQueue } from "./jobs/queue.server.ts";
import { type JobHandlers, runJobs } from "./jobs/run-jobs.server.ts";
import { yieldToShoppers } from "./jobs/yield-to-shoppers.server.ts";
import { attributeOrders, rebuildAttributions } from "./ledger/attribute-orders.server.ts";
import { log, redactText } from "./log.server.ts";
import { failFirstSync, runFirstSync, startFirstSync } from "./orders/first-sync.server.ts";
import { followShopChange } from "./orders/follow-shop-change.server.ts";
import { workInbox } from "./orders/inbox.server.ts";
import { takeCustomerMerge } from "./orders/merged-customers.server.ts";
import { reconcile } from "./orders/reconcile.server.ts";
import { exportCustomerData, redactCustomerData, redactShopData } from "./privacy/carry-out.server.ts";
import { pruneRecords } from "./privacy/prune-records.server.ts";
import { ShopifyError } from "./shopify/shopify-error.ts";
import { shopById, uninstallLostShops } from "./shopify/shops.server.ts";
import { fitValues } from "./value/fit-values.server.ts";
import { rebuildValues } from "./value/rebuild-values.server.ts";
import { updateValues } from "./value/update-values.server.ts";
import { endOffers } from "./webhooks/shop-uninstalled.server.ts";

const handlers: JobHandlers = {
  "shop.installed": ({ shopId }) => inShop(shopId, (db) => startFirstSync(db)),
  "shop.changed": ({ shopId }) => followShopChange(shopId),
  "shop.uninstalled": ({ shopId }) => endOffers(shopId),
  "sync.first": (data) => runFirstSync(data),
  "sync.inbox": ({ shopId }) => workInbox(shopId, updateValues),
  "sync.reconcile": ({ shopId }) => reconcile(shopId, updateValues),
  "customers.merged": (merge) => takeCustomerMerge(merge, updateValues),
  "value.rebuild": async ({ shopId }) => {
    await rebuildValues(shopId);
    await inShop(shopId, (db) => enqueue(db, "value.fit", { shopId }, { once: `fit ${shopId}` }));
  },
  "value.fit": ({ shopId, force = false }, signal) => fitValues(shopId, { force, signal }),
  "affinity.rebuild": ({ shopId }, signal) => rebuildAffinity(shopId, new Date(), signal),
  "policy.compile": ({ shopId }) => compilePolicy(shopId, new Date()),
  "ledger.attribute": ({ shopId, orderIds }) => attributeOrders(shopId, orderIds),
  "ledger.rebuild": ({ shopId }) => rebuildAttributions(shopId),
  "offers.publish": ({ shopId }) => publishOffersJob(shopId),
  "experiments.look": ({ shopId }) => lookAtExperiments(shopId),
  "decisions.prune": ({ shopId }, signal) => pruneDecisions(shopId, new Date(), { signal }),
  "records.prune": ({ shopId }) => pruneRecords(shopId, new Date()),
  "privacy.customer_data": exportCustomerData,
  "privacy.customer_redact": redactCustomerData,
  "privacy.shop_redact": redactShopData,
  "every_shop.sync.reconcile": async () => {
    await uninstallLostShops(new Date());
    await addForEveryShop("sync.reconcile");
  },
  "every_shop.value.rebuild": () => addForEveryShop("value.rebuild"),
  "every_shop.affinity.rebuild": () => addForEveryShop("affinity.rebuild"),
  "every_shop.policy.compile": () => addForEveryShop("policy.compile"),
  "every_shop.decisions.prune": () => addForEveryShop("decisions.prune"),
  "every_shop.records.prune": () => addForEveryShop("records.prune"),
  "every_shop.offers.publish": () => addForEveryShop("offers.publish"),
  "every_shop.experiments.look": () => addForEveryShop("experiments.look"),
};

/** Jobs that are there because a shop is leaving or has left. */
const AFTER_UNINSTALL: readonly JobName[] = ["shop.uninstalled", "privacy.customer_data", "privacy.customer_redact", "privacy.shop_redact"];

export interface Worker {
  /** lets running jobs end, for a few seconds; what is cut off begins again elsewhere */
  stop(): Promise<void>;
}

/** Works off the jobs of every shop; as many processes as wanted may do it side by side. */
export async function startWorker(): Promise<Worker> {
  if (environment().ROLE === "worker") yieldToShoppers("worker process");
  await runJobs(handlers, {
    mayRun: async (name, { shopId }) => {
      if (shopId === undefined) return true;
      const shop = await shopById(shopId);
      if (!shop) return false;
      return AFTER_UNINSTALL.includes(name) ? name !== "shop.uninstalled" || shop.uninstalledAt !== null : shop.uninstalledAt === null;
    },
    isFinal: (error) => error instanceof ShopifyError && !error.retryable,
    gaveUp: async (name, data) => {
      if (name !== "sync.first") return;
      const { shopId, runId } = data as Jobs["sync.first"];
      await failFirstSync(shopId, runId, "unreachable");
    },
  });
  await setSchedules();
  log.info("the worker is ready");
  return {
    stop: async () => {
      await stopQueue();
      await closePool();
      await closePrisma();
    },
  };
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const worker = await startWorker().catch((error: Error) => {
    process.stderr.write(`${redactText(error.message)}\n`);
    process.exit(1);
  });
  const stop = () => {
    setTimeout(() => process.exit(1), 15_000).unref();
    void worker.stop().then(() => process.exit(0));
  };
  process.once("SIGTERM", stop).once("SIGINT", stop);
}
