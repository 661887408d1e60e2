import { Banner, type BannerHandles, Link, Text } from "@shopify/polaris";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

/** Where the hidden guide is to be found again. Takes the focus: the button that hid it is gone. */
export function SetupHidden() {
  const { t } = useTranslation();
  const banner = useRef<BannerHandles>(null);
  useEffect(() => banner.current?.focus(), []);
  return (
    <Banner tone="info" ref={banner}>
      <Text as="p">
        {t("setup.hidden")} <Link url="/app/settings#setup">{t("setup.hidden_link")}</Link>
      </Text>
    </Banner>
  );
}
