// Money while it is typed: fen as BigInt, never a float.

/** Fen of a plain amount in yuan; null where it is not one.
 * @param {string} text @returns {bigint | null} */
export function fen(text) {
  const plain = text.trim().replace(/[，,\s]/g, "").replace(/[０-９．]/g, (c) => (c === "．" ? "." : String.fromCharCode(c.charCodeAt(0) - 0xfee0)));
  const found = /^(\d{1,15})(?:\.(\d{1,2}))?(万元?|元)?$/.exec(plain);
  if (!found) return null;
  const cents = BigInt(found[1]) * 100n + BigInt((found[2] ?? "").padEnd(2, "0") || "0");
  return found[3]?.startsWith("万") ? cents * 10000n : cents;
}

/** Yuan with commas and two places.
 * @param {bigint} amount @returns {string} */
export function yuan(amount) {
  const sign = amount < 0n ? "-" : "";
  const size = amount < 0n ? -amount : amount;
  const whole = (size / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return `${sign}${whole}.${(size % 100n).toString().padStart(2, "0")}`;
}
