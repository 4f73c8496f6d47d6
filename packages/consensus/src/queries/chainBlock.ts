import {type Root, rootTypes} from "@oasis-node/mkvs/node";
import {asHeight, type Height} from "@oasis-node/primitives/epoch";
import {asHash, emptyHash, type Hash} from "@oasis-node/primitives/hash";
import {asNamespace} from "@oasis-node/primitives/namespace";
import type {CommittedBlockHeader, EngineBlock} from "../engine/index.ts";
import {blockMeta} from "./blockMeta.ts";

/** What a header tells clients of its block. */
export interface BlockOutline {
  height: Height;
  hash: Hash;
  /** Nanoseconds since 1970; whole seconds on the wire. */
  time: bigint;
  /** Of the state before the block: its version is the height less one. */
  stateRoot: Root;
}

/** A block as clients get it (cli-config-grpc §5.3). */
export interface ChainBlock extends BlockOutline {
  /** CBOR of `BlockMeta`. */
  meta: Uint8Array;
}

/** The state of the consensus layer has no namespace. */
const stateNamespace = asNamespace(new Uint8Array(32));

export function blockOutline({id, header: {height, time, appHash}}: CommittedBlockHeader): BlockOutline {
  return {
    height: asHeight(height),
    hash: asHash(id.hash),
    time,
    stateRoot: {
      namespace: stateNamespace,
      version: height - 1n,
      type: rootTypes.state,
      hash: appHash.length === 0 ? emptyHash : asHash(appHash),
    },
  };
}

export function chainBlock(block: EngineBlock): ChainBlock {
  return {...blockOutline(block), meta: blockMeta(block)};
}
