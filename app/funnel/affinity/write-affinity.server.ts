import type { Db } from "../../database/pool.server.ts";
import type { BuiltAffinity } from "./build-in-thread.server.ts";
import type { CoPurchaseTable, NeighbourTable } from "./neighbour-table.ts";
import type { ProductIds } from "./product-numbers.ts";

const ROWS_AT_ONCE = 250;

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
  const names = Array.from(ids, String);
  for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
    const to = Math.min(ids.length, from + ROWS_AT_ONCE);
    const each = (text: (product: number) => string) => Array.from({ length: to - from }, (_, at) => text(from + at)).join(";");
    await db.run(
      // Arrays of arrays must be rectangular, so rows come as texts.
      `insert into co_purchases (shop_id, version, product_id, other_ids, scores, together, ease_ids, ease_scores, orders, popularity, repeat_days)
       select $1, $2, product_id, others::bigint[], scores::real[], together::int[], ease_ids::bigint[], ease_scores::real[], orders, popularity, nullif(repeat_days, 'NaN')
       from unnest($3::bigint[], string_to_array($4, ';'), string_to_array($5, ';'), string_to_array($6, ';'), string_to_array($7, ';', ''),
         string_to_array($8, ';', ''), $9::int[], $10::float8[], $11::real[])
         as row(product_id, others, scores, together, ease_ids, ease_scores, orders, popularity, repeat_days)`,
      [
        db.shopId,
        version,
        names.slice(from, to),
        each((product) => othersText(engine, names, product)),
        each((product) => scoresText(engine, product)),
        each((product) => togetherText(engine, product)),
        each((product) => (ease ? othersText(ease, names, product) : "")),
        each((product) => (ease ? scoresText(ease, product) : "")),
        Array.from(orders.subarray(from, to)),
        Array.from(popularity.subarray(from, to)),
        Array.from(repeatDays.subarray(from, to)),
      ],
    );
  }
}

function othersText({ starts, others }: NeighbourTable, names: readonly string[], product: number): string {
  let text = "";
  for (let at = starts[product] as number; at < (starts[product + 1] as number); at++) text += `,${names[others[at] as number]}`;
  return `{${text.slice(1)}}`;
}

/** Nine digits tell every number of 32 bits from its neighbours. */
function scoresText({ starts, scores }: NeighbourTable, product: number): string {
  let text = "";
  for (let at = starts[product] as number; at < (starts[product + 1] as number); at++) text += `,${(scores[at] as number).toPrecision(9)}`;
  return `{${text.slice(1)}}`;
}

function togetherText({ starts, together }: CoPurchaseTable, product: number): string {
  return `{${together.subarray(starts[product], starts[product + 1]).join(",")}}`;
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
