/** A missing value in PostgreSQL's COPY text format. */
export const NULL = "\\N";

const SPECIAL = /[\\\t\n\r\0]/;

/** `text` as one value of COPY's text format. NUL, which PostgreSQL cannot hold, is left out. */
export function copyText(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.replaceAll("\0", "").replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
}
