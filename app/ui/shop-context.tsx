import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { Locale } from "../locales/locale.ts";
import { type Formats, formats } from "./formats.ts";

export interface ShopView {
  readonly domain: string;
  readonly currency: string;
  readonly timezone: string;
  readonly locale: Locale;
  /** where visible orders begin, null when all are visible */
  readonly ordersFrom: string | null;
  readonly apiKey: string;
}

const Context = createContext<(ShopView & { formats: Formats }) | null>(null);

export function ShopProvider({ shop, children }: { shop: ShopView; children: ReactNode }) {
  const value = useMemo(() => ({ ...shop, formats: formats(shop.locale, shop.currency, shop.timezone) }), [shop]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useShop(): ShopView {
  const shop = useContext(Context);
  if (!shop) throw new Error("useShop needs a ShopProvider above it.");
  return shop;
}

export function useFormats(): Formats {
  const shop = useContext(Context);
  if (!shop) throw new Error("useFormats needs a ShopProvider above it.");
  return shop.formats;
}
