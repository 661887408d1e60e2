/**
 * Changes whenever a live offer, a running experiment, the shop's rules or what it serves from does: of the offers and experiments a hash of
 * who they are and when each was last changed, as the latest of these times alone would miss a change that is committed late. $1: the shop
 */
export const FUNNEL_STAMP = `(select md5(concat_ws(' ', policy_version, affinity_version, assumed_cost_bp, payment_fee_bp, margin_floor_bp, uninstalled_at, offer_rules,
    (select bit_xor(hash_record_extended(row(id, updated_at), 0)) from offers where shop_id = $1 and status = 'live'),
    (select bit_xor(hash_record_extended(row(id, updated_at), 0)) from experiments where shop_id = $1 and status = 'running')))
  from shops where id = $1)`;
