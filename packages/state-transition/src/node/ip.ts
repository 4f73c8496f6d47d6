/** First 12 bytes of an IPv4 address in 16 bytes. */
const v4Prefix = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]);

/** The 4 bytes of an IPv4 address in either of its forms, or null. */
export function ipv4Bytes(ip: Uint8Array): Uint8Array | null {
  if (ip.length === 4) return ip;
  const isMapped = ip.length === 16 && v4Prefix.every((byte, index) => ip[index] === byte);
  return isMapped ? ip.subarray(12) : null;
}

/** Text of an IP address of 4 or 16 bytes (RFC 5952 for IPv6), null for another size. */
export function ipToText(ip: Uint8Array): string | null {
  const v4 = ipv4Bytes(ip);
  if (v4 !== null) return [...v4].join(".");
  return ip.length === 16 ? ipv6ToText(ip) : null;
}

/** The 16 bytes of an IP address, IPv4 mapped into IPv6; null when the text is none. */
export function ipFromText(text: string): Uint8Array | null {
  if (!text.includes(":")) {
    const v4 = ipv4FromText(text);
    return v4 === null ? null : new Uint8Array([...v4Prefix, ...v4]);
  }
  return ipv6FromText(text);
}

function ipv4FromText(text: string): readonly number[] | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part))) return null;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : null;
}

function ipv6ToText(ip: Uint8Array): string {
  const groups = Array.from({length: 8}, (_, i) => ((ip[2 * i] ?? 0) << 8) | (ip[2 * i + 1] ?? 0));
  const {start, length} = longestZeroRun(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

function longestZeroRun(groups: readonly number[]): {readonly start: number; readonly length: number} {
  let best = {start: 0, length: 0};
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = {start, length: index + 1 - start};
  }
  return best;
}

function ipv6FromText(text: string): Uint8Array | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => ipv6Groups(half));
  if (head === undefined || head === null || tail === null) return null;
  const missing = 8 - head.length - (tail?.length ?? 0);
  // An ellipsis stands for at least one group.
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])];
  return new Uint8Array(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

/** Groups of one side of an ellipsis; the last may be a dotted IPv4 address, which counts as two. */
function ipv6Groups(half: string): readonly number[] | null {
  if (half === "") return [];
  const groups: number[] = [];
  for (const [index, part] of half.split(":").entries()) {
    const isLast = index === half.split(":").length - 1;
    const v4 = isLast && part.includes(".") ? ipv4FromText(part) : null;
    if (v4 !== null) groups.push(...[0, 2].map((at) => ((v4[at] ?? 0) << 8) | (v4[at + 1] ?? 0)));
    else if (/^[\da-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}
