import {type PublicKey, publicKeyFromText} from "@oasis-node/primitives/signature";
import {ipFromText, ipv4Bytes, type NodeAddress} from "@oasis-node/state-transition/node";
import type {Outcome} from "./checks.ts";

export interface HostPort {
  /** Name or IP address, without brackets. */
  readonly host: string;
  readonly port: number;
}

/** A host that is recognised by its TLS key. */
export interface KeyedHost {
  readonly publicKey: PublicKey;
  readonly address: HostPort;
}

/** `host:port` or `[v6]:port`, with the reasons of Go's `net.SplitHostPort`. */
function splitHostPort(text: string): Outcome<readonly [host: string, port: string]> {
  const fault = (why: string) => ({fault: `address ${text}: ${why}`});
  const colon = text.lastIndexOf(":");
  if (colon < 0) return fault("missing port in address");
  const port = text.slice(colon + 1);
  const front = text.slice(0, colon);
  if (front.startsWith("[")) {
    const end = text.indexOf("]");
    if (end < 0) return fault("missing ']' in address");
    if (end === text.length - 1) return fault("missing port in address");
    if (end !== colon - 1)
      return fault(text[end + 1] === ":" ? "too many colons in address" : "missing port in address");
    const host = front.slice(1, -1);
    return /[[\]]/.test(host) ? fault("unexpected '[' in address") : {value: [host, port]};
  }
  if (front.includes(":")) return fault("too many colons in address");
  const bracket = /[[\]]/.exec(text);
  return bracket === null ? {value: [front, port]} : fault(`unexpected '${bracket[0]}' in address`);
}

/** Decimal digits only. */
function portOf(text: string): number | null {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : null;
}

/** `IP:port` with a literal IP address, as a descriptor has it: IPv4 in 4 bytes (cli-config-grpc §1.2, §2.3). */
export function parseIpPort(text: string): Outcome<NodeAddress> {
  const parts = splitHostPort(text);
  if ("fault" in parts) return {fault: `malformed address: ${parts.fault}`};
  const [host, portText] = parts.value;
  const port = portOf(portText);
  if (port === null) return {fault: `malformed port: ${portText}`};
  const ip = ipFromText(host);
  if (ip === null) return {fault: `malformed ip address: ${host}`};
  return {value: {ip: ipv4Bytes(ip) ?? ip, port: BigInt(port), zone: ""}};
}

/** `host:port`; the host may be a name, or empty for all addresses of the machine. */
export function parseHostPort(text: string): Outcome<HostPort> {
  const parts = splitHostPort(text);
  if ("fault" in parts) return parts;
  const [host, portText] = parts.value;
  const port = portOf(portText);
  return port === null ? {fault: `address ${text}: invalid port`} : {value: {host, port}};
}

interface KeyedTexts {
  /** What is wrong without a key before a single `@`. */
  readonly noKey: (text: string) => string;
  readonly badKey: (text: string, reason: string) => string;
  readonly badAddress: (text: string, reason: string) => string;
}

/** `PUBKEY@host:port`, the key in base64. */
export function parseKeyedHost(text: string, texts: KeyedTexts): Outcome<KeyedHost> {
  const [key, host, ...more] = text.split("@");
  if (key === undefined || host === undefined || more.length > 0) return {fault: texts.noKey(text)};
  const publicKey = parsePublicKey(key);
  if ("fault" in publicKey) return {fault: texts.badKey(text, publicKey.fault)};
  const address = parseHostPort(host);
  if ("fault" in address) return {fault: texts.badAddress(text, address.fault)};
  return {value: {publicKey: publicKey.value, address: address.value}};
}

/** A public key in base64. */
export function parsePublicKey(text: string): Outcome<PublicKey> {
  try {
    return {value: publicKeyFromText(text)};
  } catch (error) {
    return {fault: error instanceof Error ? error.message : String(error)};
  }
}

/** `tcp://host:port`, as the consensus engine listens and is reached. */
export function parseTcpUrl(text: string): Outcome<HostPort> {
  if (!text.startsWith("tcp://")) return {fault: `${JSON.stringify(text)} has no scheme tcp`};
  return parseHostPort(text.slice("tcp://".length));
}
