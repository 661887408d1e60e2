/** Changes whenever a live offer, a running experiment, the shop's rules or what it serves from does. $1: the shop */
export const FUNNEL_STAMP = `(select md5(concat_ws(' ', policy_version, affinity_version, assumed_cost_bp, payment_fee_bp, margin_floor_bp, uninstalled_at, offer_rules,
    (select string_agg(id || ':' || extract(epoch from updated_at), ',' order by id) from offers where shop_id = $1 and status = 'live'),
    (select string_agg(id || ':' || extract(epoch from updated_at), ',' order by id) from experiments where shop_id = $1 and status = 'running')))
  from shops where id = $1)`;
