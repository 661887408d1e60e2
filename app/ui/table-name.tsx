import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

/**
 * Names the table of Polaris in it, which takes no name. The buttons that scroll a wide one are named after it, too: Polaris calls those
 * of all tables the same, and its left and right are English in every language.
 */
export function TableName({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    for (const table of place.current?.querySelectorAll("table") ?? []) table.setAttribute("aria-label", name);
    const [left, right] = place.current?.querySelectorAll(".Polaris-DataTable__Navigation button") ?? [];
    left?.setAttribute("aria-label", t("table.scroll_left", { name }));
    right?.setAttribute("aria-label", t("table.scroll_right", { name }));
  });
  return <div ref={place}>{children}</div>;
}
