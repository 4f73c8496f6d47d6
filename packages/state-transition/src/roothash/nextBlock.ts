import {equal} from "@oasis-node/primitives/bytes";
import {asRound} from "@oasis-node/primitives/epoch";
import {emptyHash, type Hash} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Context} from "../context/index.ts";
import type {ComputeRoots} from "./commitment/computeBody.ts";
import {type Block, type Header, headerHash, headerTypes, type Timestamp} from "./types/block.ts";

const nanosPerSecond = 1_000_000_000n;

type HeaderType = (typeof headerTypes)[keyof typeof headerTypes];

/** Time of the block that is executed, in the seconds of runtime blocks. */
export function blockTimestamp({now}: Context): Timestamp {
  return BigInt.asUintN(64, now / nanosPerSecond);
}

/** The first block of a runtime, before its descriptor has its say (consensus-paratime §3.2). */
export function genesisBlock(namespace: Namespace, timestamp: Timestamp): Block {
  return {
    header: {
      version: 0,
      namespace,
      round: asRound(0n),
      timestamp,
      headerType: headerTypes.normal,
      previousHash: emptyHash,
      ioRoot: emptyHash,
      stateRoot: emptyHash,
      messagesHash: emptyHash,
      storageSignatures: null,
    },
  };
}

/** A block after another, in which the runtime has done nothing (consensus-paratime §3.2). */
export function emptyBlock({header}: Block, timestamp: Timestamp, headerType: HeaderType): Block {
  return {
    header: {
      version: header.version,
      namespace: header.namespace,
      round: asRound(BigInt.asUintN(64, header.round + 1n)),
      timestamp,
      headerType,
      previousHash: headerHash(header),
      ioRoot: emptyHash,
      stateRoot: header.stateRoot,
      messagesHash: emptyHash,
      storageSignatures: null,
    },
  };
}

/** A block after another, with the results that were agreed on. */
export function normalBlock(
  parent: Block,
  timestamp: Timestamp,
  {ioRoot, stateRoot, messagesHash}: ComputeRoots,
): Block {
  const {header} = emptyBlock(parent, timestamp, headerTypes.normal);
  return {header: {...header, ioRoot, stateRoot, messagesHash}};
}

/** Whether headers are the same but for the signatures of storage nodes (consensus-paratime §3.2). */
export function mostlyEqual(a: Header, b: Header): boolean {
  return equal(hashWithoutSignatures(a), hashWithoutSignatures(b));
}

function hashWithoutSignatures(header: Header): Hash {
  return headerHash({...header, storageSignatures: []});
}
