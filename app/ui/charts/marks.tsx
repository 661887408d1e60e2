export const MARKS = ["circle", "square", "triangle", "diamond", "ring", "bar", "band", "dash"] as const;
export type Mark = (typeof MARKS)[number];

export interface LegendItem {
  readonly id: string;
  readonly label: string;
  readonly color: string;
  readonly mark: Mark;
  readonly dashed?: boolean;
}

/** A point of a chart. Series differ by shape as well as by colour. */
export function PointMark({ x, y, mark, color, size = 3.5 }: { x: number; y: number; mark: Mark; color: string; size?: number }) {
  const s = size;
  switch (mark) {
    case "square":
      return <rect x={x - s} y={y - s} width={2 * s} height={2 * s} fill={color} />;
    case "triangle":
      return <path d={`M${x} ${y - s * 1.2}L${x + s * 1.1} ${y + s}L${x - s * 1.1} ${y + s}Z`} fill={color} />;
    case "diamond":
      return <path d={`M${x} ${y - s * 1.3}L${x + s * 1.3} ${y}L${x} ${y + s * 1.3}L${x - s * 1.3} ${y}Z`} fill={color} />;
    case "ring":
      return <circle cx={x} cy={y} r={s} fill="#fff" stroke={color} strokeWidth={1.75} />;
    default:
      return <circle cx={x} cy={y} r={s} fill={color} />;
  }
}

/** What the marks of a chart stand for. */
export function Legend({ items }: { items: readonly LegendItem[] }) {
  if (items.length === 0) return null;
  return (
    <ul className="crescendo-legend">
      {items.map((item) => (
        <li key={item.id}>
          <svg width="22" height="12" viewBox="0 0 22 12" aria-hidden="true" focusable="false">
            <Sign item={item} />
          </svg>
          {item.label}
        </li>
      ))}
    </ul>
  );
}

function Sign({ item: { mark, color, dashed } }: { item: LegendItem }) {
  if (mark === "bar") return <rect x="5" y="0" width="12" height="12" rx="2" fill={color} />;
  if (mark === "band") return <rect x="0" y="1" width="22" height="10" fill={color} />;
  if (mark === "dash") return <path d="M0 6H22" stroke={color} strokeWidth="2" strokeDasharray="5 4" />;
  return (
    <>
      <path d="M0 6H22" stroke={color} strokeWidth="2" {...(dashed ? { strokeDasharray: "4 3" } : {})} />
      <PointMark x={11} y={6} mark={mark} color={color} size={4} />
    </>
  );
}
