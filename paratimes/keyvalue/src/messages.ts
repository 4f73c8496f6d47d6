import {CallError, type Method, method, nothing} from "@oasis-node/paratime-sdk/calls";
import {utf8} from "@oasis-node/primitives/bytes";
import {type Schema, struct, u64} from "@oasis-node/primitives/cbor";
import {Runtime} from "@oasis-node/state-transition/registry";
import {Message, RegistryMessage, StakingMessage} from "@oasis-node/state-transition/roothash";
import {Escrow, ReclaimEscrow, Transfer, Withdraw} from "@oasis-node/state-transition/staking";
import {stateKeys} from "./keys.ts";
import {consumeNonce} from "./nonce.ts";

const TransferCall = struct("keyvalue.Transfer", {nonce: u64, transfer: Transfer});
const WithdrawCall = struct("keyvalue.Withdraw", {nonce: u64, withdraw: Withdraw});
const AddEscrowCall = struct("keyvalue.AddEscrow", {nonce: u64, escrow: Escrow});
const ReclaimEscrowCall = struct("keyvalue.ReclaimEscrow", {nonce: u64, reclaimEscrow: ReclaimEscrow});
const UpdateRuntimeCall = struct("keyvalue.UpdateRuntime", {updateRuntime: Runtime, nonce: u64});

/** `{nonce, transfer}`: pays from the ParaTime's account in the consensus layer. */
export const transfer = emitting("transfer", TransferCall, (call) => staking({transfer: call.transfer}));

/** `{nonce, withdraw}`: takes from an account that allows it. */
export const withdraw = emitting("withdraw", WithdrawCall, (call) => staking({withdraw: call.withdraw}));

/** `{nonce, escrow}`: escrows from the ParaTime's account. */
export const addEscrow = emitting("add_escrow", AddEscrowCall, (call) => staking({addEscrow: call.escrow}));

/** `{nonce, reclaim_escrow}`: takes shares out of escrow. */
export const reclaimEscrow = emitting("reclaim_escrow", ReclaimEscrowCall, (call) =>
  staking({reclaimEscrow: call.reclaimEscrow}),
);

/** `{nonce, update_runtime}`: gives the ParaTime another descriptor, if it governs itself. */
export const updateRuntime = emitting("update_runtime", UpdateRuntimeCall, (call) =>
  Message.make({registry: RegistryMessage.make({updateRuntime: call.updateRuntime})}),
);

function staking(operation: Partial<StakingMessage>): Message {
  return Message.make({staking: StakingMessage.make(operation)});
}

/** A method that does nothing but emit a message, and remembers what it was until the result comes. */
function emitting<Call extends {readonly nonce: bigint}>(
  kind: string,
  args: Schema<Call>,
  messageOf: (call: Call) => Message,
): Method {
  return method({
    args,
    result: nothing,
    run: async (ctx, call) => {
      await consumeNonce(ctx, call.nonce);
      if (ctx.environment.maxMessages < 1) throw new CallError("message limit too low");
      if (ctx.isCheck) return null;
      const index = ctx.emitMessage(messageOf(call));
      await ctx.state.insert(stateKeys.pendingMessage.encode(index), utf8(kind));
      return null;
    },
  });
}
