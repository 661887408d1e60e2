import { useNavigate, useNavigation } from "@remix-run/react";
import { BlockStack, Button, Card, Form, InlineGrid, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const WAYS = ["order", "customer", "visitor"] as const;
type Way = (typeof WAYS)[number];

/** The ways in by what has happened: an order, a customer, or a visitor of whom nothing else is known. */
export function WhySearch({ by, text }: { by: string | null; text: string }) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("why.search")}
        </Text>
        <InlineGrid columns={{ xs: 1, md: 3 }} gap="400">
          {WAYS.map((way) => (
            <Ask key={way} name={way} value={by === way ? text : ""} label={t(`why.by.${way}`)} help={t(`why.by_help.${way}`)} />
          ))}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}

function Ask({ name, value, label, help }: { name: Way; value: string; label: string; help: string }) {
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
