import {equal} from "@oasis-node/primitives/bytes";
import {message, optional, type ProtoValue} from "../protobuf/index.ts";
import {Commit, checkCommit} from "./commit.ts";
import {upperHex} from "./goText.ts";
import {checkHeader, Header, headerHash} from "./header.ts";
import {TendermintError, within} from "./tendermintError.ts";
import {checkValidatorSet, ValidatorSet, validatorSetHash} from "./validatorSet.ts";

/** A header and what made it final. */
export const SignedHeader = message("types.SignedHeader", {
  header: optional(1, Header),
  commit: optional(2, Commit),
});
/** As on the wire, where either may be missing. */
export type SignedHeader = ProtoValue<typeof SignedHeader>;

/** All that a light client needs of a height. */
export const LightBlock = message("types.LightBlock", {
  signedHeader: optional(1, SignedHeader),
  validatorSet: optional(2, ValidatorSet),
});
export type LightBlock = ProtoValue<typeof LightBlock>;

/** A signed header of which nothing is missing. */
export interface WholeHeader {
  readonly header: Header;
  readonly commit: Commit;
}

/**
 * Checks that both parts are there, each is right by itself, and they fit; verifies no signature. Throws
 * `TendermintError` `invalidSignedHeader`.
 */
export function checkSignedHeader({header, commit}: SignedHeader, chainId: string): WholeHeader {
  const code = "invalidSignedHeader";
  if (header === null) throw new TendermintError(code, "missing header");
  if (commit === null) throw new TendermintError(code, "missing commit");
  within(code, "invalid header", () => checkHeader(header));
  within(code, "invalid commit", () => checkCommit(commit));
  if (header.chainId !== chainId) {
    const [found, expected] = [JSON.stringify(header.chainId), JSON.stringify(chainId)];
    throw new TendermintError(code, `header belongs to another chain ${found}, not ${expected}`);
  }
  if (commit.height !== header.height) {
    throw new TendermintError(
      code,
      `header and commit height mismatch: ${header.height} vs ${commit.height}`,
    );
  }
  const [hash, signed] = [headerHash(header), commit.blockId.hash];
  if (!equal(hash, signed)) {
    throw new TendermintError(
      code,
      `commit signs block ${upperHex(signed)}, header is block ${upperHex(hash)}`,
    );
  }
  return {header, commit};
}

/**
 * Checks that all parts are there, each is right by itself, and they fit; verifies no signature. Throws
 * `TendermintError` `invalidLightBlock`.
 */
export function checkLightBlock({signedHeader, validatorSet}: LightBlock, chainId: string): void {
  const code = "invalidLightBlock";
  if (signedHeader === null) throw new TendermintError(code, "missing signed header");
  if (validatorSet === null) throw new TendermintError(code, "missing validator set");
  within(code, "invalid signed header", () => checkSignedHeader(signedHeader, chainId));
  within(code, "invalid validator set", () => checkValidatorSet(validatorSet));
  const [named, hash] = [signedHeader.header?.validatorsHash, validatorSetHash(validatorSet)];
  if (named === undefined || !equal(named, hash)) {
    throw new TendermintError(
      code,
      `expected validator hash of header to match validator set hash (${upperHex(named ?? hash)} != ${upperHex(hash)})`,
    );
  }
}
