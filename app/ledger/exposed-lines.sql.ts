/**
 * The accepted lines of the visitors whom a holdout compares: remembered ones, whose place for the offer was in view and who were not held
 * out, from the second of their exposure on, because Shopify tells the time of an order in whole seconds. `holdout` is an experiment with
 * `id`, `offer_id` (null: of any offer) and `ended_at`, `until` a moment; $1 the shop, `a` an attribution. What is decided after the end of the
 * holdout is of an offer that it did not measure.
 */
export function exposedLines({ holdout, until }: { holdout: string; until: string }): string {
  return `attributions a
    join decisions d on d.shop_id = $1 and d.id = a.decision_id and (${holdout}.ended_at is null or d.created_at <= ${holdout}.ended_at)
    join exposures x on x.shop_id = $1 and x.experiment_id = ${holdout}.id and x.visitor = d.visitor and x.arm <> 'control' and x.seen_at is not null
      and a.ordered_at >= date_trunc('second', x.exposed_at) and a.ordered_at <= ${until}
    left join offers f on f.shop_id = $1 and f.id = a.offer_id
    where a.shop_id = $1 and (${holdout}.offer_id is null or a.offer_id = ${holdout}.offer_id)`;
}
