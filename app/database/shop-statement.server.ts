import pg from "pg";

/** Prepared on every connection of the pool, so that statements can name their shop without a round trip of their own. */
const NAME_SHOP = {
  name: "in shop",
  text: "select set_config('app.shop_id', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true)",
};

export async function prepareForShops(client: pg.ClientBase): Promise<void> {
  await client.query({ ...NAME_SHOP, values: [""] });
}

/** Under a name it is parsed only once a connection. */
export interface ShopStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name?: string | undefined;
}

/** What is used here of the driver's own connection and query. */
interface DriverConnection {
  readonly submittedNamedStatements: Record<string, unknown>;
  readonly stream: { cork(): void; uncork(): void };
  bind(bound: { portal: string; statement: string; values: readonly string[] }): void;
  execute(what: { portal: string; rows: number }): void;
  sync(): void;
}
interface DriverQuery {
  readonly name: string;
  readonly text: string;
  callback: (error: Error | null, result: pg.QueryResult) => void;
  prepare(connection: DriverConnection): void;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: DriverConnection): void;
  handleReadyForQuery(connection: DriverConnection): void;
}
const Query = pg.Query as unknown as new (config: pg.QueryConfig & { queryMode: "extended" }) => DriverQuery;

/**
 * Statements with what names their shop before them, sent together up to one Sync: PostgreSQL runs them in one transaction, in which alone
 * the name holds, and answers once; all of them hold or none. Planned once a connection whatever their values are: planning would cost more than running.
 * Each of them is a query of the driver's, which here only does not end the conversation.
 */
class ShopStatements implements pg.Submittable {
  readonly #shopId: number;
  readonly #queries: readonly DriverQuery[];
  /** which one is being answered; -1: the naming */
  #at = -1;
  readonly callback: (error: Error | null) => void;

  constructor(shopId: number, queries: readonly DriverQuery[], callback: (error: Error | null) => void) {
    this.#shopId = shopId;
    this.#queries = queries;
    this.callback = callback;
  }

  /** The driver remembers by these what a connection has parsed. */
  get name(): string {
    return this.#queries[this.#at]?.name ?? "";
  }
  get text(): string {
    return this.#queries[this.#at]?.text ?? this.#queries.map(({ text }) => text).join(";");
  }

  submit(connection: pg.Connection): void {
    const driver = connection as unknown as DriverConnection;
    driver.stream.cork();
    try {
      driver.bind({ portal: "", statement: NAME_SHOP.name, values: [String(this.#shopId)] });
      driver.execute({ portal: "", rows: 0 });
      const onward = Object.create(driver, { sync: { value: () => {} } }) as DriverConnection;
      for (const query of this.#queries) query.prepare(onward);
      driver.sync();
    } finally {
      driver.stream.uncork();
    }
  }

  handleRowDescription(message: unknown): void {
    this.#queries[this.#at]?.handleRowDescription(message);
  }

  handleDataRow(message: unknown): void {
    this.#queries[this.#at]?.handleDataRow(message);
  }

  handleCommandComplete(message: unknown, connection: DriverConnection): void {
    this.#queries[this.#at]?.handleCommandComplete(message, connection);
    this.#at++;
  }

  handleReadyForQuery(connection: DriverConnection): void {
    for (const query of this.#queries) query.handleReadyForQuery(connection);
    this.callback(null);
  }

  /** What came after the one that failed was not parsed, and must be sent again. */
  handleError(error: Error, connection: DriverConnection): void {
    for (const { name } of this.#queries.slice(Math.max(0, this.#at))) delete connection.submittedNamedStatements[name];
    this.callback(error);
  }
}

/** The rows of each of these statements, which see only this shop, in one round trip and one transaction. */
export async function rowsInShop(client: pg.ClientBase, shopId: number, statements: readonly ShopStatement[]): Promise<unknown[][]> {
  const results: unknown[][] = statements.map(() => []);
  let failed: Error | null = null;
  const queries = statements.map(({ text, values, name = "" }, at) => {
    const query = new Query({ text, values: [...values], name, queryMode: "extended" });
    // a value that cannot be read: the others are answered all the same
    query.callback = (error, result) => {
      if (error) failed ??= error;
      else results[at] = result.rows;
    };
    return query;
  });
  await new Promise<void>((resolve, reject) => {
    client.query(new ShopStatements(shopId, queries, (error) => (error ? reject(error) : resolve())));
  });
  if (failed) throw failed;
  return results;
}
