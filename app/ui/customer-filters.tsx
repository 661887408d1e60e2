import { BlockStack, Button, InlineStack, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { LIST_SORTS } from "../value/customers-page.ts";
import { RFM_GROUPS } from "../value/rfm-segments.ts";
import type { CustomerListState } from "./customer-list-state.ts";

/** The groups whose advice is to give nothing away. */
const NO_OFFER: readonly (string | null)[] = ["champions", "dormant"];

/** Which group is listed and in what order; for a group, what to do with it and where. */
export function CustomerFilters({ state, go }: { state: CustomerListState; go(change: Partial<CustomerListState>): void }) {
  const { t } = useTranslation();
  const { group } = state;
  return (
    <BlockStack gap="300">
      <InlineStack gap="300">
        <Select
          label={t("customers.group")}
          options={[
            { value: "", label: t("customers.every_group") },
            ...RFM_GROUPS.map((value) => ({ value, label: t(`value.rfm.group.${value}`) })),
          ]}
          value={group ?? ""}
          onChange={(value) => go({ group: RFM_GROUPS.find((name) => name === value) ?? null, search: "" })}
        />
        <Select
          label={t("customers.sorted_by")}
          options={LIST_SORTS.map((value) => ({ value, label: t(`customers.column.${value}`) }))}
          value={state.sort}
          onChange={(value) => go({ sort: LIST_SORTS.find((sort) => sort === value) ?? "profit", direction: "desc" })}
        />
      </InlineStack>
      {group ? (
        <InlineStack gap="300" blockAlign="center">
          <Text as="p">{t(`value.rfm.play.${group}`)}</Text>
          {NO_OFFER.includes(group) ? null : (
            <Button url="/app/offers/new?stage=profit_maximizer&audience=returning_customers">{t("customers.offer")}</Button>
          )}
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}
