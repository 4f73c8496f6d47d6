import {createHash} from "node:crypto";
import {utf8} from "@oasis-node/primitives/bytes";
import type {Epoch} from "@oasis-node/primitives/epoch";

const productionContext = "EkB-tmnt";
const debugContext = "Ekb-Dumm";

/** Entropy of the deterministic debug beacon: a constant of the protocol. */
const debugEntropy = utf8("If you change this, you will fuck up the byzantine tests!!");

/** The random beacon of an epoch, 32 bytes, from the entropy of the backend (consensus-paratime §1.4). */
export function deriveBeacon(epoch: Epoch, entropy: Uint8Array): Uint8Array {
  return derive(epoch, productionContext, entropy);
}

/** The beacon of an epoch that everybody knows beforehand: parameter `debug_deterministic`. */
export function deriveDebugBeacon(epoch: Epoch): Uint8Array {
  return derive(epoch, debugContext, debugEntropy);
}

function derive(epoch: Epoch, context: string, entropy: Uint8Array): Uint8Array {
  const number = new DataView(new ArrayBuffer(8));
  number.setBigUint64(0, epoch, true);
  const digest = createHash("sha3-256").update(context).update(entropy).update(number).digest();
  return new Uint8Array(digest);
}
