import {existsSync} from "node:fs";
import {join} from "node:path";
import {type LightClock, verifyAdjacent, verifyCommit} from "@oasis-node/consensus/light";
import {decode, encode} from "@oasis-node/consensus/protobuf";
import {
  checkLightBlock,
  Header,
  LightBlock,
  type ValidatorSet,
  type WholeHeader,
} from "@oasis-node/consensus/tendermint";
import {startLocalnet} from "@oasis-node/localnet/localnet";
import {equal} from "@oasis-node/primitives/bytes";
import {asHeight} from "@oasis-node/primitives/epoch";
import {TypedError} from "@oasis-node/primitives/errors";
import {connect} from "@oasis-node/rpc/client";
import {consensusLightService, consensusService} from "@oasis-node/rpc/services";
import {describe, expect, onTestFinished, test} from "vitest";
import {root} from "../../scripts/run.ts";
import {answersPath, readLightBlocks} from "../conformance/answers/readBlocks.ts";
import {SeededRandom, seedOf} from "./support/seededRandom.ts";

/** Blocks of our own to look at. */
const ownBlocks = 12n;
/** Bits to flip in the header, and in the signatures, of each block. */
const flips = 4;

interface Signed extends WholeHeader {
  readonly validators: ValidatorSet;
}

describe("our light client takes", () => {
  test("our blocks, fetched over the socket, and none with a flipped bit", async () => {
    const localnet = await startLocalnet({emptyBlockInterval: 10});
    onTestFinished(() => localnet.stop());
    const client = connect(`unix:${localnet.paths.socket}`);
    onTestFinished(() => client.close());
    for await (const {height} of client.api(consensusService).watchBlocks()) if (height > ownBlocks) break;
    const blocks: LightBlock[] = [];
    for (let height = 1n; height <= ownBlocks; height++) {
      const {meta} = await client.api(consensusLightService).getLightBlock(asHeight(height));
      blocks.push(decode(LightBlock, meta ?? new Uint8Array()));
    }
    expectVerified(blocks);
  });

  for (const name of ["chain-1", "chain-2", "chain-3", "chain-5"]) {
    const folder = join(root, "..", "shared", "vectors", name);
    const absent = !existsSync(answersPath(folder));
    test.skipIf(absent)(
      `the blocks of recorded ${name}, and none with a flipped bit${absent ? " (skipped: not beside the project)" : ""}`,
      async () => {
        const blocks = [...(await readLightBlocks(folder))].sort(([a], [b]) => Number(a - b));
        expectVerified(blocks.slice(0, 100).map(([, block]) => block));
      },
    );
  }
});

/** Each block follows from the one before, and is refused with any bit of its header or signatures changed. */
function expectVerified(blocks: readonly LightBlock[]): void {
  const random = new SeededRandom(seedOf("lightClient"));
  const all = blocks.map(wholeOf);
  expect(all.length).toBeGreaterThan(1);
  for (const [i, next] of all.entries()) {
    const before = all[i - 1];
    // Recordings may leave out heights.
    if (before === undefined || next.header.height !== before.header.height + 1n) continue;
    expect(verdict(before, next)).toBe("verified");
    for (let flip = 0; flip < flips; flip++) {
      expect(verdict(before, withFlippedHeader(next, random))).not.toBe("verified");
      expect(verdict(before, withFlippedSignatures(next, random))).not.toBe("verified");
    }
  }
}

function wholeOf({signedHeader, validatorSet}: LightBlock): Signed {
  const {header, commit} = signedHeader ?? {header: null, commit: null};
  if (header === null || commit === null || validatorSet === null) throw new RangeError("a part is missing");
  return {header, commit, validators: validatorSet};
}

/** `verified`, or the reason why not. */
function verdict(before: Signed, next: Signed | null): string {
  if (next === null) return "undecodable";
  const {header, commit, validators} = next;
  const {chainId} = before.header;
  const clock: LightClock = {
    now: before.header.time + 10n ** 12n,
    trustingPeriod: 10n ** 13n,
    maxClockDrift: 0n,
  };
  try {
    checkLightBlock({signedHeader: {header, commit}, validatorSet: validators}, chainId);
    verifyAdjacent(before, {signedHeader: {header, commit}, validators}, clock);
    verifyCommit(validators, commit, {chainId, blockId: commit.blockId, height: header.height});
    return "verified";
  } catch (error) {
    if (!(error instanceof TypedError)) throw error;
    return error.message;
  }
}

function withFlippedHeader(block: Signed, random: SeededRandom): Signed | null {
  const bytes = encode(Header, block.header);
  try {
    const header = decode(Header, flipped(bytes, random));
    // Bits of a field's number, when it is not known then and was the default: what is left says the same.
    const isSame = equal(encode(Header, header), bytes);
    return isSame ? withFlippedHeader(block, random) : {...block, header};
  } catch (error) {
    if (!(error instanceof TypedError)) throw error;
    return null;
  }
}

function withFlippedSignatures(block: Signed, random: SeededRandom): Signed {
  const signatures = block.commit.signatures.map((part) => ({
    ...part,
    signature: part.signature.length === 0 ? part.signature : flipped(part.signature, random),
  }));
  return {...block, commit: {...block.commit, signatures}};
}

function flipped(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = random.below(copy.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
  return copy;
}
