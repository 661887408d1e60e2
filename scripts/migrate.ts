import { migrate } from "../app/database/migrate.server.ts";

if (!process.env.DATABASE_URL) {
  process.stderr.write("Set DATABASE_URL to the database to bring up to date.\n");
  process.exit(2);
}
await migrate(process.env.DATABASE_URL);
process.stderr.write("The database is up to date.\n");
process.exit(0);
