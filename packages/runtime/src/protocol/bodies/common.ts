import {bytes, i64, struct, text, u32, type ValueOf} from "@oasis-node/primitives/cbor";
import type {Form} from "../form.ts";

/** A body without content. */
export const Empty = struct("protocol.Empty", {});
export type Empty = ValueOf<typeof Empty>;

/** Why a request failed, or a transaction: code 0 is success (runtime-workers §1.4). */
export const errorSchema = (form: Form) =>
  struct("protocol.Error", {
    module: form.hostOmits(text),
    code: form.hostOmits(u32),
    message: form.hostOmits(text),
  });

/** A light block: height and the protobuf `tendermint.types.LightBlock` (runtime-workers §1.5). */
export const LightBlock = struct("consensus.LightBlock", {height: i64, meta: bytes});
export type LightBlock = ValueOf<typeof LightBlock>;

/** An attestation verification report as the attestation service signed it (runtime-workers §3.6). */
export const AvrBundle = struct("ias.AVRBundle", {body: bytes, certificateChain: bytes, signature: bytes});
export type AvrBundle = ValueOf<typeof AvrBundle>;

/** Where a runtime's storage request goes (runtime-workers §1.6). */
export const storageEndpoints = {runtime: 0, consensus: 1} as const;

/** How a batch is executed (runtime-workers §1.5): as it is, or as the start of one that the runtime fills up. */
export const executionModes = {execute: 0, schedule: 1} as const;
