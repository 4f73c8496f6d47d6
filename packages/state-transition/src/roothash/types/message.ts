import {encode, list, nullable, omitEmpty, struct, u16, type ValueOf} from "@oasis-node/primitives/cbor";
import {emptyHash, type Hash, hashOf} from "@oasis-node/primitives/hash";
import {Runtime} from "../../registry/types/index.ts";
import {Escrow, ReclaimEscrow, Transfer, Withdraw} from "../../staking/types/index.ts";

/** What a runtime does with its own account: exactly one of the operations (consensus-paratime §3.2). */
export const StakingMessage = struct("message.StakingMessage", {
  v: u16,
  transfer: omitEmpty(nullable(Transfer)),
  withdraw: omitEmpty(nullable(Withdraw)),
  addEscrow: omitEmpty(nullable(Escrow)),
  reclaimEscrow: omitEmpty(nullable(ReclaimEscrow)),
});
export type StakingMessage = ValueOf<typeof StakingMessage>;

/** A runtime that governs itself updates its descriptor (consensus-paratime §3.2). */
export const RegistryMessage = struct("message.RegistryMessage", {
  v: u16,
  updateRuntime: omitEmpty(nullable(Runtime)),
});
export type RegistryMessage = ValueOf<typeof RegistryMessage>;

/** A message of a runtime to the consensus layer (consensus-paratime §3.2). */
export const Message = struct("message.Message", {
  staking: omitEmpty(nullable(StakingMessage)),
  registry: omitEmpty(nullable(RegistryMessage)),
});
export type Message = ValueOf<typeof Message>;

const Messages = list(Message);

/** What compute nodes agree on about their messages: the empty hash when there are none. */
export function messagesHash(messages: Message[] | null): Hash {
  return messages === null || messages.length === 0 ? emptyHash : hashOf(encode(Messages, messages));
}
