import {HmacDrbg} from "@oasis-node/primitives/drbg";
import {
  type Commit,
  generatePvssKeyPair,
  makeCommit,
  makeReveal,
  newDealer,
  newPvssInstance,
  processCommit,
  processReveal,
  recover,
} from "@oasis-node/primitives/pvss";
import type {BenchSuite} from "./suite.ts";

/** The largest committee the beacon's parameters suggest. */
const [participants, threshold] = [20, 10n];

const drbg = new HmacDrbg({entropy: new Uint8Array(32)});
const random = (length: number): Uint8Array => drbg.read(length);
const round = once(prepareRound);

/** PVSS as a validator does it: a commit has to be verified within a block. */
export const suite: BenchSuite = {
  name: `pvss, ${participants} participants, threshold ${threshold}`,
  cases: [
    {name: "deal a commit", runs: 3, run: () => void makeCommit(round().start, round().dealer)},
    {name: "verify a commit", runs: 5, run: () => void processCommit(round().start, round().commit)},
    {
      name: `verify a reveal of ${threshold} commits`,
      runs: 10,
      run: () => void processReveal(round().committed, round().reveal),
    },
    {name: "recover the entropy", runs: 5, run: () => void recover(round().revealed)},
  ],
};

function prepareRound() {
  const keys = Array.from({length: participants}, () => generatePvssKeyPair(random));
  const start = newPvssInstance(
    keys.map(({point}) => point),
    threshold,
  );
  const dealers = keys.slice(0, Number(threshold)).map(({scalar}) => newDealer(start, scalar, random));
  const commits: Commit[] = dealers.map((dealer) => makeCommit(start, dealer).commit);
  const committed = commits.reduce((instance, commit) => processCommit(instance, commit), start);
  const reveals = dealers.map((dealer) => {
    const view = commits.reduce((instance, commit) => processCommit(instance, commit, dealer), start);
    return makeReveal(view, dealer).reveal;
  });
  const revealed = reveals.reduce(processReveal, committed);
  const [dealer] = dealers;
  const [commit] = commits;
  const [reveal] = reveals;
  if (!dealer || !commit || !reveal) throw new RangeError("a round needs a dealer");
  return {start, committed, revealed, dealer, commit, reveal};
}

function once<T>(make: () => T): () => T {
  let made: {readonly value: T} | undefined;
  return () => {
    made ??= {value: make()};
    return made.value;
  };
}
