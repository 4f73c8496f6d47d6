export {makeCommit, processCommit} from "./commit.ts";
export {type Dealer, newDealer} from "./dealer.ts";
export {mayRecover, mayReveal, newPvssInstance, type Readiness} from "./instance.ts";
export {Commit, CommitShare, CommitState, PubVerShare, PvssInstance, Reveal} from "./messages.ts";
export {Point, pointFromBytes, pointFromText, pointSize} from "./point.ts";
export {PvssError, type PvssErrorCode} from "./pvssError.ts";
export {type Recovery, recover} from "./recover.ts";
export {makeReveal, processReveal} from "./reveal.ts";
export {
  generatePvssKeyPair,
  type PvssKeyPair,
  publicPoint,
  Scalar,
  scalarFromBytes,
  scalarFromPem,
  scalarToPem,
} from "./scalar.ts";
