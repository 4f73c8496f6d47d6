import {fromJson, type Schema} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {ConsensusAddress, NodeAddress, TlsAddress} from "@oasis-node/state-transition/node";
import {nodeFailure} from "./nodeFailure.ts";

/** `[KEY@]ip:port`; the node's own TLS key unless there is one. */
export function tlsAddressArgument(addr: string, pubKey: PublicKey): TlsAddress {
  const keyed = parsed(TlsAddress, addr);
  if (keyed !== null) return keyed;
  const address = parsed(NodeAddress, addr);
  if (address !== null) return {pubKey, address};
  const tlsAddrErr = keyProblem(addr, "TLS address missing PubKey@ part");
  throw nodeFailure("failed to parse node's TLS address", {addrErr: placeProblem(addr), tlsAddrErr, addr});
}

/** `ip:port`. */
export function p2pAddressArgument(addr: string): NodeAddress {
  const address = parsed(NodeAddress, addr);
  if (address !== null) return address;
  throw nodeFailure("failed to parse node P2P address", {err: placeProblem(addr), addr});
}

/** `[ID@]ip:port`; the node's own ID in the P2P network unless there is one. */
export function consensusAddressArgument(addr: string, id: PublicKey): ConsensusAddress {
  const keyed = parsed(ConsensusAddress, addr);
  if (keyed !== null) return keyed;
  const address = parsed(NodeAddress, addr);
  if (address !== null) return {id, address};
  const consensusErr = keyProblem(addr, "consensus address doesn't have ID@ part");
  throw nodeFailure("failed to parse node's consensus address", {
    addrErr: placeProblem(addr),
    consensusErr,
    addr,
  });
}

function parsed<T>(schema: Schema<T>, text: string): T | null {
  try {
    return fromJson(schema, text);
  } catch (error) {
    if (!(error instanceof TypedError)) throw error;
    return null;
  }
}

/** Why a text is no `ip:port`, as Go's `net` says it where it asks nobody else. */
function placeProblem(text: string): string {
  if (!text.includes(":")) return `address ${text}: missing port in address`;
  return `address ${text}: not an IP address with a port`;
}

function keyProblem(text: string, missing: string): string {
  return text.includes("@") ? `node: malformed key or address in ${text}` : `node: ${missing}`;
}
