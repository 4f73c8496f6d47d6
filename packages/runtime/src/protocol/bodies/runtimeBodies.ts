import {WriteLog} from "@oasis-node/mkvs/writeLog";
import {
  bytes,
  field,
  list,
  map,
  nullable,
  omitEmpty,
  rawMessage,
  struct,
  text,
  u8,
  u32,
  u64,
} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {Hash} from "@oasis-node/primitives/hash";
import {Namespace} from "@oasis-node/primitives/namespace";
import {PublicKey, RawSignature} from "@oasis-node/primitives/signature";
import {Version} from "@oasis-node/primitives/version";
import {
  Block,
  ComputeResultsHeader,
  Header,
  Message,
  RoundResults,
} from "@oasis-node/state-transition/roothash";
import {type Form, noBytes, noItems} from "../form.ts";
import {AvrBundle, Empty, errorSchema, LightBlock} from "./common.ts";

/** What a runtime can do beside the necessary (runtime-workers §1.5). */
export const Features = struct("protocol.Features", {
  /** The runtime chooses the transactions of a batch; how many it gets to start with. */
  scheduleControl: omitEmpty(nullable(struct("protocol.FeatureScheduleControl", {initialBatchSize: u32}))),
});

/** Requests of the host and their answers, by name (runtime-workers §1.5). */
export function runtimeBodies(form: Form) {
  const filledBytes = form.filled(bytes, noBytes);
  return {
    ...infoBodies(),
    ...teeBodies(form),
    RuntimeRPCCallRequest: struct("protocol.RuntimeRPCCallRequest", {request: bytes}),
    RuntimeRPCCallResponse: struct("protocol.RuntimeRPCCallResponse", {response: filledBytes}),
    RuntimeLocalRPCCallRequest: struct("protocol.RuntimeLocalRPCCallRequest", {request: bytes}),
    RuntimeLocalRPCCallResponse: struct("protocol.RuntimeLocalRPCCallResponse", {response: filledBytes}),
    ...transactionBodies(form),
    RuntimeKeyManagerPolicyUpdateRequest: struct("protocol.RuntimeKeyManagerPolicyUpdateRequest", {
      signedPolicyRaw: bytes,
    }),
    RuntimeKeyManagerPolicyUpdateResponse: Empty,
    RuntimeQueryRequest: struct("protocol.RuntimeQueryRequest", {
      consensusBlock: LightBlock,
      header: Header,
      epoch: Epoch,
      maxMessages: u32,
      method: text,
      args: omitEmpty(bytes),
    }),
    RuntimeQueryResponse: struct("protocol.RuntimeQueryResponse", {data: form.hostOmits(filledBytes)}),
    RuntimeConsensusSyncRequest: struct("protocol.RuntimeConsensusSyncRequest", {height: u64}),
    RuntimeConsensusSyncResponse: Empty,
  };
}

function infoBodies() {
  return {
    RuntimeInfoRequest: struct("protocol.RuntimeInfoRequest", {
      runtimeId: Namespace,
      consensusBackend: text,
      consensusProtocolVersion: Version,
      consensusChainContext: text,
      localConfig: omitEmpty(map(text, rawMessage)),
    }),
    RuntimeInfoResponse: struct("protocol.RuntimeInfoResponse", {
      protocolVersion: Version,
      runtimeVersion: Version,
      features: omitEmpty(nullable(Features)),
    }),
    RuntimePingRequest: Empty,
    RuntimeShutdownRequest: Empty,
    RuntimeAbortRequest: Empty,
    RuntimeAbortResponse: Empty,
  };
}

function teeBodies(form: Form) {
  return {
    RuntimeCapabilityTEERakInitRequest: struct("protocol.RuntimeCapabilityTEERakInitRequest", {
      targetInfo: bytes,
    }),
    RuntimeCapabilityTEERakInitResponse: Empty,
    RuntimeCapabilityTEERakReportRequest: Empty,
    RuntimeCapabilityTEERakReportResponse: struct("protocol.RuntimeCapabilityTEERakReportResponse", {
      rakPub: PublicKey,
      report: form.filled(bytes, noBytes),
      nonce: text,
    }),
    RuntimeCapabilityTEERakAvrRequest: struct("protocol.RuntimeCapabilityTEERakAvrRequest", {avr: AvrBundle}),
    RuntimeCapabilityTEERakAvrResponse: Empty,
  };
}

function transactionBodies(form: Form) {
  const writeLog = form.filled(WriteLog, noItems);
  const hashes = form.filled(list(Hash), noItems);
  return {
    RuntimeCheckTxBatchRequest: struct("protocol.RuntimeCheckTxBatchRequest", {
      consensusBlock: LightBlock,
      inputs: list(bytes),
      block: Block,
      epoch: Epoch,
      maxMessages: u32,
    }),
    RuntimeCheckTxBatchResponse: struct("protocol.RuntimeCheckTxBatchResponse", {
      results: form.filled(list(checkTxResult(form)), noItems),
    }),
    RuntimeExecuteTxBatchRequest: struct("protocol.RuntimeExecuteTxBatchRequest", {
      /** One of `executionModes`. */
      mode: omitEmpty(u8),
      consensusBlock: LightBlock,
      roundResults: nullable(RoundResults),
      ioRoot: Hash,
      inputs: list(bytes),
      block: Block,
      epoch: Epoch,
      maxMessages: u32,
    }),
    RuntimeExecuteTxBatchResponse: struct("protocol.RuntimeExecuteTxBatchResponse", {
      batch: computedBatch(form),
      batchWeightLimits: form.runtimeOption(map(text, u64)),
      txHashes: form.hostOmits(hashes),
      txRejectHashes: form.hostOmits(hashes),
      // A hash is never empty to the reference, whatever it is.
      txInputRoot: Hash,
      txInputWriteLog: form.hostOmits(writeLog),
    }),
  };
}

/** What a runtime says about a transaction it checked (runtime-workers §1.5). */
function checkTxResult(form: Form) {
  const metadata = struct("protocol.CheckTxMetadata", {
    priority: omitEmpty(u64),
    weights: form.option(map(text, u64)),
  });
  return struct("protocol.CheckTxResult", {
    error: errorSchema(form),
    meta: form.hostOmits(nullable(metadata)),
  });
}

/** What came of a batch (runtime-workers §1.5); the signature is all zero without a TEE. */
function computedBatch(form: Form) {
  const writeLog = form.filled(WriteLog, noItems);
  return struct("protocol.ComputedBatch", {
    header: ComputeResultsHeader,
    ioWriteLog: field("io_write_log", writeLog),
    stateWriteLog: writeLog,
    rakSig: RawSignature,
    messages: form.filled(list(Message), noItems),
  });
}
