import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { OfferAudience, OfferStage } from "../funnel/offers/offer.ts";
import { pauseOffer, publishOffer } from "../funnel/offers/offer-status.server.ts";
import { deleteOffer, getOffer, saveOffer } from "../funnel/offers/offers.server.ts";
import { productCards } from "../orders/product-cards.server.ts";
import { idOrNew, jsonField } from "../read-form.ts";
import { collectionTitles } from "../shopify/collection-titles.server.ts";
import { requireShop } from "../shopify/require-shop.server.ts";
import { shopSettings } from "../shopify/shop-settings.server.ts";
import { OfferEditor } from "../ui/offer-editor/offer-editor.tsx";
import { formOf, newForm } from "../ui/offer-editor/offer-form.ts";
import type { OfferNotice } from "../ui/offer-editor/offer-notice.ts";
import { useEditorKey } from "../ui/offer-editor/use-editor-key.ts";
import { useSavedToast } from "../ui/offer-editor/use-saved-toast.ts";
import { useShop } from "../ui/shop-context.tsx";

export { PageError as ErrorBoundary } from "../ui/page-error.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await requireShop(request);
  const id = idOrNew(params.id);
  const [offer, { assumedCostBp, paymentFeeBp, marginFloorBp }] = await Promise.all([
    id === null ? null : getOffer(shop.shopId, id),
    shopSettings(shop.shopId),
  ]);
  if (id !== null && !offer) throw new Response(null, { status: 404 });
  const asked = new URL(request.url).searchParams;
  const stage = OfferStage.safeParse(asked.get("stage")).data ?? "tripwire";
  const audience = OfferAudience.safeParse(asked.get("audience")).data ?? null;
  const trigger = offer?.trigger;
  const productIds = [
    ...(offer?.productIds ?? []),
    ...(offer?.excludedProductIds ?? []),
    ...(offer?.pinnedProductId ? [offer.pinnedProductId] : []),
    ...(trigger?.kind === "product" ? trigger.productIds : []),
  ];
  const [products, collections] = await Promise.all([
    productCards(shop.shopId, productIds),
    collectionTitles(shop, trigger?.kind === "collection" ? trigger.collectionIds : []),
  ]);
  return { offer, stage, audience, products, collections, rules: { assumedCostBp, paymentFeeBp, marginFloorBp } };
}

export async function action({ request, params }: ActionFunctionArgs): Promise<OfferNotice | Response> {
  const { shopId } = await requireShop(request);
  const id = idOrNew(params.id);
  const form = await request.formData();
  const intent = form.get("intent");
  if (intent === "save") {
    const outcome = await saveOffer(shopId, id, jsonField(form, "offer"), { asks: form.get("ends_experiment") !== "agreed" });
    return outcome.kind === "saved" && id === null ? redirect(`/app/offers/${outcome.id}`) : outcome;
  }
  if (id === null) throw new Response(null, { status: 400 });
  switch (intent) {
    case "publish":
      return publishOffer(shopId, id);
    case "pause":
      return pauseOffer(shopId, id);
    case "delete":
      await deleteOffer(shopId, id);
      return redirect("/app/offers");
    case "duplicate": {
      const offer = await getOffer(shopId, id);
      if (!offer) return { kind: "not_found" };
      const copy = await saveOffer(shopId, null, { ...offer, name: form.get("name") });
      return copy.kind === "saved" ? redirect(`/app/offers/${copy.id}`) : copy;
    }
    default:
      throw new Response(null, { status: 400 });
  }
}

export default function OfferPage() {
  const { offer, stage, audience, products, collections, rules } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const shop = useShop();
  useSavedToast(offer?.id ?? null, useActionData<OfferNotice>());
  const words = {
    name: t(`editor.start.${stage}.name`),
    headline: t(`editor.start.${stage}.headline`),
    body: t(`editor.start.${stage}.body`),
  };
  const saved = offer ? formOf(offer, shop) : newForm(stage, words, audience);
  return (
    <OfferEditor
      key={useEditorKey(offer?.id ?? null, stage)}
      offer={offer}
      saved={saved}
      products={products}
      collections={collections}
      rules={rules}
    />
  );
}
