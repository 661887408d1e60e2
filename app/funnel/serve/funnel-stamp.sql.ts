/**
 * Changes whenever a live offer, a running experiment or the shop's rules do: of the offers and experiments a hash of who they are and when each
 * was last changed, as the latest of these times alone would miss a change that is committed late. $1: the shop
 */
export const FUNNEL_STAMP = `(select md5(concat_ws(' ', assumed_cost_bp, payment_fee_bp, margin_floor_bp, uninstalled_at, offer_rules,
    (select bit_xor(hash_record_extended(row(id, updated_at), 0)) from offers where shop_id = $1 and status = 'live'),
    (select bit_xor(hash_record_extended(row(id, updated_at), 0)) from experiments where shop_id = $1 and status = 'running')))
  from shops where id = $1)`;

/** What decisions are served from: the versions of the beliefs and of the co-purchases. $1: the shop */
export const SERVED_VERSIONS = "(select policy_version || '.' || affinity_version from shops where id = $1)";
