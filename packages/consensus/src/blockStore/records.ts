import {bytes, embedded, int64, message, type ProtoValue, text} from "../protobuf/index.ts";
import {BlockId, Commit} from "../tendermint/index.ts";

/** Which chain the store belongs to. */
export const GenesisRecord = message("store.Genesis", {
  chainContext: text(1),
  initialHeight: int64(2),
});
export type GenesisRecord = ProtoValue<typeof GenesisRecord>;

/** A block and what is known of it. */
export const BlockRecord = message("store.Block", {
  id: embedded(1, BlockId),
  /** Protobuf form of the block. */
  block: bytes(2),
  /** Height below which the validators of the block are kept: they are stored when they change only. */
  validatorsHeight: int64(3),
});
export type BlockRecord = ProtoValue<typeof BlockRecord>;

/** The newest block. */
export const TopRecord = message("store.Top", {
  /** First and last height that are kept. */
  earliest: int64(1),
  latest: int64(2),
  /** The signatures over the newest block: all that was ever signed last. */
  commit: embedded(3, Commit),
  /** Heights below which the validators of the next two blocks are kept. */
  nextValidatorsHeight: int64(4),
  afterNextValidatorsHeight: int64(5),
});
export type TopRecord = ProtoValue<typeof TopRecord>;
