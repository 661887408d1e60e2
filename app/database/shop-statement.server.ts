import pg from "pg";
import { prepareValue } from "pg/lib/utils.js";

/** Prepared on every connection of the pool, so that statements can name their shop without a round trip of their own. */
const NAME_SHOP = {
  name: "in shop",
  text: "select set_config('app.shop_id', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true)",
};

export async function prepareForShops(client: pg.ClientBase): Promise<void> {
  await client.query({ ...NAME_SHOP, values: [""] });
}

/** Under a name it is parsed, and what its rows look like is told, only once a connection. */
export interface ShopStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name?: string | undefined;
}

/** What is used here of the driver's own connection. */
interface DriverConnection {
  readonly parsedStatements: Record<string, unknown>;
  readonly submittedNamedStatements: Record<string, unknown>;
  readonly stream: { cork(): void; uncork(): void };
  parse(statement: { name: string; text: string }): void;
  bind(bound: { portal: string; statement: string; values: readonly unknown[] }): void;
  describe(what: { type: "P"; name: string }): void;
  execute(what: { portal: string; rows: number }): void;
  sync(): void;
}

interface Column {
  readonly name: string;
  /** of PostgreSQL's text of it */
  readonly read: (text: string) => unknown;
}

/** What the rows of named statements look like, as their connection said: of a statement that is parsed there it never changes. */
const described = new WeakMap<DriverConnection, Map<string, readonly Column[]>>();

/**
 * Statements with what names their shop before them, sent together up to one Sync: PostgreSQL runs them in one transaction, in which alone
 * the name holds, and answers once; all of them hold or none. Planned once a connection whatever their values are: planning would cost more than running.
 */
class ShopStatements implements pg.Submittable {
  readonly rows: unknown[][];
  readonly callback: (error: Error | null) => void;
  readonly #shopId: number;
  readonly #statements: readonly ShopStatement[];
  readonly #values: readonly (readonly unknown[])[];
  #known = new Map<string, readonly Column[]>();
  /** which one is being answered; -1: the naming */
  #at = -1;
  #columns: readonly Column[] = [];
  /** a value that could not be read; the others are answered all the same */
  #unread: Error | null = null;

  constructor(shopId: number, statements: readonly ShopStatement[], callback: (error: Error | null) => void) {
    this.#shopId = shopId;
    this.#statements = statements;
    // before anything is sent, as a value that cannot be written throws
    this.#values = statements.map(({ values }) => values.map((value) => prepareValue(value)));
    this.rows = statements.map(() => []);
    this.callback = callback;
  }

  /** The driver remembers by these what a connection has parsed. */
  get name(): string {
    return this.#statements[this.#at]?.name ?? "";
  }
  get text(): string {
    return this.#statements[this.#at]?.text ?? this.#statements.map(({ text }) => text).join(";");
  }

  submit(connection: pg.Connection): void {
    const driver = connection as unknown as DriverConnection;
    const known = described.get(driver);
    if (known) this.#known = known;
    else described.set(driver, this.#known);
    driver.stream.cork();
    try {
      driver.bind({ portal: "", statement: NAME_SHOP.name, values: [String(this.#shopId)] });
      driver.execute({ portal: "", rows: 0 });
      for (const [at, statement] of this.#statements.entries()) this.#send(statement, this.#values[at] ?? [], driver);
      driver.sync();
    } finally {
      driver.stream.uncork();
    }
  }

  #send({ name = "", text }: ShopStatement, values: readonly unknown[], driver: DriverConnection): void {
    if (name === "" || !(name in driver.parsedStatements || name in driver.submittedNamedStatements)) {
      driver.parse({ name, text });
      if (name !== "") driver.submittedNamedStatements[name] = text;
    }
    driver.bind({ portal: "", statement: name, values });
    if (!this.#known.has(name)) driver.describe({ type: "P", name: "" });
    driver.execute({ portal: "", rows: 0 });
  }

  handleRowDescription({ fields }: { fields: readonly { name: string; dataTypeID: number }[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({ name, read: pg.types.getTypeParser(dataTypeID, "text") }));
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    if (this.#at < 0) return;
    const row: Record<string, unknown> = {};
    try {
      for (let at = 0; at < this.#columns.length; at++) {
        const { name, read } = this.#columns[at] as Column;
        const text = fields[at] as string | null;
        row[name] = text === null ? null : read(text);
      }
    } catch (error) {
      this.#unread ??= error as Error;
    }
    this.rows[this.#at]?.push(row);
  }

  handleCommandComplete(): void {
    if (this.name !== "") this.#known.set(this.name, this.#columns);
    this.#at++;
    this.#columns = this.#known.get(this.name) ?? [];
  }

  handleReadyForQuery(): void {
    this.callback(this.#unread);
  }

  /** What came after the one that failed was not parsed, and must be sent again. */
  handleError(error: Error, connection: DriverConnection): void {
    for (const { name = "" } of this.#statements.slice(Math.max(0, this.#at))) delete connection.submittedNamedStatements[name];
    this.callback(error);
  }
}

/** The rows of each of these statements, which see only this shop, in one round trip and one transaction. */
export function rowsInShop(client: pg.ClientBase, shopId: number, statements: readonly ShopStatement[]): Promise<unknown[][]> {
  return new Promise((resolve, reject) => {
    const asked = new ShopStatements(shopId, statements, (error) => (error ? reject(error) : resolve(asked.rows)));
    client.query(asked);
  });
}
