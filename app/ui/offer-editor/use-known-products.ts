import { useFetcher } from "@remix-run/react";
import { useEffect, useMemo, useState } from "react";
import type { ProductCard } from "./product-card.ts";

/** The products the page came with, and those named since, which are asked for when they are new. */
export function useKnownProducts(loaded: readonly ProductCard[], ids: readonly string[]): ReadonlyMap<string, ProductCard> {
  const fetcher = useFetcher<{ products: ProductCard[] }>();
  const [later, setLater] = useState<ReadonlyMap<string, ProductCard>>(new Map());
  useEffect(() => {
    const found = fetcher.data?.products;
    if (found) setLater((current) => new Map([...current, ...found.map((product) => [product.id, product] as const)]));
  }, [fetcher.data]);
  const known = useMemo(() => new Map([...loaded.map((product) => [product.id, product] as const), ...later]), [loaded, later]);
  const missing = ids.filter((id) => !known.has(id)).join(",");
  const { load } = fetcher;
  useEffect(() => {
    if (missing) load(`/app/products?ids=${missing}`);
  }, [missing, load]);
  return known;
}
