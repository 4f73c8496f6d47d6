import {toBase64} from "@oasis-node/primitives/bytes";
import {parseJson, stringifyJson} from "@oasis-node/primitives/json";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {BlockStore} from "../blockStore/index.ts";
import {EngineError} from "../engine/index.ts";
import {type Commit, commitSignBytes, upperHex} from "../tendermint/index.ts";
import type {SignStateFile} from "./options.ts";

/** The step of a round in which precommits are signed. */
const precommitStep = 3n;

/**
 * Refuses to start when the file tells of signatures above the stored blocks: they are not all that was signed. Throws
 * `EngineError` `doubleSign`.
 */
export async function checkSignState(file: SignStateFile, store: BlockStore): Promise<void> {
  const text = await file.read();
  if (text === null) return;
  const signed = signedHeight(text);
  if (signed <= store.latestHeight) return;
  const details = {
    signed,
    stored: store.latestHeight,
    remedy: "restore the newest copy of the data directory",
  };
  throw new EngineError(
    "doubleSign",
    `this key has signed height ${signed}, but the stored blocks end at ${store.latestHeight}`,
    {details},
  );
}

/**
 * Leaves what was signed last for a node of the reference, when the engine stops: the block store knows it at any time, and
 * another durable file for every block would double the time that a block takes.
 */
export async function writeSignState(
  file: SignStateFile,
  chainId: string,
  commit: Commit,
  publicKey: PublicKey,
): Promise<void> {
  const [part] = commit.signatures;
  if (part === undefined) return;
  const state = {
    height: commit.height,
    round: BigInt(commit.round),
    step: precommitStep,
    signature: toBase64(part.signature),
    signbytes: upperHex(commitSignBytes(chainId, commit, part)),
    public_key: toBase64(publicKey),
  };
  await file.write(stringifyJson(state));
}

function signedHeight(text: string): bigint {
  try {
    const state = parseJson(text);
    if (typeof state === "object" && state !== null && "height" in state) {
      const {height} = state;
      if (typeof height === "bigint" || typeof height === "number") return BigInt(height);
    }
  } catch (cause) {
    throw new EngineError("badStore", "the file of the last signature is damaged", {cause});
  }
  throw new EngineError("badStore", "the file of the last signature names no height");
}
