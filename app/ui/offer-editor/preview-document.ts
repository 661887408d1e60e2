/** What the block shows, as text. */
export interface PreviewContent {
  readonly language: string;
  readonly headline: string;
  readonly body: string;
  readonly productTitle: string;
  readonly imageUrl: string | null;
  /** null when the price does not go down */
  readonly before: string | null;
  readonly now: string;
  readonly words: {
    readonly label: string;
    readonly before: string;
    readonly now: string;
    readonly accept: string;
    readonly decline: string;
  };
}

/** Where a theme would set its own: the block takes font, color and the button from it. */
const THEME = `
  body .crescendo-offer__card { margin-block: 4px; animation: none; }
  body { margin: 0; padding: 8px 12px; font: 15px/1.5 -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: #1a1a1a; background: #fff; }
  .button { border: 0; border-radius: 4px; background: #1a1a1a; color: #fff; }
`;

/** The storefront block's own markup and stylesheet as a page of its own, with what a shopper would read in it. */
export function previewDocument(content: PreviewContent, blockCss: string): string {
  const { words } = content;
  const picture = content.imageUrl
    ? `<a class="crescendo-offer__picture"><img alt="" width="96" height="96" src="${escapeHtml(content.imageUrl)}"></a>`
    : "";
  const before = content.before
    ? `<span class="crescendo-offer__before"><span class="crescendo-offer__unseen">${escapeHtml(words.before)}</span> <s>${escapeHtml(content.before)}</s></span>`
    : "";
  return `<!doctype html>
<html lang="${escapeHtml(content.language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><style>${blockCss}</style><style>${THEME}</style></head>
<body>
<div class="crescendo-offer">
<section class="crescendo-offer__card" aria-label="${escapeHtml(words.label)}">
${picture}
<div class="crescendo-offer__words">
<p class="crescendo-offer__headline">${escapeHtml(content.headline)}</p>
<a class="crescendo-offer__title" style="text-decoration: underline">${escapeHtml(content.productTitle)}</a>
<p class="crescendo-offer__body">${escapeHtml(content.body)}</p>
<p class="crescendo-offer__price">${before} <span class="crescendo-offer__unseen">${escapeHtml(words.now)}</span> <strong>${escapeHtml(content.now)}</strong></p>
<div class="crescendo-offer__buttons">
<button type="button" tabindex="-1" class="crescendo-offer__accept button">${escapeHtml(words.accept)}</button>
<button type="button" tabindex="-1" class="crescendo-offer__decline">${escapeHtml(words.decline)}</button>
</div>
</div>
</section>
</div>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
