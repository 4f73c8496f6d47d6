import {ipFromText, ipv4Bytes} from "./ip.ts";

interface Network {
  readonly address: Uint8Array;
  readonly bits: number;
}

/** Special purposes other than serving one host (Go's `IsGlobalUnicast`). */
const notUnicast = networks(
  "0.0.0.0/32 255.255.255.255/32 127.0.0.0/8 169.254.0.0/16 224.0.0.0/4",
  "::/128 ::1/128 fe80::/10 ff00::/8",
);

/** Ranges of the special-purpose registries of IANA that nobody reaches; IPv4 within IPv6 is judged as IPv4 (consensus-core §5.6). */
const reserved = networks(
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24",
  "192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4",
  "::1/128 ::/128 64:ff9b:1::/48 100::/64 2001::/23 2001:2::/48 2001:db8::/32 fc00::/7 fe80::/10",
);

/** Whether the address belongs to one host, at least in its own network. Of another size than 4 or 16 bytes it does not. */
export function isGlobalUnicast(ip: Uint8Array): boolean {
  return (ip.length === 4 || ip.length === 16) && !isWithin(ip, notUnicast);
}

/** Whether the address can be reached from everywhere, as far as the address itself tells. */
export function isRoutable(ip: Uint8Array): boolean {
  return !isWithin(ip, reserved);
}

function isWithin(ip: Uint8Array, ranges: readonly Network[]): boolean {
  const bytes = ipv4Bytes(ip) ?? ip;
  return ranges.some(
    ({address, bits}) => address.length === bytes.length && startsWith(bytes, address, bits),
  );
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array, bits: number): boolean {
  return bytes.every((byte, index) => {
    const masked = Math.max(0, Math.min(8, bits - 8 * index));
    const mask = 0xff & (0xff << (8 - masked));
    return (byte & mask) === ((prefix[index] ?? 0) & mask);
  });
}

function networks(...lists: readonly string[]): readonly Network[] {
  return lists
    .flatMap((list) => list.split(" "))
    .map((text) => {
      const [address = "", bits] = text.split("/");
      const ip = ipFromText(address) ?? new Uint8Array();
      return {address: ipv4Bytes(ip) ?? ip, bits: Number(bits)};
    });
}
