import {asRound} from "@oasis-node/primitives/epoch";
import type {Signature} from "@oasis-node/primitives/signature";
import type {BodyValue} from "@oasis-node/runtime/protocol";
import {
  type ComputeBody,
  commitmentFailures,
  type Header,
  headerHash,
} from "@oasis-node/state-transition/roothash";
import type {ProposedInputs} from "./batch.ts";

/** What a runtime computed. */
export type ComputedBatch = BodyValue<"RuntimeExecuteTxBatchResponse">["batch"];

/** What is committed to once storage keeps the results; messages only by the scheduler (runtime-workers §4.4.5 step 2). */
export function computeBody(
  batch: ProposedInputs,
  {header, rakSig, messages}: ComputedBatch,
  options: {readonly isScheduler: boolean; readonly storageSignatures: readonly Signature[]},
): ComputeBody {
  return {
    header,
    failure: commitmentFailures.none,
    ...inputsOf(batch),
    storageSignatures: [...options.storageSignatures],
    rakSig,
    messages: options.isScheduler ? messages : null,
  };
}

/** What is committed to when there are no results: nothing but the round and the inputs (runtime-workers §4.4.5 step 5). */
export function failureBody(
  batch: ProposedInputs,
  last: Header,
  failure: "unknown" | "storageUnavailable",
): ComputeBody {
  return {
    header: {
      round: asRound(last.round + 1n),
      previousHash: headerHash(last),
      ioRoot: null,
      stateRoot: null,
      messagesHash: null,
    },
    failure: commitmentFailures[failure],
    ...inputsOf(batch),
    storageSignatures: null,
    rakSig: null,
    messages: null,
  };
}

function inputsOf({schedulerSignature, ioRoot, storageSignatures}: ProposedInputs) {
  return {
    txnSchedSig: schedulerSignature,
    inputRoot: ioRoot,
    inputStorageSigs: [...storageSignatures],
  };
}
