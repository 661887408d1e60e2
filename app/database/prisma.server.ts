import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "@prisma/client";
import { environment } from "../environment.server.ts";

let shared: PrismaClient | undefined;

/** For `shops` and `sessions`, the two tables that exist before a shop is known. Everything else goes through `prismaInShop`. */
export function prisma(): PrismaClient {
  shared ??= new PrismaClient({
    adapter: new PrismaPg({
      connectionString: environment().DATABASE_URL,
      max: environment().DATABASE_POOL,
      options: "-c role=crescendo_app",
    }),
  });
  return shared;
}

export async function closePrisma(): Promise<void> {
  await shared?.$disconnect();
  shared = undefined;
}

/** Runs `work` in one transaction that sees only this shop's rows. */
export function prismaInShop<T>(shopId: number, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  return prisma().$transaction(async (tx) => {
    await tx.$executeRaw`select set_config('app.shop_id', ${String(shopId)}, true)`;
    return work(tx);
  });
}
