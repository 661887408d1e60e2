import { inShop } from "../../database/pool.server.ts";
import { beginHoldouts, changeHoldout } from "../publish/holdouts.server.ts";
import { OfferRules } from "./offer-rules.ts";
import { judgeOfferSettings, type OfferSettings } from "./offer-settings.ts";

export function offerSettings(shopId: number): Promise<OfferSettings> {
  return inShop(shopId, async (db) => {
    const row = await db.row<{ globalHoldoutBp: number; offerHoldoutBp: number; rules: unknown }>(
      `select global_holdout_bp as "globalHoldoutBp", offer_holdout_bp as "offerHoldoutBp", offer_rules as rules from shops where id = $1`,
      [shopId],
    );
    if (!row) throw new Error(`There is no shop ${shopId}`);
    return { ...row, rules: OfferRules.parse(row.rules) };
  });
}

/**
 * Saves the settings. A changed global share holds from now on for visitors not assigned yet, as a new plan of the running experiment, and
 * waits for the end of a proof of it; an offer's share is that of holdouts begun later. A share raised from 0 begins at once what it kept
 * from beginning: the global holdout, and one of each live offer that has none. `errors` maps fields to codes.
 */
export async function saveOfferSettings(
  shopId: number,
  input: unknown,
  now: Date,
): Promise<{ kind: "saved" } | { kind: "invalid"; errors: Record<string, string> }> {
  const { draft, errors } = judgeOfferSettings(input);
  if (!draft) return { kind: "invalid", errors };
  const { globalHoldoutBp, offerHoldoutBp, rules } = draft;
  return inShop(shopId, async (db) => {
    const running = await db.row<{ id: number; proof: boolean }>(
      "select id, proof from experiments where shop_id = $1 and kind = 'global_holdout' and status = 'running' order by id desc limit 1 for update",
      [shopId],
    );
    const before = await db.row<{ global: number; offer: number }>(
      "select global_holdout_bp as global, offer_holdout_bp as offer from shops where id = $1 for update",
      [shopId],
    );
    const changed = before?.global !== globalHoldoutBp;
    if (changed && running?.proof) errors.globalHoldoutBp ??= "proof_running";
    if (Object.keys(errors).length > 0) return { kind: "invalid", errors };
    await db.run("update shops set global_holdout_bp = $2, offer_holdout_bp = $3, offer_rules = $4 where id = $1", [
      shopId,
      globalHoldoutBp,
      offerHoldoutBp,
      JSON.stringify(rules),
    ]);
    if (changed && running) await changeHoldout(db, running.id, { shareBp: globalHoldoutBp, now });
    await beginHoldouts(db, {
      global: before?.global === 0 ? globalHoldoutBp : null,
      offers: before?.offer === 0 ? offerHoldoutBp : null,
      now,
    });
    return { kind: "saved" };
  });
}
