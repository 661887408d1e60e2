import { inShop } from "../database/pool.server.ts";
import { changeHoldout } from "../funnel/publish/holdouts.server.ts";
import type { ShareOutcome } from "./experiment.ts";
import { experimentById } from "./experiment-rows.server.ts";

/** Holding out more than half proves nothing sooner. */
const MOST_BP = 5_000;

/** What part of new visitors a holdout holds out from now on, basis points. The global one's share is the shop's setting as well. */
export async function setHoldoutShare(
  shopId: number,
  id: number,
  { shareBp, now = new Date() }: { shareBp: number; now?: Date },
): Promise<ShareOutcome> {
  if (!Number.isInteger(shareBp) || shareBp < 0 || shareBp > MOST_BP) return { kind: "refused", reason: "share_range" };
  return inShop(shopId, async (db): Promise<ShareOutcome> => {
    const experiment = await experimentById(db, id, "lock");
    if (!experiment) return { kind: "refused", reason: "not_found" };
    if (experiment.kind === "ab_test") return { kind: "refused", reason: "no_holdout" };
    if (experiment.proof) return { kind: "refused", reason: "already_proving" };
    if (experiment.kind === "global_holdout") await db.run("update shops set global_holdout_bp = $2 where id = $1", [shopId, shareBp]);
    const outcome = await changeHoldout(db, id, { shareBp, now });
    return outcome.kind === "not_found" ? { kind: "refused", reason: "not_running" } : { kind: "share_changed" };
  });
}
