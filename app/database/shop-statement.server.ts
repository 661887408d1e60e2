import pg from "pg";

/** Prepared on every connection of the pool, so that a statement can name its shop without a round trip of its own. */
const NAME_SHOP = {
  name: "in shop",
  text: "select set_config('app.shop_id', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true)",
};

export async function prepareForShops(client: pg.ClientBase): Promise<void> {
  await client.query({ ...NAME_SHOP, values: [""] });
}

/** What is used here of the driver's own query and connection. */
interface DriverConnection {
  bind(bound: { portal: string; statement: string; values: readonly string[] }): void;
  execute(what: { portal: string; rows: number }): void;
}
interface DriverQuery extends pg.Submittable {
  callback: (error: Error | null, result: pg.QueryResult) => void;
  prepare(connection: DriverConnection): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: DriverConnection): void;
}
const Query = pg.Query as unknown as new (config: pg.QueryConfig & { queryMode: "extended" }) => DriverQuery;

/**
 * One statement with what names its shop before it, sent together up to one Sync: PostgreSQL runs both in one transaction, in which alone
 * the name holds, and answers once. Planned once a connection whatever its values are: planning would cost more than running.
 */
class ShopStatement extends Query {
  readonly #shopId: number;
  #named = false;

  constructor(shopId: number, statement: { text: string; values: readonly unknown[]; name: string | undefined }) {
    super({ ...statement, name: statement.name ?? "", values: [...statement.values], queryMode: "extended" });
    this.#shopId = shopId;
  }

  override prepare(connection: DriverConnection): void {
    connection.bind({ portal: "", statement: NAME_SHOP.name, values: [String(this.#shopId)] });
    connection.execute({ portal: "", rows: 0 });
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (this.#named) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: DriverConnection): void {
    if (this.#named) super.handleCommandComplete(message, connection);
    this.#named = true;
  }
}

/** The rows of one statement that sees only this shop, in one round trip. Under a name it is also parsed only once a connection. */
export function rowsInShop<Row>(
  client: pg.ClientBase,
  shopId: number,
  statement: { text: string; values: readonly unknown[]; name: string | undefined },
): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const query = new ShopStatement(shopId, statement);
    query.callback = (error, result) => (error ? reject(error) : resolve(result.rows));
    client.query(query);
  });
}
