import { Banner, type BannerHandles, Link, List } from "@shopify/polaris";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { focusField, focusFirstField } from "./field-id.ts";
import type { WrongField } from "./wrong-field.ts";

interface WrongFieldsProps {
  title?: string;
  fields: readonly WrongField[];
  /** how often something was found wrong: each time the first of the fields takes the focus */
  refusals: number;
}

/** Says which fields were refused and why; each name leads to its field. */
export function WrongFields({ title, fields, refusals }: WrongFieldsProps) {
  const { t } = useTranslation();
  const banner = useRef<BannerHandles>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of fields that are corrected one after another the focus stays where it is
  useEffect(() => {
    if (!focusFirstField(fields.map(({ field }) => field))) banner.current?.focus();
  }, [refusals]);
  return (
    <Banner ref={banner} tone="critical" title={title ?? t("form.wrong", { count: fields.length })}>
      <List>
        {fields.map(({ field, name, words }) => (
          <List.Item key={field}>
            {name === null ? null : (
              <>
                <Link onClick={() => focusField(field)}>{name}</Link>
                {": "}
              </>
            )}
            {words}
          </List.Item>
        ))}
      </List>
    </Banner>
  );
}
