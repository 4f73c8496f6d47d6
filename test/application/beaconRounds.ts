import {equal, utf8} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {HmacDrbg} from "@oasis-node/primitives/drbg";
import {
  type Dealer,
  makeCommit,
  makeReveal,
  newDealer,
  type PvssInstance,
  processCommit,
  type Reveal,
} from "@oasis-node/primitives/pvss";
import {testSigner} from "@oasis-node/primitives/signers";
import {BeaconState, PvssCommit, PvssReveal, pvssRoundStates} from "@oasis-node/state-transition/beacon";
import {consensusAddress} from "@oasis-node/state-transition/node";
import type {Random} from "../../packages/primitives/test/support/random.ts";
import {beaconScalar} from "../chain/chainDocument.ts";
import type {LocalChain} from "../chain/localChain.ts";
import type {RoundCall} from "./rounds.ts";

/** What the proposer of the next block has to say in the round of the PVSS beacon; now and then it says nothing. */
export function beaconCall(
  chain: LocalChain,
  random: Random,
  operators: readonly string[],
): RoundCall | null {
  const round = new BeaconState(chain.application.state.deliverTree).pvssState();
  const operator = operators.find((name) =>
    equal(consensusAddress(testSigner(`${name} consensus`).publicKey), chain.nextProposer),
  );
  if (round === null || round.instance === null || operator === undefined) return null;
  const {instance, participants, epoch, state} = round;
  const signer = testSigner(`${operator} node`);
  const index = BigInt((participants ?? []).findIndex((id) => equal(id, signer.publicKey)));
  const isSilent = random.below(25) === 0;
  if (index < 0n || isSilent) return null;
  const dealer = dealerOf(instance, operator, `${epoch} ${round.round}`);
  const hasCommitted = (instance.commits?.get(index) ?? null) !== null;
  if (state === pvssRoundStates.commit && !hasCommitted) {
    const {commit} = makeCommit(instance, dealer);
    const body = encode(PvssCommit, {epoch, round: round.round, commit});
    return {kind: "beacon commit", call: {signer, method: "beacon.PVSSCommit", body}};
  }
  const hasRevealed = (instance.reveals?.get(index) ?? null) !== null;
  if (state !== pvssRoundStates.reveal || hasRevealed || !hasCommitted) return null;
  const body = encode(PvssReveal, {epoch, round: round.round, reveal: revealOf(instance, dealer)});
  return {kind: "beacon reveal", call: {signer, method: "beacon.PVSSReveal", body}};
}

/** The node as the round knows it; its secrets are the same in every run. */
function dealerOf(instance: PvssInstance, operator: string, round: string): Dealer {
  const drbg = new HmacDrbg({entropy: new Uint8Array(32), personalization: utf8(`${operator} ${round}`)});
  return newDealer(instance, beaconScalar(operator), (length) => drbg.read(length));
}

/** The node decrypts its share of every commit first. */
function revealOf(instance: PvssInstance, dealer: Dealer): Reveal {
  let own: PvssInstance = {...instance, commits: new Map(), reveals: new Map(), decryptedShares: new Map()};
  for (const state of instance.commits?.values() ?? []) {
    if (state?.commit) own = processCommit(own, state.commit, dealer);
  }
  return makeReveal(own, dealer).reveal;
}
