import type {CorpusKind, FileKind} from "./kind.ts";

/** Kinds that read one file: `conformance -- KIND FILE`. Loaded on demand, so that one kind never pays for another. */
export const fileKinds: Readonly<Record<string, () => Promise<FileKind>>> = {
  "init-chain": async () => (await import("./kinds/initChain.ts")).initChain,
  keys: async () => (await import("./kinds/keys.ts")).keys,
  mkvs: async () => (await import("./kinds/mkvs.ts")).mkvs,
  paratime: async () => (await import("./kinds/paratime.ts")).paratime,
  queries: async () => (await import("./kinds/queries.ts")).queries,
  replay: async () => (await import("./kinds/replay.ts")).replay,
  restore: async () => (await import("./kinds/restore.ts")).restore,
  rhp: async () => (await import("./kinds/rhp.ts")).rhp,
  tx: async () => (await import("./kinds/tx.ts")).tx,
};

/** Kinds of differential corpus, by the file's name: `conformance -- corpus FILE`. */
export const corpusKinds: Readonly<Record<string, () => Promise<CorpusKind>>> = {
  "cbor-tx": async () => (await import("./kinds/corpusCborTx.ts")).corpusCborTx,
  "commitment-pool": async () => (await import("./kinds/corpusCommitmentPool.ts")).corpusCommitmentPool,
  elections: async () => (await import("./kinds/corpusElections.ts")).corpusElections,
  ed25519: async () => (await import("./kinds/corpusEd25519.ts")).corpusEd25519,
  genesis: async () => (await import("./kinds/corpusGenesis.ts")).corpusGenesis,
  mkvs: async () => (await import("./kinds/corpusMkvs.ts")).corpusMkvs,
  pvss: async () => (await import("./kinds/corpusPvss.ts")).corpusPvss,
  runtime: async () => (await import("./kinds/corpusRuntime.ts")).corpusRuntime,
  staking: async () => (await import("./kinds/corpusStaking.ts")).corpusStaking,
  tendermint: async () => (await import("./kinds/corpusTendermint.ts")).corpusTendermint,
};
