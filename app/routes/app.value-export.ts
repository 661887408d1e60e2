import { Readable } from "node:stream";
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { requireShop } from "../shopify/require-shop.server.ts";
import { valueCsv } from "../value/value-csv.server.ts";

/** Every customer with what they brought and are expected to bring, as a file. It is sent while it is read. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  const lines = Readable.from(valueCsv(shopId), { objectMode: false });
  return new Response(createReadableStreamFromReadable(lines), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="customer-value.csv"',
      "Cache-Control": "no-store",
    },
  });
}
