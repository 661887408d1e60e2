import { binaryArray } from "../../database/binary-array.ts";
import { type Db, inShop } from "../../database/pool.server.ts";
import { restAfter } from "../../jobs/rest-after.server.ts";
import type { BuiltAffinity } from "./build-in-thread.server.ts";
import type { NeighbourTable } from "./neighbour-table.ts";
import type { ProductIds } from "./product-numbers.ts";

const ROWS_AT_ONCE = 100;
/** The same where it rests in between: some milliseconds' worth, behind which a shopper may wait. */
const ROWS_BEFORE_REST = 20;

export interface AffinityToWrite extends BuiltAffinity {
  readonly ids: ProductIds;
  readonly repeatDays: Float32Array;
  /** when the orders were read, and when the model was asked for */
  readonly readAt: Date;
  readonly builtAt: Date;
}

/** Writes a model under a version that nobody is served yet. */
export async function writeAffinity(db: Db, version: number, affinity: AffinityToWrite): Promise<void> {
  await writeModel(db, version, affinity);
  const { ids, repeatDays, model } = affinity;
  const { engine, ease, orders, popularity } = model.parts;
  // Where shoppers are served the version before, nobody waits for this one.
  const rests = version > 1;
  const atOnce = rests ? ROWS_BEFORE_REST : ROWS_AT_ONCE;
  for (let from = 0; from < ids.length; from += atOnce) {
    const to = Math.min(ids.length, from + atOnce);
    const together = engine.together.subarray(engine.starts[from], engine.starts[to]);
    await restAfter(rests, () =>
      db.run(
        // Arrays of arrays must be rectangular, so neighbours come end to end and each row takes its slice.
        `insert into co_purchases (shop_id, version, product_id, other_ids, scores, together, ease_ids, ease_scores, orders, popularity, repeat_days)
         select $1, $2, product_id, ($3::bigint[])[first:last], ($4::real[])[first:last], ($5::int[])[first:last],
           ($6::bigint[])[ease_first:ease_last], ($7::real[])[ease_first:ease_last], orders, popularity, nullif(repeat_days, 'NaN')
         from unnest($8::bigint[], $9::int[], $10::int[], $11::int[], $12::int[], $13::int[], $14::float8[], $15::real[])
           as row(product_id, first, last, ease_first, ease_last, orders, popularity, repeat_days)`,
        [
          ...[db.shopId, version, ...neighbours(engine, ids, from, to), binaryArray("int", together)],
          ...(ease ? neighbours(ease, ids, from, to) : [null, null]),
          binaryArray("bigint", ids.subarray(from, to)),
          ...[...slices(engine, from, to), ...slices(ease ?? engine, from, to)].map((ends) => binaryArray("int", ends)),
          binaryArray("int", orders.subarray(from, to)),
          binaryArray("float8", popularity.subarray(from, to)),
          binaryArray("real", repeatDays.subarray(from, to)),
        ],
      ),
    );
  }
}

/**
 * Deletes the versions before this one, which is served by now. First what names them, so that whoever still goes by one sees all of it or
 * nothing. What is left of it when it is stopped goes with the next.
 */
export async function forgetOlderAffinity(shopId: number, version: number): Promise<void> {
  await inShop(shopId, (db) => db.run("delete from affinity_models where shop_id = $1 and version < $2", [shopId, version]));
  const some = (db: Db) =>
    db.run(
      `delete from co_purchases where shop_id = $1 and (version, product_id) in (
         select version, product_id from co_purchases where shop_id = $1 and version < $2 order by version, product_id limit $3)`,
      [shopId, version, ROWS_AT_ONCE],
    );
  while ((await restAfter(true, () => inShop(shopId, some))) > 0);
}

/** Ids and scores of the neighbours of products `from` to `to` - 1, end to end. */
function neighbours({ starts, others, scores }: NeighbourTable, ids: ProductIds, from: number, to: number): Buffer[] {
  const named = Float64Array.from(others.subarray(starts[from], starts[to]), (other) => ids[other] as number);
  return [binaryArray("bigint", named), binaryArray("real", scores.subarray(starts[from], starts[to]))];
}

/** Where each product's neighbours begin and end among those, counted from 1, both taken. */
function slices({ starts }: NeighbourTable, from: number, to: number): [first: Int32Array, last: Int32Array] {
  const base = starts[from] as number;
  return [starts.slice(from, to).map((start) => start - base + 1), starts.slice(from + 1, to + 1).map((end) => end - base)];
}

async function writeModel(db: Db, version: number, { ids, model, popular, repeatDays, ...times }: AffinityToWrite): Promise<void> {
  const { orders, popularity } = model.parts;
  await db.run(
    `insert into affinity_models (shop_id, version, read_at, built_at, build_ms, orders, products, recipes, settings, calibration, validation,
       product_ids, product_orders, product_popularity, product_repeat_days, popular_small, popular_large)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      ...[db.shopId, version, times.readAt, times.builtAt, times.buildMs, model.orderTotal, ids.length],
      ...[model.recipes, model.settings, model.calibration, model.validation].map((value) => JSON.stringify(value)),
      ...[ids, orders, popularity, repeatDays, popular.small, popular.large === popular.small ? null : popular.large].map(packed),
    ],
  );
}

function packed(values: Float64Array | Float32Array | Int32Array | null): Buffer | null {
  return values && Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
