import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Box, Card, Link, Text } from "@shopify/polaris";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { getOffer } from "../funnel/offers/offers.server.ts";
import { explainCustomer, explainOffer, explainOrder, explainVisitor, offerOutcomes } from "../funnel/trace/explain.server.ts";
import { tryCart } from "../funnel/trace/try-cart.server.ts";
import { productCards } from "../orders/product-cards.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import { IndexPage } from "../ui/index-page.tsx";
import { DecisionCard } from "../ui/why/decision-card.tsx";
import { OfferOutcomesCard } from "../ui/why/offer-outcomes-card.tsx";
import { TryCart } from "../ui/why/try-cart.tsx";
import { whyQuestion } from "../ui/why/why-question.ts";
import { WhySearch } from "../ui/why/why-search.tsx";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await requireShop(request);
  const question = whyQuestion(new URL(request.url).searchParams);
  const now = new Date();
  const { cart } = question;
  const products = await productCards(shop.shopId, [...cart.productIds, ...(cart.viewed ? [cart.viewed] : [])]);
  const asked = { question, products, order: null, offer: null, decisions: [] };
  switch (question.by) {
    case "order": {
      const found = await explainOrder(shop.shopId, question.text);
      return { ...asked, order: found?.order ?? null, decisions: found?.decisions ?? [] };
    }
    case "customer":
      return { ...asked, decisions: await explainCustomer(shop.shopId, question.text, now) };
    case "visitor":
      return { ...asked, decisions: await explainVisitor(shop.shopId, question.text) };
    case "offer": {
      const offer = await getOffer(shop.shopId, Number(question.text));
      if (!offer) return asked;
      const [decisions, outcomes] = await Promise.all([explainOffer(shop.shopId, offer.id), offerOutcomes(shop.shopId, offer.id)]);
      return { ...asked, offer: { id: offer.id, name: offer.name, outcomes }, decisions };
    }
    case "cart":
      return { ...asked, decisions: [await tryCart(shop, cart, now)] };
    case null:
      return asked;
  }
}

export default function Why() {
  const { question, products, order, offer, decisions } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const answer = useRef<HTMLDivElement>(null);
  const asked = useRef(question);
  useEffect(() => {
    if (asked.current === question) return;
    asked.current = question;
    answer.current?.focus();
  }, [question]);
  return (
    <IndexPage title={t("nav.why")}>
      <BlockStack gap="400">
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <Text as="p" tone="subdued">
            {t("why.intro")}
          </Text>
        </Box>
        <WhySearch by={question.by} text={question.text} />
        <TryCart cart={question.cart} products={products} />
        <section ref={answer} tabIndex={-1} aria-label={t("why.answer")}>
          <BlockStack gap="400">
            {offer ? <OfferOutcomesCard offer={offer} outcomes={offer.outcomes} /> : null}
            {order ? <OrderCard order={order} decisions={decisions.length} /> : null}
            {question.by !== null && decisions.length === 0 && !order && !offer ? (
              <Card>
                <Text as="p">{t(`why.none_by.${question.by}`, { text: question.text })}</Text>
              </Card>
            ) : null}
            {decisions.map((decision) => (
              <DecisionCard key={decision.id ?? "trial"} decision={decision} />
            ))}
          </BlockStack>
        </section>
      </BlockStack>
    </IndexPage>
  );
}

type Order = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>["order"]>;

function OrderCard({ order, decisions }: { order: Order; decisions: number }) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          <Link url={`shopify://admin/orders/${order.id}`} target="_top" removeUnderline>
            {order.name}
          </Link>
        </Text>
        <Text as="p">{order.offerLines > 0 ? t("why.order_lines", { count: order.offerLines }) : t("why.order_no_lines")}</Text>
        {order.visitor ? null : <Text as="p">{t("why.order_no_visitor")}</Text>}
        {decisions === 0 ? <Text as="p">{t("why.order_no_decisions")}</Text> : null}
        {order.customerId ? <Link url={`/app/customers/${order.customerId}`}>{t("why.order_customer")}</Link> : null}
      </BlockStack>
    </Card>
  );
}
