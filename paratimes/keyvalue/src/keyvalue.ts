import {callParatime} from "@oasis-node/paratime-sdk/calls";
import type {Paratime} from "@oasis-node/paratime-sdk/paratime";
import {Version} from "@oasis-node/primitives/version";
import {consensusAccounts} from "./accounts.ts";
import {beginBatch} from "./beginBatch.ts";
import {encryptedAccess, encryptedInsert} from "./encrypted.ts";
import {addEscrow, reclaimEscrow, transfer, updateRuntime, withdraw} from "./messages.ts";
import {get, insert, queryGet, remove} from "./pairs.ts";
import {getRuntimeId} from "./runtimeId.ts";

/** A ParaTime that keeps pairs of texts, and does with the consensus layer all that a ParaTime can. */
export const keyvalue: Paratime = callParatime({
  name: "test",
  version: Version.zero(),
  scheduling: {initialBatchSize: 10, maxBatchSize: 1000, maxBatchBytes: 1024 * 1024},
  beginBatch,
  methods: {
    get_runtime_id: getRuntimeId,
    consensus_accounts: consensusAccounts,
    consensus_transfer: transfer,
    consensus_withdraw: withdraw,
    consensus_add_escrow: addEscrow,
    consensus_reclaim_escrow: reclaimEscrow,
    update_runtime: updateRuntime,
    insert,
    get,
    remove,
    enc_insert: encryptedInsert,
    enc_get: encryptedAccess,
    enc_remove: encryptedAccess,
  },
  queries: {get: queryGet, get_runtime_id: getRuntimeId},
});
