// SHA-256 (FIPS 180-4) of a file of any size, piece by piece: the browser's own digest wants all of it in memory at once.
const K = new Uint32Array(64);
const FIRST = new Uint32Array(8);
const PIECE = 4 * 1024 * 1024; // bytes; whole blocks

// The constants are the first 32 bits of the fractions of roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3).
for (let number = 2, found = 0; found < 64; number++) {
  let prime = true;
  for (let factor = 2; factor * factor <= number; factor++) prime &&= number % factor !== 0;
  if (!prime) continue;
  if (found < 8) FIRST[found] = (Math.sqrt(number) % 1) * 2 ** 32;
  K[found++] = (Math.cbrt(number) % 1) * 2 ** 32;
}

const words = new Uint32Array(64);
const turned = (word, by) => (word >>> by) | (word << (32 - by));

function compress(state, view, at) {
  for (let i = 0; i < 16; i++) words[i] = view.getUint32(at + 4 * i);
  for (let i = 16; i < 64; i++) {
    const early = words[i - 15];
    const late = words[i - 2];
    const one = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const other = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words[i] = words[i - 16] + one + words[i - 7] + other;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const sum = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const first = (h + sum + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + first) | 0;
    d = c; c = b; b = a; a = (first + second) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] += word; });
}

function absorb(state, bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; at += 64) compress(state, view, at);
}

// The last bytes, with what the standard appends: one bit, zeros, and the length in bits (5.1.1).
function ending(rest, size) {
  const bytes = new Uint8Array(rest.length + 9 <= 64 ? 64 : 128);
  bytes.set(rest);
  bytes[rest.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, Math.floor(size / 2 ** 29));
  view.setUint32(bytes.length - 4, (size * 8) % 2 ** 32);
  return bytes;
}

// The digest in hexadecimal; `progress` is told from 0 to 1 how much has been read.
export async function sha256(file, progress = () => {}) {
  const state = Uint32Array.from(FIRST);
  const whole = file.size - (file.size % 64);
  for (let at = 0; at < whole; at += PIECE) {
    absorb(state, new Uint8Array(await file.slice(at, Math.min(at + PIECE, whole)).arrayBuffer()));
    progress(at / file.size);
  }
  absorb(state, ending(new Uint8Array(await file.slice(whole).arrayBuffer()), file.size));
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}
