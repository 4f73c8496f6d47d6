import {BytesMap, concat} from "../bytes/index.ts";
import {asPublicKey, type PublicKey, publicKeySize} from "../signature/index.ts";
import type {Address} from "./address.ts";
import {stakingAddress} from "./newAddress.ts";

/**
 * Keys nobody has, whose accounts belong to the protocol itself. They are blacklisted for signatures too
 * (primitives-mkvs §2.5, §2.9).
 */
export const reservedPublicKeys = {
  commonPool: padded(0x1a, 0xbe, 0x11, 0xed, 0xc0, 0x01),
  feeAccumulator: padded(0x1a, 0xbe, 0x11, 0xed, 0xfe, 0xea, 0xcc),
  governanceDeposits: padded(0x1a, 0xbe, 0x11, 0xed, 0xde, 0xac, 0xcf),
} as const;

/** Addresses of the accounts of the protocol itself. */
export const reservedAddresses = {
  commonPool: stakingAddress(reservedPublicKeys.commonPool),
  feeAccumulator: stakingAddress(reservedPublicKeys.feeAccumulator),
  governanceDeposits: stakingAddress(reservedPublicKeys.governanceDeposits),
} as const;

const reserved = new BytesMap(Object.values(reservedAddresses).map((address) => [address, true] as const));

/** Whether the address belongs to the protocol itself and is not open to people. */
export function isReservedAddress(address: Address): boolean {
  return reserved.has(address);
}

function padded(...head: readonly number[]): PublicKey {
  return asPublicKey(concat(Uint8Array.from(head), new Uint8Array(publicKeySize - head.length).fill(0xff)));
}
