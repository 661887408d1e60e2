const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Base64 for URLs, without padding. */
export function encodeBase64Url(bytes: readonly number[]): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    held = ((held & 63) << 8) | (bytes[at] as number);
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += LETTERS.charAt((held >> bits) & 63);
    }
  }
  return bits === 0 ? text : text + LETTERS.charAt((held << (6 - bits)) & 63);
}
