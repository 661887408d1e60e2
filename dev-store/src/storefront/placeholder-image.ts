import { createHash } from "node:crypto";

/** A quiet picture for a product without one: the same product always gets the same shapes and colours. SVG text. */
export function placeholderImage(seed: string, title: string): string {
  const bytes = createHash("sha256").update(seed).digest();
  const at = (index: number, max: number) => ((bytes[index] ?? 0) * max) / 255;
  const hue = Math.round(at(0, 359));
  const second = (hue + 24 + Math.round(at(1, 40))) % 360;
  const shapes: string[] = [];
  for (let index = 0; index < 3; index += 1) {
    const x = Math.round(120 + at(2 + index * 4, 660));
    const y = Math.round(160 + at(3 + index * 4, 580));
    const size = Math.round(110 + at(4 + index * 4, 190));
    const tone = `hsl(${index === 1 ? second : hue} 34% ${58 + index * 10}%)`;
    const turn = Math.round(at(5 + index * 4, 90));
    shapes.push(
      (bytes[5 + index * 4] ?? 0) % 2 === 0
        ? `<circle cx="${x}" cy="${y}" r="${size}" fill="${tone}" opacity=".55"/>`
        : `<rect x="${x - size}" y="${y - size}" width="${size * 2}" height="${size * 2}" rx="${Math.round(size / 3)}" fill="${tone}" opacity=".55" transform="rotate(${turn} ${x} ${y})"/>`,
    );
  }
  const initials = title
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? "")
    .join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 900" width="900" height="900"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${hue} 42% 92%)"/><stop offset="1" stop-color="hsl(${second} 36% 82%)"/></linearGradient></defs><rect width="900" height="900" fill="url(#g)"/>${shapes.join("")}<text x="450" y="450" dy=".36em" text-anchor="middle" font-family="Georgia,serif" font-size="190" letter-spacing="6" fill="hsl(${hue} 42% 24%)" opacity=".82">${initials.replace(/[<&>]/g, "")}</text></svg>`;
}
