import { Banner, BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Play, ValueAlert } from "../../value/value-alert.ts";
import { useFormats } from "../shop-context.tsx";
import { signed } from "../signed.ts";

const GO: Record<Play, string> = {
  win_back: "/app/offers/new?stage=profit_maximizer&audience=returning_customers",
  second_order: "/app/offers/new?stage=profit_maximizer",
  profit_maximizer: "/app/offers/new?stage=profit_maximizer",
  check_products: "#profit",
  read_backtest: "#backtest",
};

/** What fell, since when, by how much, and what to try. */
export function AlertsCard({ alerts }: { alerts: readonly ValueAlert[] }) {
  const { t } = useTranslation();
  const { money, percent, range, number } = useFormats();
  if (alerts.length === 0) return null;
  const moment = (text: string) => (text.length === 10 ? `${text}T12:00:00Z` : text);
  const days = ({ from, to }: { readonly from: string; readonly to: string }) => range(moment(from), moment(to));
  return (
    <BlockStack gap="200">
      {alerts.map((alert) => {
        const text = (value: number) => (alert.unit === "share" ? percent(value, 1) : money(value));
        return (
          <Banner key={alert.kind} tone="warning" title={t(`value.alert.${alert.kind}`)}>
            <BlockStack gap="150">
              <Text as="p">
                {t("value.alert.change", {
                  before: text(alert.before),
                  now: text(alert.now),
                  change: signed(alert.change, (share) => percent(share)),
                  range: days(alert.nowPeriod),
                  range_before: days(alert.beforePeriod),
                })}{" "}
                {alert.pValue === null
                  ? null
                  : t("value.alert.chance", {
                      chance: percent(Math.max(alert.pValue, 0.001), 1),
                      count: alert.nowPeriod.count,
                      number: number(alert.nowPeriod.count),
                    })}
              </Text>
              <Text as="p" fontWeight="medium">
                {t(`value.alert.play.${alert.play}`)}
              </Text>
              <InlineStack>
                <Button url={GO[alert.play]}>{t(`value.alert.go.${alert.play}`)}</Button>
              </InlineStack>
            </BlockStack>
          </Banner>
        );
      })}
    </BlockStack>
  );
}
