import {asMrEnclave, type MrEnclave} from "@oasis-node/primitives/sgx";
import {type BuildDate, buildDateFromBcd, buildDateToBcd} from "./buildDate.ts";
import {offsets, sigstructSize, sizes} from "./layout.ts";

/** Attributes of an enclave, or which of their bits are fixed. */
export interface EnclaveAttributes {
  /** Of `attributeFlags`. */
  readonly flags: bigint;
  /** Extended features of the processor that the enclave may use. */
  readonly xfrm: bigint;
}

/** What the signer of an enclave states about it (runtime-workers §3.2). */
export interface Sigstruct {
  readonly buildDate: BuildDate;
  /** 4 bytes for the signer's own use. */
  readonly softwareDefined: Uint8Array;
  readonly miscSelect: number;
  readonly miscMask: number;
  readonly attributes: EnclaveAttributes;
  readonly attributesMask: EnclaveAttributes;
  readonly enclaveHash: MrEnclave;
  /** 16 bits. */
  readonly productId: number;
  /** Security version of the enclave, 16 bits. */
  readonly securityVersion: number;
}

/** `HEADER` and `HEADER2`: type, version and sizes of the structure. */
const header = Uint8Array.of(6, 0, 0, 0, 0xe1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0);
const header2 = Uint8Array.of(1, 1, 0, 0, 0x60, 0, 0, 0, 0x60, 0, 0, 0, 1, 0, 0, 0);

/**
 * The structure without signature and key; the vendor is "not Intel". Throws `SigstructError` `date` for a date that
 * there is not.
 */
export function unsignedSigstruct(sigstruct: Sigstruct): Uint8Array {
  const bytes = new Uint8Array(sigstructSize);
  const view = new DataView(bytes.buffer);
  bytes.set(header, offsets.header);
  view.setUint32(offsets.date, buildDateToBcd(sigstruct.buildDate), true);
  bytes.set(header2, offsets.header2);
  bytes.set(sigstruct.softwareDefined.subarray(0, sizes.softwareDefined), offsets.softwareDefined);
  view.setUint32(offsets.miscSelect, sigstruct.miscSelect, true);
  view.setUint32(offsets.miscMask, sigstruct.miscMask, true);
  writeAttributes(view, offsets.attributes, sigstruct.attributes);
  writeAttributes(view, offsets.attributesMask, sigstruct.attributesMask);
  bytes.set(sigstruct.enclaveHash, offsets.enclaveHash);
  view.setUint16(offsets.productId, sigstruct.productId, true);
  view.setUint16(offsets.securityVersion, sigstruct.securityVersion, true);
  return bytes;
}

/** What the 1808 bytes state, whoever signed them. Throws `SigstructError` `date`. */
export function sigstructFields(bytes: Uint8Array): Sigstruct {
  const view = new DataView(bytes.buffer, bytes.byteOffset, sigstructSize);
  const at = (offset: number, size: number): Uint8Array => bytes.slice(offset, offset + size);
  return {
    buildDate: buildDateFromBcd(view.getUint32(offsets.date, true)),
    softwareDefined: at(offsets.softwareDefined, sizes.softwareDefined),
    miscSelect: view.getUint32(offsets.miscSelect, true),
    miscMask: view.getUint32(offsets.miscMask, true),
    attributes: readAttributes(view, offsets.attributes),
    attributesMask: readAttributes(view, offsets.attributesMask),
    enclaveHash: asMrEnclave(at(offsets.enclaveHash, sizes.enclaveHash)),
    productId: view.getUint16(offsets.productId, true),
    securityVersion: view.getUint16(offsets.securityVersion, true),
  };
}

function writeAttributes(view: DataView, offset: number, {flags, xfrm}: EnclaveAttributes): void {
  view.setBigUint64(offset, flags, true);
  view.setBigUint64(offset + 8, xfrm, true);
}

function readAttributes(view: DataView, offset: number): EnclaveAttributes {
  return {flags: view.getBigUint64(offset, true), xfrm: view.getBigUint64(offset + 8, true)};
}
