import { useTranslation } from "react-i18next";
import { CUSTOMERS_A_PAGE } from "./customer-list-state.ts";
import { useFormats } from "./shop-context.tsx";

interface Listed {
  /** from 1 */
  readonly page: number;
  /** how many the page has */
  readonly count: number;
  readonly total: number;
  /** there are more than `total` */
  readonly more: boolean;
}

/** Says which customers a page lists, of how many. */
export function useListedRange(): (listed: Listed) => string {
  const { t } = useTranslation();
  const { number } = useFormats();
  return ({ page, count, total, more }) => {
    const first = (page - 1) * CUSTOMERS_A_PAGE + 1;
    return t(more ? "customers.range_more" : "customers.range", {
      first: number(first),
      last: number(first + count - 1),
      total: number(total),
    });
  };
}
