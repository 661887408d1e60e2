import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";

const PAUSE_MS = 1_500;

/** Reads the page's data again and again while something on it is still being made. */
export function useRenewWhile(pending: boolean): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!pending || state !== "idle") return;
    const timer = setTimeout(revalidate, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [pending, state, revalidate]);
}
