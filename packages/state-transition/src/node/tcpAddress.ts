import {toHex} from "@oasis-node/primitives/bytes";
import {ipFromText, ipToText} from "./ip.ts";

/** Go's `net.TCPAddr`. */
interface TcpAddress {
  /** 4 or 16 bytes; whatever arrived, otherwise. */
  ip: Uint8Array | null;
  port: bigint;
  /** Scope of a link-local IPv6 address. */
  zone: string;
}

const maxPort = 65_535n;

/** `192.0.2.1:26656`, `[2001:db8::1%eth0]:26656`; `:26656` without an IP. */
export function tcpAddressToText({ip, port, zone}: TcpAddress): string {
  const host =
    (ip === null || ip.length === 0 ? "" : (ipToText(ip) ?? `?${toHex(ip)}`)) +
    (zone === "" ? "" : `%${zone}`);
  return /[:%]/.test(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Address of its text form, or null. Takes IP addresses and port numbers only: where the reference would ask the
 * resolver about a host or service name, the outcome would depend on the machine.
 */
export function tcpAddressFromText(text: string): TcpAddress | null {
  const match = /^(?:\[(?<v6>[^\]%]*)(?:%(?<zone>[^\]]+))?\]|(?<host>[^:[\]%]*)):(?<port>\d{1,5})$/.exec(
    text,
  );
  const {v6, zone = "", host, port = ""} = match?.groups ?? {};
  if (match === null || BigInt(port) > maxPort) return null;
  const literal = v6 ?? host ?? "";
  if (literal === "") return {ip: null, port: BigInt(port), zone};
  const ip = ipFromText(literal);
  return ip === null ? null : {ip, port: BigInt(port), zone};
}
