import {binary, bytes, int, struct, text, u32, type ValueOf} from "@oasis-node/primitives/cbor";
import {Namespace} from "@oasis-node/primitives/namespace";
import {defineService, unary} from "../service/index.ts";

/** What the proxy sends to the attestation service. */
export const IasEvidence = struct("ias.Evidence", {
  runtimeId: Namespace,
  quote: bytes,
  pseManifest: bytes,
  nonce: text,
});
export type IasEvidence = ValueOf<typeof IasEvidence>;

/** An attestation report with its signature, and the URL-encoded certificates to check it with. */
export const AvrBundle = struct("ias.AVRBundle", {body: bytes, certificateChain: bytes, signature: bytes});
export type AvrBundle = ValueOf<typeof AvrBundle>;

/** Identity of a service provider, 16 bytes. */
const Spid = binary({name: "ias.SPID", length: 16, json: "hex"});

/** Signatures of quotes: 0 unlinkable, 1 linkable. */
export const SpidInfo = struct("ias.SPIDInfo", {spid: Spid, quoteSignatureType: int});
export type SpidInfo = ValueOf<typeof SpidInfo>;

/** Proxy to Intel's attestation service (cli-config-grpc §5.3). */
export const iasService = defineService("IAS", {
  verifyEvidence: unary(IasEvidence, AvrBundle),
  getSPIDInfo: unary(null, SpidInfo),
  /** Signature revocation list of an EPID group. */
  getSigRL: unary(u32, bytes),
});
