import { pool } from "../database/pool.server.ts";
import { log } from "../log.server.ts";

/** For load balancers: 200 when the app can work, 503 when its database does not answer. */
export async function loader() {
  try {
    await pool().query("select 1 from shops limit 1");
    return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
  } catch (err) {
    log.error({ err }, "the database does not answer");
    return Response.json({ status: "database_unavailable" }, { status: 503, headers: { "Cache-Control": "no-store" } });
  }
}
