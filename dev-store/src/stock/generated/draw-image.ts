import type { ProductKind } from "./catalogue-data.ts";

const GROUNDS = ["#efe6da", "#e3e8df", "#e8e1ea", "#dfe7ec", "#f0e3df", "#ece9d8"];
const INKS = ["#5b3a29", "#37564a", "#4f4166", "#2f5066", "#8a4b3c", "#6b6330"];

const SHAPES: Readonly<Record<ProductKind, string>> = {
  taster:
    '<rect x="90" y="170" width="220" height="130" rx="8"/><path d="M90 210h220M163 170v130M237 170v130" stroke="#fff" stroke-width="4" opacity=".5"/>',
  coffee:
    '<path d="M130 110h140l14 30v170a10 10 0 0 1-10 10H126a10 10 0 0 1-10-10V140z"/><rect x="146" y="190" width="108" height="80" rx="6" fill="#fff" opacity=".75"/>',
  brewer:
    '<path d="M110 120h180l-60 120h-60z"/><rect x="150" y="250" width="100" height="14" rx="7"/><path d="M160 274h80v46h-80z" opacity=".5"/>',
  grinder:
    '<rect x="155" y="120" width="90" height="210" rx="18"/><path d="M200 120V84h70" fill="none" stroke-width="12" stroke-linecap="round"/><circle cx="270" cy="84" r="14"/>',
  accessory:
    '<path d="M120 150h130v110a40 40 0 0 1-40 40h-50a40 40 0 0 1-40-40z"/><path d="M250 175h22a28 28 0 0 1 0 66h-22" fill="none" stroke-width="14"/>',
  treat:
    '<circle cx="160" cy="190" r="44"/><circle cx="244" cy="200" r="44" opacity=".75"/><circle cx="200" cy="262" r="44" opacity=".55"/>',
  gift_card:
    '<rect x="90" y="140" width="220" height="136" rx="14"/><path d="M200 140v136M90 196h220" stroke="#fff" stroke-width="8" opacity=".6"/>',
};

/** A plain drawing of the kind of product as a data URI, in colours that go by its place in the catalogue. */
export function drawImage(kind: ProductKind, place: number): string {
  const ground = GROUNDS[place % GROUNDS.length];
  const ink = INKS[(place * 5 + Math.floor(place / 6)) % INKS.length];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"><rect width="400" height="400" fill="${ground}"/><g fill="${ink}" stroke="${ink}" stroke-width="0">${SHAPES[kind]}</g></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
