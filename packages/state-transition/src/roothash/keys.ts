import {hashed, keyFormat, keyHash, keyI64, keyNamespace, keyU64} from "@oasis-node/primitives/keyFormat";

const runtime = hashed(keyNamespace);

/** State keys of roothash (consensus-paratime §3.1). */
export const roothashKeys = Object.freeze({
  /** `20` ‖ H(runtime ID): state of a runtime. */
  runtime: keyFormat(0x20, runtime),
  /** `21`: consensus parameters. */
  parameters: keyFormat(0x21),
  /** `22` ‖ height ‖ H(runtime ID): timer of a round; the value is the runtime ID. */
  roundTimeout: keyFormat(0x22, keyI64, runtime),
  /** `23`: there while transactions are refused. */
  rejectTransactions: keyFormat(0x23),
  /** `24` ‖ H(runtime ID) ‖ round ‖ hash: evidence that was accepted; the value is empty. */
  evidence: keyFormat(0x24, runtime, keyU64, keyHash),
  /** `25` ‖ H(runtime ID): state root of the current block, raw. */
  stateRoot: keyFormat(0x25, runtime),
  /** `26` ‖ H(runtime ID): I/O root of the current block, raw. */
  ioRoot: keyFormat(0x26, runtime),
});
