-- What a holdout holds out apart from a proof, basis points, kept while one is on: plans alone do not tell which of them began with it.
alter table experiments add column lasting_bp integer;
-- What the first look at the planned end said. The narrower interval holds for one look, so there is no second.
alter table experiments add column planned_reading jsonb;

-- A share saved in the settings during a proof ended its half and half without a word: such a proof is not on.
update experiments set proof = false where proof and (plans->-1->'weights'->>0)::float8 <> 0.5;
-- Null stays where the experiment began with its proof: then the settings tell the share, as before.
update experiments set lasting_bp = round((plans->-2->'weights'->>0)::float8 * 10000)::int where proof and jsonb_array_length(plans) > 1;

-- Where the planned end was reached, the first day that said so is the one reading there is.
update experiments e set planned_reading = jsonb_build_object('at', to_char(l.computed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'effects', l.effects)
from (
  select distinct on (k.shop_id, k.experiment_id) k.shop_id, k.experiment_id, k.computed_at, read.effects
  from experiment_looks k cross join lateral (
    select jsonb_agg(jsonb_build_object('arm', one->'arm', 'expected', one->'fixed'->'expected', 'ci', one->'fixed'->'ci')) as effects
    from jsonb_array_elements(k.result->'effects') one where one->'fixed'->>'atPlannedEnd' = 'true'
  ) read
  where read.effects is not null
  order by k.shop_id, k.experiment_id, k.day
) l
where l.shop_id = e.shop_id and l.experiment_id = e.id;

-- Long-run readouts left out what was bought between their days and the look. The next look of an experiment has them whole.
update experiment_looks set result = jsonb_set(result, '{readouts}', '[]') where jsonb_array_length(result->'readouts') > 0;
