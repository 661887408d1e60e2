/**
 * HMAC-SHA256 (RFC 2104, FIPS 180-4) for ASCII texts, in plain arithmetic: a Function has neither Node nor Web
 * Crypto, and its TextEncoder and atob are not to be relied on. A key is prepared once, which saves half of
 * the work for every text after it.
 */
export interface HmacKey {
  /** SHA-256 after the block of the inner key pad */
  readonly inner: readonly number[];
  /** SHA-256 after the block of the outer key pad */
  readonly outer: readonly number[];
}

const BLOCK = 64;
const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
// biome-ignore format: a table of the standard
const ROUND = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
].map((word) => word | 0);

/** @param key at most 64 bytes */
export function hmacKey(key: readonly number[]): HmacKey {
  if (key.length > BLOCK) throw new Error(`A key of ${key.length} bytes is longer than a block of ${BLOCK}`);
  return { inner: compress(START, pad(key, 0x36363636)), outer: compress(START, pad(key, 0x5c5c5c5c)) };
}

/** 32 bytes. Throws for a text that is not ASCII. */
export function hmacSha256(key: HmacKey, text: string): number[] {
  const blocks = paddedBlocks(text);
  let state = key.inner;
  for (const block of blocks) state = compress(state, block);
  // the outer text is one block: eight words, the end mark and the length of both blocks in bits
  state = compress(key.outer, [...state, 0x80000000 | 0, 0, 0, 0, 0, 0, 0, (BLOCK + 32) * 8]);
  const bytes: number[] = [];
  for (const word of state) bytes.push(word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255);
  return bytes;
}

/** In a time that depends on the lengths alone. */
export function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}

function pad(key: readonly number[], mask: number): number[] {
  const words = new Array<number>(16).fill(mask);
  key.forEach((byte, at) => {
    words[at >> 2] = (words[at >> 2] as number) ^ (byte << (24 - 8 * (at & 3)));
  });
  return words;
}

/** The text as it follows the key pad, with its end mark and length. */
function paddedBlocks(text: string): number[][] {
  const words: number[] = [];
  const whole = text.length & ~3;
  let seen = 0;
  const code = (at: number) => (at < text.length ? text.charCodeAt(at) : at === text.length ? 0x80 : 0);
  for (let at = 0; at < whole; at += 4) {
    const a = text.charCodeAt(at);
    const b = text.charCodeAt(at + 1);
    const c = text.charCodeAt(at + 2);
    const d = text.charCodeAt(at + 3);
    seen |= a | b | c | d;
    words.push((a << 24) | (b << 16) | (c << 8) | d);
  }
  for (let at = whole; at < text.length; at += 1) seen |= text.charCodeAt(at);
  if (seen > 127) throw new Error("Only ASCII is signed");
  words.push((code(whole) << 24) | (code(whole + 1) << 16) | (code(whole + 2) << 8) | code(whole + 3));
  while (words.length % 16 !== 14) words.push(0);
  words.push(0, (BLOCK + text.length) * 8);
  const blocks: number[][] = [];
  for (let at = 0; at < words.length; at += 16) blocks.push(words.slice(at, at + 16));
  return blocks;
}

/** One block of 16 words worked into a state of 8. Written for an engine that compiles nothing: few and plain steps. */
function compress(state: readonly number[], block: readonly number[]): number[] {
  const w = block.slice();
  const round = ROUND;
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let t = 0; t < 64; t += 1) {
    let word = w[t] as number;
    if (t > 15) {
      const x = w[t - 15] as number;
      const y = w[t - 2] as number;
      word =
        ((w[t - 16] as number) +
          (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) +
          (w[t - 7] as number) +
          (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10))) |
        0;
      w[t] = word;
    }
    const t1 =
      (h +
        (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) +
        (g ^ (e & (f ^ g))) +
        (round[t] as number) +
        word) |
      0;
    const t2 = (((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & (b ^ c)) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  return [
    ((state[0] as number) + a) | 0,
    ((state[1] as number) + b) | 0,
    ((state[2] as number) + c) | 0,
    ((state[3] as number) + d) | 0,
    ((state[4] as number) + e) | 0,
    ((state[5] as number) + f) | 0,
    ((state[6] as number) + g) | 0,
    ((state[7] as number) + h) | 0,
  ];
}
