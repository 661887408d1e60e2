import { useNavigate, useNavigation } from "@remix-run/react";
import { BlockStack, Button, Card, Form, InlineGrid, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

/** The two ways in by what has happened: an order, or a customer. */
export function WhySearch({ order, customer }: { order: string; customer: string }) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("why.search")}
        </Text>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
          <Ask name="order" value={order} label={t("why.order")} help={t("why.order_help")} />
          <Ask name="customer" value={customer} label={t("why.customer")} help={t("why.customer_help")} />
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}

function Ask({ name, value, label, help }: { name: "order" | "customer"; value: string; label: string; help: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const navigation = useNavigation();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <search>
      <Form onSubmit={() => navigate(`/app/why?${new URLSearchParams({ [name]: text.trim() })}`)}>
        <TextField
          label={label}
          helpText={help}
          autoComplete="off"
          value={text}
          onChange={setText}
          connectedRight={
            <Button
              submit
              disabled={text.trim() === ""}
              loading={navigation.state === "loading" && text.trim() !== "" && text.trim() !== value}
            >
              {t("why.go")}
            </Button>
          }
        />
      </Form>
    </search>
  );
}
