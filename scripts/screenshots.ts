import path from "node:path";
import { launchChromium } from "./chromium.ts";
import { Pictures } from "./pictures.ts";
import { startStack } from "./stack.ts";

// `npm run screenshots`: takes the pictures of docs/images from the whole, running. CRESCENDO_ORDERS names an orders
// export to fill the store from; without it, a generated shop.
const folder = path.resolve(import.meta.dirname, "../docs/images");
const say = (text: string) => process.stderr.write(`${text}\n`);

const orders = process.env.CRESCENDO_ORDERS;
const browser = await launchChromium();
let stop = async () => {};
let ending = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end(1));

try {
  const stack = await startStack({
    storeArguments: orders ? ["--orders", orders] : [],
    say,
    onFailure: say,
    onStopper: (given) => {
      stop = given;
    },
  });
  Object.assign(process.env, stack.environment);
  await import("../dev-store/preload.mjs");
  const { installAndSync } = await import("./install-and-sync.ts");
  const { runJourney } = await import("./journey.ts");
  const { planDemo } = await import("./demo-offers.ts");
  const { streamShoppers } = await import("./shopper-stream.ts");
  const { shopId } = await installAndSync(stack, undefined, say);
  const pictures = new Pictures(browser, stack.storeUrl, folder);
  await pictures.ofFigures();
  const [, losing] = await streamShoppers(stack.storeUrl, shopId, { shoppers: 600, seed: 5, say });
  if (!losing) throw new Error("The stream of shoppers had one offer only.");
  await pictures.ofProof(losing.experimentId);
  await forgetStream(shopId);
  const plan = await planDemo(shopId);
  if (!plan) throw new Error("The shop sells nothing that could be offered.");
  await runJourney(stack, shopId, say);
  await showToEverybody(shopId);
  await pictures.ofEditor(plan.tripwire.name);
  await pictures.ofStorefront(plan.core.handle);
  await end(0);
} catch (error) {
  if (!ending) say((error as Error).stack ?? String(error));
  await end(1);
}

/** The stream's offers have been photographed; the pictures that follow are of the journey's. */
async function forgetStream(shopId: number): Promise<void> {
  const { inShop } = await import("../app/database/pool.server.ts");
  const { pauseOffer } = await import("../app/funnel/offers/offer-status.server.ts");
  const live = await inShop(shopId, (db) =>
    db.rows<{ id: number }>("select id from offers where shop_id = $1 and status = 'live'", [shopId]),
  );
  for (const { id } of live) await pauseOffer(shopId, id, null);
}

/** Whoever is photographed in the storefront is not held out, and doing nothing does not compete with what is pinned. */
async function showToEverybody(shopId: number): Promise<void> {
  const { inShop } = await import("../app/database/pool.server.ts");
  await inShop(shopId, async (db) => {
    await db.run("update experiments set status = 'done', ended_at = now(), updated_at = now() where shop_id = $1 and status = 'running'", [
      shopId,
    ]);
    await db.run("update offers set pinned_product_id = product_ids[1], updated_at = now() where shop_id = $1 and status = 'live'", [
      shopId,
    ]);
  });
}

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  const [{ closePool }, { closePrisma }, { stopQueue }] = await Promise.all([
    import("../app/database/pool.server.ts"),
    import("../app/database/prisma.server.ts"),
    import("../app/jobs/queue.server.ts"),
  ]);
  await Promise.allSettled([browser.close(), stopQueue(), closePool(), closePrisma()]);
  await stop();
  process.exit(code);
}
