import {toBase64} from "@oasis-node/primitives/bytes";
import {bytes, field, int, mapped, struct, text, type ValueOf} from "@oasis-node/primitives/cbor";
import {PublicKey, publicKeyFromText} from "@oasis-node/primitives/signature";
import {tcpAddressFromText, tcpAddressToText} from "./tcpAddress.ts";

const TcpAddress = struct("net.TCPAddr", {
  ip: field("IP", bytes),
  port: field("Port", int),
  zone: field("Zone", text),
});

/**
 * Network address: in CBOR with Go's names of the fields, the IP in 4 or 16 bytes (16 when it was read from text, for
 * IPv4 too); `ip:port` in JSON (primitives-mkvs §1.5).
 */
export const NodeAddress = mapped(TcpAddress, {
  name: "node.Address",
  to: (address) => address,
  from: (address) => address,
  json: {
    to: tcpAddressToText,
    from: (json) => (typeof json === "string" ? tcpAddressFromText(json) : null),
  },
});
export type NodeAddress = ValueOf<typeof TcpAddress>;

const ConsensusAddressFields = struct("node.ConsensusAddress", {id: PublicKey, address: NodeAddress});

/** Where a node can be reached as a consensus member: `key@ip:port` in JSON. */
export const ConsensusAddress = mapped(ConsensusAddressFields, {
  name: "node.ConsensusAddress",
  to: (value) => value,
  from: (value) => value,
  json: {
    to: ({id, address}) => keyedToText(id, address),
    from: (json) => {
      const parts = keyedFromText(json);
      return parts === null ? null : {id: parts.key, address: parts.address};
    },
  },
});
export type ConsensusAddress = ValueOf<typeof ConsensusAddressFields>;

const TlsAddressFields = struct("node.TLSAddress", {pubKey: PublicKey, address: NodeAddress});

/** Where a node can be reached over TLS, and its key there: `key@ip:port` in JSON. */
export const TlsAddress = mapped(TlsAddressFields, {
  name: "node.TLSAddress",
  to: (value) => value,
  from: (value) => value,
  json: {
    to: ({pubKey, address}) => keyedToText(pubKey, address),
    from: (json) => {
      const parts = keyedFromText(json);
      return parts === null ? null : {pubKey: parts.key, address: parts.address};
    },
  },
});
export type TlsAddress = ValueOf<typeof TlsAddressFields>;

function keyedToText(key: PublicKey, address: NodeAddress): string {
  return `${toBase64(key)}@${tcpAddressToText(address)}`;
}

function keyedFromText(json: unknown): {readonly key: PublicKey; readonly address: NodeAddress} | null {
  if (typeof json !== "string") return null;
  const [key, place, ...rest] = json.split("@");
  if (key === undefined || place === undefined || rest.length > 0) return null;
  const address = tcpAddressFromText(place);
  return address === null ? null : {key: publicKeyFromText(key), address};
}
