import { useNavigate, useNavigation } from "@remix-run/react";
import { Button, Form, InlineStack, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type CustomerListState, customerListSearch } from "./customer-list-state.ts";

/** Why customers have numbers instead of names on this page. */
export type NamesMissing = "denied" | "unavailable" | null;

/** Search is sent on request: each one asks Shopify, so it is not asked letter by letter. It looks in every group. */
export function CustomerSearch({ state, namesMissing }: { state: CustomerListState; namesMissing: NamesMissing }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const navigation = useNavigation();
  const [text, setText] = useState(state.search);
  useEffect(() => setText(state.search), [state.search]);
  const search = (words: string) => navigate(`/app/customers${customerListSearch(state, { search: words.trim(), group: null })}`);
  return (
    <search>
      <Form onSubmit={() => search(text)}>
        <InlineStack gap="200" wrap={false} blockAlign="start">
          <div style={{ flex: 1 }}>
            <TextField
              label={t("customers.search")}
              labelHidden
              autoComplete="off"
              placeholder={namesMissing ? t("customers.search_number") : t("customers.search_hint")}
              helpText={namesMissing ? t(`customers.names_${namesMissing}`) : undefined}
              value={text}
              onChange={setText}
              clearButton
              onClearButtonClick={() => {
                setText("");
                if (state.search) search("");
              }}
            />
          </div>
          <Button submit loading={navigation.state === "loading" && text.trim() !== state.search}>
            {t("customers.search_go")}
          </Button>
        </InlineStack>
      </Form>
    </search>
  );
}
